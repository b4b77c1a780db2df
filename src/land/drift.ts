import type { Json, Payload } from '../sdk/index.ts';

/** How a field of a stream's records differs from what it was in the runs before. */
export interface Drift {
  /** "total", or "customer.email" one level deeper. */
  field: string;
  change: 'NEW' | 'MISSING' | 'TYPE';
  /** JSON types it has now; none where it is missing. */
  types: string[];
  /** The types it had before. */
  before: string[];
}

/** What is known of a field: the JSON types it had, without null, and how many records had it. */
export interface Field {
  types: ReadonlySet<string>;
  seen: number;
}

/** The fields of some records. */
export interface Fields {
  records: number;
  byName: ReadonlyMap<string, Field>;
}

/** Objects may be used as lists with names; so many fields are enough to know. */
const mostFields = 500;
/** So many records must have been seen before anything differs from them, */
const enoughBefore = 20;
/** and now, before a field is missing that nearly all of them had. */
const enoughNow = 10;
const nearlyAll = 0.95;

/** Learns which fields records have. */
export class FieldLog implements Fields {
  records = 0;
  readonly byName = new Map<string, { types: Set<string>; seen: number }>();

  see(payload: Payload): void {
    this.records++;
    for (const [name, value] of Object.entries(payload)) {
      this.seeField(name, value);
      if (typeOf(value) !== 'object') continue;
      for (const [inner, part] of Object.entries(value as Payload)) this.seeField(`${name}.${inner}`, part);
    }
  }

  private seeField(name: string, value: Json): void {
    let field = this.byName.get(name);
    if (!field) {
      if (name === '' || this.byName.size >= mostFields) return;
      this.byName.set(name, (field = { types: new Set(), seen: 0 }));
    }
    field.seen++;
    if (value !== null) field.types.add(typeOf(value));
  }
}

const typeOf = (value: Json) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** How records differ from those before: fields that are new, that have another type, and that were always there and are not. */
export function driftOf(before: Fields, now: Fields): Drift[] {
  if (before.records < enoughBefore) return [];
  const drift: Drift[] = [];
  for (const [field, { types }] of now.byName) {
    const known = before.byName.get(field);
    const other = known && known.types.size > 0 && [...types].some((type) => !known.types.has(type));
    if (other) drift.push({ field, change: 'TYPE', types: [...types], before: [...known.types] });
    if (!known && before.byName.size < mostFields && isTold(field, before))
      drift.push({ field, change: 'NEW', types: [...types], before: [] });
  }
  if (now.records < enoughNow) return drift;
  for (const [field, { types, seen }] of before.byName) {
    if (seen / before.records < nearlyAll || now.byName.has(field) || !isTold(field, now)) continue;
    drift.push({ field, change: 'MISSING', types: [], before: [...types] });
  }
  return drift;
}

/** Whether a field can be expected there: a part only where its whole is, which else says it all. */
function isTold(field: string, { byName }: Fields): boolean {
  const dot = field.indexOf('.');
  return dot === -1 || byName.get(field.slice(0, dot))?.types.has('object') === true;
}
