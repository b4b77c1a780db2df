import { isDeepStrictEqual } from 'node:util';
import { type Draft, drafts as schemas, type Payload } from '../sdk/index.ts';
import { Violation } from './check.ts';

/** What `map` makes of a record: drafts, or the refusal of one that cannot be understood. */
export type Mapped = { drafts: Draft[]; refusal: null } | { drafts: null; refusal: string };

/** Maps a copy of a record. Throws a Violation where `map` breaks instead of refusing. */
export function mapped(map: (record: Payload) => Draft[], record: Payload, what: string): Mapped {
  try {
    return { drafts: map(structuredClone(record)), refusal: null };
  } catch (error) {
    if (error instanceof Error && error.name === 'FieldError') return { drafts: null, refusal: error.message };
    throw new Violation(`map breaks ${what}: ${String(error)}: throw a FieldError that names the field instead`);
  }
}

/** Why a draft is none; null where it is. */
export function faultOf({ type, data }: Draft): string | null {
  if (!Object.hasOwn(schemas, type)) return `"${type}" is no type of draft`;
  const { error } = schemas[type].safeParse(data);
  if (!error) return null;
  const { path, message } = error.issues[0]!;
  return `the ${type}'s ${path.join('.') || 'data'} ${message}`;
}

export const sameMapping = (a: Mapped, b: Mapped): boolean =>
  isDeepStrictEqual(JSON.parse(JSON.stringify(a.drafts)), JSON.parse(JSON.stringify(b.drafts)));

/** All texts of drafts. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
