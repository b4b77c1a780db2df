import { basename } from 'node:path';
import { z } from 'zod';
import { closestName, type DraftType, timeZone } from '../../src/sdk/index.ts';
import { parseRecord, type RecordMapping } from './record-mapping.ts';
import type { Style } from './style.ts';

/** What one file of a folder, or all files of a pattern, hold. */
export interface FileMapping {
  /** A name, or a pattern with * and ?. */
  file: string;
  format: 'csv' | 'jsonl';
  /** Undefined where the first line tells. */
  separator: string | undefined;
  /** Undefined where the first line names them. */
  columns: readonly string[] | undefined;
  encoding: string | undefined;
  /** The columns that name a row; undefined where its line number does. */
  key: readonly string[] | undefined;
  style: Style;
  records: RecordMapping[];
}

/** The names besides those of columns: where a row stands, in files without a key. */
export const lineColumn = '$line';
export const fileColumn = '$file';

const separators: Record<string, string> = { comma: ',', semicolon: ';', tab: '\t', pipe: '|', whitespace: ' ' };
const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const encoding = z.string().refine((label) => {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
}, 'is no encoding such as utf-8, latin1, windows-1252 or utf-16le');

const style = {
  timeZone: timeZone.optional(),
  currency: z.string().optional(),
  date: list.optional(),
  decimal: z.enum([',', '.']).optional(),
  empty: list.optional(),
};
const fileShape = {
  file: z.string().refine((name) => !name.includes('..') && !name.startsWith('/'), 'must lie in the folder'),
  format: z.enum(['csv', 'jsonl']).optional(),
  separator: z
    .string()
    .refine(
      (name) => name in separators || name.length === 1,
      `is none of ${Object.keys(separators).join(', ')}, nor a single character`,
    )
    .optional(),
  columns: z.array(z.string()).optional(),
  encoding: encoding.optional(),
  key: list.optional(),
  ...style,
  records: z.array(z.record(z.string(), z.unknown())).min(1, 'needs at least one record'),
};
const shape = { ...style, files: z.array(z.strictObject(fileShape)).min(1, 'needs at least one file') };
const schema = z.strictObject(shape);

export type ParsedMapping = { files: FileMapping[] } | { issues: string[] };

/** Understands a mapping as it was written; every issue names its place and, where there is one, the nearest valid word. */
export function parseMapping(written: unknown): ParsedMapping {
  const parsed = schema.safeParse(written);
  if (!parsed.success) return { issues: parsed.error.issues.flatMap((issue) => describe(issue, written)) };
  const issues: string[] = [];
  const files = parsed.data.files.map((entry, i) => {
    const { timeZone: zone, currency, date, decimal, empty } = { ...parsed.data, ...withoutUndefined(entry) };
    const fileStyle: Style = { timeZone: zone ?? 'UTC', currency, dates: date ?? [], decimal, empty: empty ?? [] };
    const place = `files[${i}] (${entry.file})`;
    const records = entry.records.map((record, j) =>
      parseRecord(record, fileStyle, (issue) => issues.push(`${place}, records[${j}]${issue}`)),
    );
    const file: FileMapping = {
      file: entry.file,
      format: entry.format ?? formatOf(entry.file),
      separator: entry.separator === undefined ? undefined : (separators[entry.separator] ?? entry.separator),
      columns: entry.columns,
      encoding: entry.encoding,
      key: entry.key,
      style: fileStyle,
      records: records.filter((record) => record !== undefined),
    };
    const { columns } = file;
    if (columns !== undefined) {
      for (const name of usedColumns(file)) {
        if (!columns.includes(name)) issues.push(`${place}: there is no column "${name}"${didYouMean(name, columns)}`);
      }
    }
    return file;
  });
  for (const { file } of files) {
    if (files.filter((other) => other.file === file).length > 1) {
      issues.push(`${file} has several entries: give it one, with several records`);
    }
  }
  return issues.length > 0 ? { issues: [...new Set(issues)] } : { files };
}

/** The columns that a mapping speaks of. */
export function usedColumns(file: FileMapping): string[] {
  const named = [...(file.key ?? []), ...file.records.flatMap((record) => record.columns)];
  return [...new Set(named)].filter((name) => name !== lineColumn && name !== fileColumn);
}

export function entityTypes(file: FileMapping): DraftType[] {
  return [...new Set(file.records.map(({ type }) => type))];
}

export function didYouMean(name: string, candidates: readonly string[]): string {
  const near = closestName(name, candidates);
  return near === undefined ? '' : ` (did you mean "${near}"?)`;
}

function formatOf(file: string): 'csv' | 'jsonl' {
  return /\.(jsonl|ndjson|json)(\.gz)?$/i.test(basename(file)) ? 'jsonl' : 'csv';
}

function withoutUndefined<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Partial<T>;
}

const expectations: Record<string, string> = {
  array: 'a list',
  object: 'settings',
  record: 'settings',
  string: 'text',
};

function describe(issue: z.core.$ZodIssue, written: unknown): string[] {
  const place = placeOf(issue.path, written);
  if (issue.code === 'unrecognized_keys') {
    const known = Object.keys(issue.path.length === 0 ? shape : fileShape);
    return issue.keys.map(
      (name) => `${place}unknown setting "${name}"${didYouMean(name, known)}; there are ${known.join(', ')}`,
    );
  }
  if (issue.code === 'invalid_type' && issue.path.length === 0) return ['a mapping holds settings such as "files:"'];
  return [
    `${place}${issue.code === 'invalid_type' ? `must be ${expectations[issue.expected] ?? `a ${issue.expected}`}` : issue.message}`,
  ];
}

/** "files[1] (orders.csv), separator " for people. */
function placeOf(path: readonly PropertyKey[], written: unknown): string {
  const [, index, ...rest] = path;
  if (typeof index !== 'number') return path.length === 0 ? '' : `${path.join('.')} `;
  const { file } = (written as { files: { file?: unknown }[] }).files[index] ?? {};
  return `files[${index}]${typeof file === 'string' ? ` (${file})` : ''}${rest.length > 0 ? `, ${rest.join('.')}` : ''} `;
}
