import { Decimal } from 'decimal.js';
import { FieldError, type Json, type Payload } from '../../src/sdk/index.ts';

/** Decimal arithmetic with more digits than any amount has. */
export const Exact: typeof Decimal = Decimal.clone({ precision: 80 });

/** An id, which some stores write as text; 0 and "" are none. */
export function idOf(value: Json | undefined): string | undefined {
  const id = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
  return id === '' || id === '0' ? undefined : id;
}

export const requiredId = (record: Payload, field: string): string => idOf(record[field]) ?? missing(field);

/** Text, with the HTML entities undone that WordPress keeps in names; undefined where it is empty. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  const plain = value.replaceAll(/&(?:#(\d{1,6})|(amp|lt|gt|quot|nbsp));/g, (entity, code?: string, name?: string) =>
    name ? entities[name as keyof typeof entities] : codePoint(Number(code), entity),
  );
  return plain.trim() || undefined;
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
const codePoint = (code: number, entity: string) =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;

/** An amount; undefined where the store says none. */
export function amountOf(record: Payload, field: string): Decimal | undefined {
  const value = record[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)))
    return new Exact(value);
  throw new FieldError(field, 'is no amount such as "12.50"', JSON.stringify(value).slice(0, 100));
}

export const sumOf = (records: Payload[], field: string): Decimal =>
  records.reduce((sum, record) => sum.plus(amountOf(record, field) ?? 0), new Exact(0));

/** An amount as drafts write it. */
export const decimal = (amount: Decimal): string => (amount.isZero() ? '0' : amount.toFixed());

/** One of the store's `…_gmt` times, which name no zone, as an instant; undefined where it is not set. */
export function instantOf(record: Payload, field: string): string | undefined {
  const value = record[field];
  if (value === undefined || value === null || value === '' || String(value).startsWith('0000-')) return undefined;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d$/.test(value))
    return `${value.replace(' ', 'T')}Z`;
  throw new FieldError(field, 'is no time such as "2026-01-31T12:00:00"', JSON.stringify(value).slice(0, 100));
}

export const requiredInstant = (record: Payload, field: string): string => instantOf(record, field) ?? missing(field);

export function recordOf(value: Json | undefined): Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

export function listOf(value: Json | undefined): Payload[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

/** The texts among a record's `meta_data`, by key. */
export function metaOf(record: Payload): Map<string, string> {
  return new Map(
    listOf(record['meta_data']).flatMap(({ key, value }) => {
      const text = typeof value === 'number' ? String(value) : textOf(value);
      return typeof key === 'string' && text !== undefined ? [[key, text]] : [];
    }),
  );
}

/** What a record belongs to. Lists within another record do not say it but in the link upwards. */
export function parentOf(record: Payload, field: string): string | undefined {
  const named = idOf(record['parent_id']) ?? idOf(record[field]);
  if (named) return named;
  const up = listOf(recordOf(record['_links'])['up'])[0]?.['href'];
  return typeof up === 'string' ? /\/(\d+)\/?$/.exec(up)?.[1] : undefined;
}

/** Leaves out what the store does not say. */
export function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

export function missing(field: string): never {
  throw new FieldError(field, 'is missing');
}
