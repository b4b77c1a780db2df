import { amountAt, Exact, idAt, type Payload, recordsAt, textAt } from '../../src/sdk/index.ts';

/** Text, with the HTML entities undone that WordPress keeps in names. */
export function plainTextAt(record: Payload, path: string): string | undefined {
  const plain = textAt(record, path)?.replaceAll(
    /&(?:#(\d{1,6})|(amp|lt|gt|quot|nbsp));/g,
    (entity, code?: string, name?: string) =>
      name ? entities[name as keyof typeof entities] : codePoint(Number(code), entity),
  );
  return plain?.trim() || undefined;
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };
const codePoint = (code: number, entity: string) =>
  code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity;

/** What the records of a list come to; what is not said is nothing. */
export const sumOf = (records: Payload[], path: string): Exact =>
  records.reduce((sum, record) => sum.plus(amountAt(record, path) ?? 0), new Exact(0));

/** The texts among a record's `meta_data`, by key. */
export function metaOf(record: Payload): Map<string, string> {
  return new Map(
    recordsAt(record, 'meta_data').flatMap((entry) => {
      const { key, value } = entry;
      const text = typeof value === 'number' ? String(value) : plainTextAt(entry, 'value');
      return typeof key === 'string' && text !== undefined ? [[key, text]] : [];
    }),
  );
}

/** What a record belongs to. Lists within another record do not say it but in the link upwards. */
export function parentOf(record: Payload, field: string): string | undefined {
  const up = textAt(recordsAt(record, '_links.up')[0] ?? {}, 'href');
  return idAt(record, 'parent_id') ?? idAt(record, field) ?? (up && /\/(\d+)\/?$/.exec(up)?.[1]);
}
