import type { Json } from '../../sdk/index.ts';
import { leavesOf, type Path, replaced, valueAt } from './leaves.ts';

/** The paths of a record whose values make another of something that follows from it, such as its key. */
export function pathsThatDrive(record: Json, follows: (record: Json) => unknown): Path[] {
  const before = attempt(record, follows);
  return leavesOf(record)
    .filter(({ path, value }) => {
      if (typeof value !== 'string' && typeof value !== 'number') return false;
      return attempt(replaced(record, path, anotherOf(value, 7)), follows) !== before;
    })
    .map(({ path }) => path);
}

/** The path to tell records apart by: the one that is the key, or looks most like it. */
export function identityOf(record: Json, paths: readonly Path[], key: (record: Json) => unknown): Path | undefined {
  const whole = attempt(record, key);
  return (
    paths.find((path) => String(valueAt(record, path)) === whole) ??
    paths.find((path) => /id$|key$|number$/i.test(path.at(-1) ?? '')) ??
    paths[0]
  );
}

/** A value of the same kind, another for every number. */
export function anotherOf(value: Json | undefined, n: number): Json {
  const serial = 1_000_000 + n;
  if (typeof value === 'number') return serial;
  if (typeof value !== 'string' || /^\d+$/.test(value)) return String(serial);
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value))
    return `${value.slice(0, 24)}${serial.toString(16).padStart(12, '0')}`;
  return /\d+$/.test(value) ? value.replace(/\d+$/, String(serial)) : `${value}-${serial}`;
}

function attempt(record: Json, follows: (record: Json) => unknown): string | undefined {
  try {
    return String(follows(record));
  } catch {
    return undefined;
  }
}
