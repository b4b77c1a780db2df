import { isDeepStrictEqual } from 'node:util';
import { put } from '../../land/json-path.ts';
import type { Json, Payload } from '../../sdk/index.ts';
import { applies } from '../check.ts';
import { type Path, replaced, valueAt } from '../records/leaves.ts';
import type { Entries } from '../records/template.ts';

/** The entries of a list and how answers hold them. */
export interface AnswerShape extends Entries {
  /** The answer is the one record that there is. */
  single: boolean;
  wrap(entries: Json[] | null): Json;
}

/**
 * How a list's answers look: the path of its records says it, laid into a recorded answer where there is one. A function
 * that finds the records is tried on the recorded answer until it is clear which of its lists it goes through.
 */
export function answerShape(
  records: string | ((body: Json) => Json),
  samples: readonly Payload[],
  answer: Json | undefined,
  name: string,
): AnswerShape {
  if (typeof records === 'string') {
    const wrap = (entries: Json[] | null) => (records === '' ? entries : put(answer, records, entries));
    return { samples, recordOf: (entry) => entry as Payload, wrap, single: false };
  }
  if (isDeepStrictEqual(attempt(records, samples[0]!), [samples[0]])) {
    const wrap = (entries: Json[] | null) => entries?.[0] ?? null;
    return { samples, recordOf: (entry) => (records(entry) as Payload[])[0]!, wrap, single: true };
  }
  applies(
    answer !== undefined,
    `its records are found by a function: record one of the vendor's answers as fixtures/${name}.answer.json`,
  );
  const list = listWithin(answer, records);
  applies(list, `fixtures/${name}.answer.json holds no list that "records" goes through`);
  const wrap = (entries: Json[] | null) => replaced(answer, list, entries);
  return {
    single: false,
    samples: valueAt(answer, list) as Json[],
    recordOf: (entry) => (records(wrap([entry])) as Payload[])[0]!,
    wrap,
  };
}

/** The deepest list of an answer in which one entry more is one record more. */
function listWithin(answer: Json, records: (body: Json) => Json): Path | undefined {
  const count = (body: Json): number => {
    const found = attempt(records, body);
    return Array.isArray(found) ? found.length : -1;
  };
  return listsOf(answer)
    .toSorted((a, b) => b.length - a.length)
    .find((path) => {
      const first = (valueAt(answer, path) as Json[])[0];
      if (first === undefined) return false;
      const [none, one, two] = [[], [first], [first, first]].map((list) => count(replaced(answer, path, list)));
      return none === 0 && one === 1 && two === 2;
    });
}

function attempt(records: (body: Json) => Json, body: Json): Json {
  try {
    return records(body);
  } catch {
    return null;
  }
}

function listsOf(json: Json, path: Path = []): Path[] {
  if (typeof json !== 'object' || json === null) return [];
  const within = Object.entries(json).flatMap(([name, value]) => listsOf(value, [...path, name]));
  return Array.isArray(json) ? [path, ...within] : within;
}
