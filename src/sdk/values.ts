import { DateTime } from 'luxon';
import { decimalOf, decimalsOf, Exact } from './exact.ts';
import { FieldError } from './field-error.ts';
import type { Json, Payload } from './record.ts';

/**
 * Values of a record by their path, such as "billing.email"; "" is all of it. What is not set, in any of the ways in which
 * systems write that, is undefined; what cannot be understood throws a FieldError that names the path.
 */
export function valueAt(record: Json, path: string): Json | undefined {
  let value: Json | undefined = record;
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Payload)[name];
  }
  return value === null || value === '' ? undefined : value;
}

export function textAt(record: Json, path: string): string | undefined {
  const value = valueAt(record, path);
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** An id, whether written as number or text; 0 is none. */
export function idAt(record: Json, path: string): string | undefined {
  const value = valueAt(record, path);
  const id = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return id === '' || id === '0' ? undefined : id;
}

/**
 * A time as an instant in UTC. One that names no zone is read in `zone` (IANA), where that is given; in the hour that clocks
 * repeat in autumn it is taken as the first.
 */
export function instantAt(record: Json, path: string, zone?: string): string | undefined {
  const value = valueAt(record, path);
  if (value === undefined || value === 0) return undefined;
  const text = typeof value === 'string' ? value.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T') : '';
  if (unset.test(text)) return undefined;
  const instant = timeOf(text, zone)?.toUTC().toISO({ suppressMilliseconds: true });
  if (instant) return instant;
  throw notUnderstood(path, 'is no time such as "2026-01-31T12:00:00Z"', value);
}

function timeOf(text: string, zone: string | undefined): DateTime | undefined {
  if (rfc2822.test(text)) return DateTime.fromRFC2822(text);
  if (zoned.test(text)) return DateTime.fromISO(text, { zone: 'utc' });
  // Which of two possible ones luxon takes by itself depends on the time of the year.
  return zone !== undefined && zoneless.test(text)
    ? DateTime.fromISO(text, { zone }).getPossibleOffsets()[0]
    : undefined;
}

const unset = /^(0000-00-00|0001-01-01|1970-01-01T00:00:00(\.0+)?(Z|\+00:?00)?$|0$)/;
const rfc2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d ([+-]\d{4}|GMT|UT)$/;
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?)$/;
const zoneless = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/;

/** A time that is written as the seconds or milliseconds since 1970; 0 is none. */
export function epochAt(record: Json, path: string, unit: 's' | 'ms'): string | undefined {
  const value = valueAt(record, path);
  if (value === undefined || value === 0 || value === '0') return undefined;
  const time =
    typeof value === 'number' || (typeof value === 'string' && /^\d{1,16}$/.test(value)) ? Number(value) : -1;
  const date = new Date(unit === 's' ? time * 1000 : time);
  if (time > 0 && !Number.isNaN(date.getTime())) return date.toISOString().replace('.000Z', 'Z');
  throw notUnderstood(path, `is no time in ${unit === 's' ? 'seconds' : 'milliseconds'} since 1970`, value);
}

export function dayAt(record: Json, path: string): string | undefined {
  const value = valueAt(record, path);
  if (value === undefined || value === '0000-00-00') return undefined;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && DateTime.fromISO(value).isValid) return value;
  throw notUnderstood(path, 'is no day such as "2026-01-31"', value);
}

/** An amount to calculate with. */
export function amountAt(record: Json, path: string): Exact | undefined {
  const value = valueAt(record, path);
  if (value === undefined) return undefined;
  const written = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  if (/^-?\d{1,30}(\.\d{1,18})?(e[+-]?\d{1,2})?$/i.test(written)) return new Exact(written);
  throw notUnderstood(path, 'is no amount such as "12.50"', value);
}

/** An amount as drafts write it. */
export function decimalAt(record: Json, path: string): string | undefined {
  const amount = amountAt(record, path);
  return amount && decimalOf(amount);
}

/** An amount that is written in a currency's smallest units: 1250 of EUR is "12.5". */
export function minorUnitsAt(record: Json, path: string, currency: string): string | undefined {
  const amount = amountAt(record, path);
  return amount && decimalOf(amount.div(new Exact(10).pow(decimalsOf(currency))));
}

/** A whole number of zero or more. */
export function countAt(record: Json, path: string): number | undefined {
  const value = valueAt(record, path);
  if (value === undefined) return undefined;
  const count = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count;
  throw notUnderstood(path, 'is no whole number', value);
}

/** A record within the record; empty where there is none. */
export function recordAt(record: Json, path: string): Payload {
  const value = valueAt(record, path);
  return typeof value === 'object' && !Array.isArray(value) ? value! : {};
}

/** The records of a list within the record. */
export function recordsAt(record: Json, path: string): Payload[] {
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
