import { FieldError, type Json, type Payload } from '../../src/sdk/index.ts';

/** An id: a number, or text where a number has more digits than numbers hold. */
export function idOf(value: Json | undefined): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? String(value).trim() || undefined : undefined;
}

export const requiredId = (record: Payload, field: string): string => idOf(record[field]) ?? missing(field);

export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

/** A time as an instant in UTC; undefined where it is not set. */
export function instantOf(record: Payload, field: string): string | undefined {
  const value = record[field];
  if (value === undefined || value === null || value === '') return undefined;
  const zoned = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const time = zoned ? new Date(value) : undefined;
  if (time && !Number.isNaN(time.getTime())) return time.toISOString().replace('.000Z', 'Z');
  throw new FieldError(field, 'is no time such as "2026-01-31T12:00:00Z"', JSON.stringify(value).slice(0, 100));
}

export const requiredInstant = (record: Payload, field: string): string => instantOf(record, field) ?? missing(field);

/** A whole number of zero or more; undefined where it is not set. */
export function countOf(record: Payload, field: string): number | undefined {
  const value = record[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new FieldError(field, 'is no whole number', JSON.stringify(value).slice(0, 100));
}

export function recordOf(value: Json | undefined): Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

/** Leaves out what Zendesk does not say. */
export function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

export function missing(field: string): never {
  throw new FieldError(field, 'is missing');
}
