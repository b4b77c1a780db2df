import { createHash } from 'node:crypto';
import { type HttpRequest, type HttpResponse, type Json, type Payload, SourceError } from '../../sdk/index.ts';
import type { Send, SourceRecord, Unreadable } from '../../sdk/index.ts';
import { TooMuch } from '../http/connection.ts';
import { at } from '../json-path.ts';

/** What one answer held. */
export interface Slice {
  records: SourceRecord[];
  unreadable: Unreadable[];
  /** How many places of the list it covers. */
  count: number;
}

/** What a list says of its records. */
export interface Shape {
  records: string | ((body: Json) => Json);
  key(record: Payload): string;
  complete?(records: Payload[], send: Send): Promise<Payload[]>;
}

/** The slice with what the list itself could not hold of its records. */
export async function completed(slice: Slice, { complete }: Shape, send: Send): Promise<Slice> {
  if (!complete || slice.records.length === 0) return slice;
  const payloads = await complete(
    slice.records.map(({ payload }) => payload),
    send,
  );
  return { ...slice, records: slice.records.map((record, index) => ({ ...record, payload: payloads[index]! })) };
}

/** The records of an answer. A list that is null is empty; one that is missing means that the answer is another. */
export function sliceOf(body: Json, shape: Shape): Slice {
  const list = typeof shape.records === 'string' ? at(body, shape.records) : shape.records(body);
  if (list === null && body !== null) return { records: [], unreadable: [], count: 0 };
  if (!Array.isArray(list)) {
    const place = typeof shape.records === 'string' && shape.records !== '' ? ` at "${shape.records}"` : '';
    throw new SourceError('data', `The answer holds no list of records${place}`);
  }
  const records: SourceRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const entry of list) {
    const key = keyOf(entry, shape);
    if (key !== null) records.push({ key, payload: entry as Payload });
    else unreadable.push(keyless(entry));
  }
  return { records, unreadable, count: list.length };
}

function keyOf(entry: Json, { key }: Shape): string | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  try {
    const found: unknown = key(entry);
    return typeof found === 'string' && !['', 'undefined', 'null', 'NaN'].includes(found) ? found : null;
  } catch {
    return null;
  }
}

function keyless(entry: Json): Unreadable {
  const value = JSON.stringify(entry);
  const digest = createHash('sha256').update(value).digest('hex').slice(0, 16);
  return { key: `keyless:${digest}`, reason: 'is no record with a key', value: value.slice(0, 500) };
}

/** Asks for pages, smaller ones for the rest of the reading where the vendor cannot give so much at once. */
export class Asker {
  size: number;

  constructor(
    private readonly send: Send,
    largest: number,
    private readonly smallest: number,
  ) {
    this.size = largest;
  }

  /** `make` makes the request for a page of that size; the answer says how large the page could be at most. */
  async ask(make: (size: number) => HttpRequest): Promise<{ response: HttpResponse; size: number }> {
    for (;;) {
      const size = this.size;
      try {
        return { response: await this.send(make(size)), size };
      } catch (error) {
        if (!(error instanceof TooMuch)) throw error;
        if (size <= this.smallest) throw new SourceError('data', `${error.message}, even for the smallest page`);
        this.size = Math.max(this.smallest, Math.floor(size / 2));
      }
    }
  }
}
