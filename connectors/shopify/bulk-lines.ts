import { type Payload, SourceError } from '../../src/sdk/index.ts';
import type { Selection } from './selection.ts';

/**
 * Puts the lines of a bulk operation's file together to records as the list gives them: what belongs to a record follows
 * it, and names it as its parent. Of a file that broke off the last record is left out, for some of it may be missing.
 */
export async function* assembled(
  lines: AsyncIterable<string>,
  selection: Selection,
  brokenOff: boolean,
): AsyncGenerator<Payload> {
  let record: Begun | undefined;
  for await (const line of lines) {
    if (line === '') continue;
    const object = read(line, brokenOff);
    if (!object) return;
    const { __parentId: parent, ...payload } = object;
    if (parent === undefined) {
      if (record) yield whole(record, selection);
      record = begun(payload, selection);
      continue;
    }
    const type = /^gid:\/\/shopify\/(\w+)\//.exec(String(payload['id']))?.[1] ?? '';
    const part = record?.payload['id'] === parent ? record?.parts.get(type) : undefined;
    if (!part)
      throw new SourceError('data', `A line of the bulk operation's file belongs to no record: ${line.slice(0, 200)}`);
    part.push(payload);
  }
  if (record && !brokenOff) yield whole(record, selection);
}

/** A record whose parts are still being read, by their types. */
interface Begun {
  payload: Payload;
  parts: Map<string, Payload[]>;
}

const begun = (payload: Payload, { connections }: Selection): Begun => ({
  payload,
  parts: new Map(Object.values(connections).map(({ type }) => [type, []])),
});

function whole({ payload, parts }: Begun, { connections }: Selection): Payload {
  const named = Object.entries(connections).map(([name, { type }]) => [
    name,
    { pageInfo: { hasNextPage: false }, nodes: parts.get(type)! },
  ]);
  return { ...payload, ...(Object.fromEntries(named) as Payload) };
}

/** A file that broke off may end within a line. */
function read(line: string, brokenOff: boolean): Payload | null {
  try {
    return JSON.parse(line) as Payload;
  } catch {
    if (brokenOff) return null;
    throw new SourceError('data', `A line of the bulk operation's file is no JSON: ${line.slice(0, 200)}`);
  }
}
