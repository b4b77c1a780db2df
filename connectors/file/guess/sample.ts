import { join } from 'node:path';
import type { Json } from '../../../src/sdk/index.ts';
import { likelyEncoding, readHead } from '../decode.ts';
import type { FileMapping } from '../mapping.ts';
import { likelySeparator, readRows } from '../rows.ts';
import { type ColumnSample, describeColumn } from './column.ts';

/** What a look into a file shows. */
export interface FileSample {
  file: string;
  format: 'csv' | 'jsonl';
  /** Only where it must be told. */
  separator: 'whitespace' | undefined;
  encoding: string | undefined;
  columns: ColumnSample[];
  rows: number;
  /** Whether the values of these columns together name a row. */
  isUnique(columns: readonly string[]): boolean;
}

const mostRows = 50_000;

/** Looks at the first rows of a file. Throws where it cannot be read at all. */
export async function sampleFile(folder: string, file: string): Promise<FileSample> {
  const path = join(folder, file);
  const head = await readHead(path, 64 * 1024);
  const encoding = likelyEncoding(head);
  const text = new TextDecoder(encoding).decode(head);
  const format = /\.(jsonl|ndjson|json)(\.gz)?$/i.test(file) ? 'jsonl' : 'csv';
  const separator = format === 'csv' && isAligned(text) ? 'whitespace' : undefined;
  const rows: Record<string, string>[] = [];
  const reading: FileMapping = {
    file,
    format,
    separator: separator && ' ',
    columns: undefined,
    encoding,
    key: [],
    style: { timeZone: 'UTC', dates: [], decimal: undefined, currency: undefined, empty: [] },
    records: [],
  };
  for await (const stretch of readRows(path, reading)) {
    for (const row of stretch.rows) if ('payload' in row) rows.push(texts(row.payload));
    if (rows.length >= mostRows) break;
  }
  const names = [...new Set(rows.slice(0, 1000).flatMap((row) => Object.keys(row)))];
  return {
    file,
    format,
    separator,
    encoding: encoding === 'utf-8' || encoding.startsWith('utf-16') ? undefined : encoding,
    columns: names.map((name) =>
      describeColumn(
        name,
        rows.map((row) => row[name] ?? ''),
      ),
    ),
    rows: rows.length,
    isUnique: (columns) => new Set(rows.map((row) => columns.map((name) => row[name]).join('\n'))).size === rows.length,
  };
}

/** Columns that are lined up by spaces: no separator, and as many words in every line. */
function isAligned(text: string): boolean {
  const lines = text.split(/\r?\n/).slice(0, -1).slice(0, 50);
  const words = new Set(lines.map((line) => line.trim().split(/\s+/).length));
  return words.size === 1 && !words.has(1) && !lines[0]!.includes(likelySeparator(lines[0]!));
}

/** Values as text; the parts of objects by their paths. */
function texts(payload: { [name: string]: Json }, path = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(texts(value, `${path}${name}.`))
        : [[`${path}${name}`, value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)]],
    ),
  );
}
