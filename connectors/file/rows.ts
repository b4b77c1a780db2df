import { basename } from 'node:path';
import type { Payload } from '../../src/sdk/index.ts';
import { decode } from './decode.ts';
import { didYouMean, type FileMapping, fileColumn, lineColumn, usedColumns } from './mapping.ts';
import { CsvTokenizer, LineTokenizer, type Row, type Tokenizer } from './tokenize.ts';

/** A row with its names, or the line at fault. */
export type NamedRow = { line: number; payload: Payload } | { line: number; fault: string; text: string };

/** The rows that a stretch of the file held, and the share of the file read with it. */
export interface Rows {
  rows: NamedRow[];
  share: number;
}

/** Reads a file's rows as its mapping says. Throws where the file as a whole cannot be read so. */
export async function* readRows(path: string, mapping: FileMapping, signal?: AbortSignal): AsyncGenerator<Rows> {
  let reader: RowReader | undefined;
  const chunks = decode(path, mapping.encoding, signal);
  for await (const { text, share } of chunks) {
    reader ??= new RowReader(path, mapping, separatorOf(mapping, text));
    yield { rows: reader.push(text, false), share };
  }
  if (reader) yield { rows: reader.push('', true), share: 1 };
}

/** The separator that occurs most in the first line, outside quotes. */
export function likelySeparator(text: string): string {
  const line = text.split(/\r?\n|\r/, 1)[0]!.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((separator) => ({ separator, count: line.split(separator).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

const separatorOf = (mapping: FileMapping, text: string): string => mapping.separator ?? likelySeparator(text);

class RowReader {
  private readonly tokenizer: Tokenizer;
  private columns: readonly string[] | undefined;
  private readonly name: string;

  constructor(
    path: string,
    private readonly mapping: FileMapping,
    separator: string,
  ) {
    this.name = basename(path);
    this.columns = mapping.format === 'csv' ? mapping.columns : [];
    this.tokenizer =
      mapping.format === 'jsonl'
        ? new LineTokenizer((line) => [line])
        : separator === ' '
          ? new LineTokenizer((line) => line.trim().split(/\s+/))
          : new CsvTokenizer(separator);
  }

  push(text: string, last: boolean): NamedRow[] {
    const named: NamedRow[] = [];
    for (const row of this.tokenizer.push(text, last)) {
      if ('fault' in row) named.push(row);
      else if (this.columns === undefined) this.columns = this.header(row.fields);
      else named.push(this.mapping.format === 'jsonl' ? this.object(row) : this.record(row, this.columns));
    }
    return named;
  }

  /** Names are trimmed; one that comes twice gets a number. */
  private header(fields: string[]): string[] {
    const seen = new Map<string, number>();
    const columns = fields.map((field, i) => {
      const name = field.trim() || `column ${i + 1}`;
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return times === 1 ? name : `${name} ${times}`;
    });
    const missing = usedColumns(this.mapping).filter((name) => !columns.includes(name));
    if (missing.length > 0) {
      const each = missing.map((name) => `"${name}"${didYouMean(name, columns)}`).join(', ');
      throw new Error(`${this.name} has no column ${each}. Its first line names ${columns.join(', ').slice(0, 500)}.`);
    }
    return columns;
  }

  private record(row: Extract<Row, { fields: string[] }>, columns: readonly string[]): NamedRow {
    const { fields, line } = row;
    if (fields.length !== columns.length) {
      const fault = `has ${fields.length} ${fields.length === 1 ? 'column' : 'columns'} where ${columns.length} are expected`;
      return { line, fault, text: fields.join(' | ') };
    }
    const payload: Payload = {};
    for (const [i, name] of columns.entries()) payload[name] = fields[i]!;
    return { line, payload: this.placed(payload, line) };
  }

  private object({ line, fields: [text = ''] }: Extract<Row, { fields: string[] }>): NamedRow {
    try {
      const value: unknown = JSON.parse(text, exactNumbers(text));
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return { line, fault: 'is no JSON object: one is expected on each line', text };
      }
      return { line, payload: this.placed(value as Payload, line) };
    } catch (error) {
      return { line, fault: `is no JSON: ${(error as Error).message}`, text };
    }
  }

  /** Without a key of its own a row is named by its place, which its payload then carries. */
  private placed(payload: Payload, line: number): Payload {
    if (this.mapping.key !== undefined) return payload;
    return { ...payload, [lineColumn]: line, [fileColumn]: this.name };
  }
}

/** Numbers that a float would round, such as long ids, stay as they were written, as text. */
function exactNumbers(
  text: string,
): ((key: string, value: unknown, context?: { source?: string }) => unknown) | undefined {
  if (!/\d[\d.]{15,}/.test(text)) return undefined;
  return (_, value, context) => {
    const source = typeof value === 'number' ? context?.source : undefined;
    return source !== undefined && source.replaceAll(/\D/g, '').replace(/^0+/, '').length > 15 ? source : value;
  };
}
