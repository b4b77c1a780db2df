import { DateTime } from 'luxon';
import { decimalOf, decimalsOf, Exact } from './exact.ts';
import { FieldError } from './field-error.ts';
import type { Json, Payload } from './record.ts';

/**
 * Values of a record by their path, such as "billing.email". What is not set, in any of the ways in which systems write
 * that, is undefined; what cannot be understood throws a FieldError that names the path.
 */
export function valueAt(record: Payload, path: string): Json | undefined {
  let value: Json | undefined = record;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Payload)[name];
  }
  return value === null || value === '' ? undefined : value;
}

export function textAt(record: Payload, path: string): string | undefined {
  const value = valueAt(record, path);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** An id, whether written as number or text; 0 is none. */
export function idAt(record: Payload, path: string): string | undefined {
  const value = valueAt(record, path);
  const id = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return id === '' || id === '0' ? undefined : id;
}

/** A time as an instant in UTC. One that names no zone is read in `zone` (IANA), where that is given. */
export function instantAt(record: Payload, path: string, zone?: string): string | undefined {
  const value = valueAt(record, path);
  if (value === undefined || unset.test(String(value))) return undefined;
  const text = typeof value === 'string' ? value.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : '';
  if (zoned.test(text) || (zone !== undefined && zoneless.test(text))) {
    const time = DateTime.fromISO(text, { zone: zone ?? 'utc' }).toUTC();
    if (time.isValid) return time.toISO({ suppressMilliseconds: true });
  }
  throw notUnderstood(path, 'is no time such as "2026-01-31T12:00:00Z"', value);
}

const unset = /^(0000-00-00|1970-01-01T00:00:00(\.0+)?Z?$|0$)/;
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$/;
const zoneless = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

export function dayAt(record: Payload, path: string): string | undefined {
  const value = valueAt(record, path);
  if (value === undefined || value === '0000-00-00') return undefined;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && DateTime.fromISO(value).isValid) return value;
  throw notUnderstood(path, 'is no day such as "2026-01-31"', value);
}

/** An amount to calculate with. */
export function amountAt(record: Payload, path: string): Exact | undefined {
  const value = valueAt(record, path);
  if (value === undefined) return undefined;
  const written = typeof value === 'number' ? String(value) : value;
  if (typeof written === 'string' && /^-?\d{1,30}(\.\d{1,18})?(e[+-]\d{1,2})?$/i.test(written))
    return new Exact(written);
  throw notUnderstood(path, 'is no amount such as "12.50"', value);
}

/** An amount as drafts write it. */
export function decimalAt(record: Payload, path: string): string | undefined {
  const amount = amountAt(record, path);
  return amount && decimalOf(amount);
}

/** An amount that is written in a currency's smallest units: 1250 of EUR is "12.5". */
export function minorUnitsAt(record: Payload, path: string, currency: string): string | undefined {
  const amount = amountAt(record, path);
  return amount && decimalOf(amount.div(new Exact(10).pow(decimalsOf(currency))));
}

/** A whole number of zero or more. */
export function countAt(record: Payload, path: string): number | undefined {
  const value = valueAt(record, path);
  if (value === undefined) return undefined;
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw notUnderstood(path, 'is no whole number', value);
}

/** A record within the record; empty where there is none. */
export function recordAt(record: Payload, path: string): Payload {
  const value = valueAt(record, path);
  return typeof value === 'object' && !Array.isArray(value) ? value! : {};
}

/** The records of a list within the record. */
export function recordsAt(record: Payload, path: string): Payload[] {
  const value = valueAt(record, path);
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is Payload => typeof each === 'object' && each !== null && !Array.isArray(each));
}

/** The value, which must be there. */
export function required<Value>(value: Value | undefined, path: string): Value {
  if (value === undefined) throw new FieldError(path, 'is missing');
  return value;
}

/** Leaves out what is undefined: drafts have no such fields. */
export function known<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]: Exclude<Fields[Name], undefined>;
  };
}

const notUnderstood = (path: string, reason: string, value: Json) =>
  new FieldError(path, reason, JSON.stringify(value).slice(0, 100));
