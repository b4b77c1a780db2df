import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, Page, Payload, ReadContext, SourceRecord, Unreadable } from '../../src/sdk/index.ts';
import { fingerprint } from './fingerprint.ts';
import { didYouMean, type FileMapping } from './mapping.ts';
import { cell, fill } from './payload.ts';
import { type NamedRow, readRows } from './rows.ts';

/** Rows of a page: enough to make a transaction worth it, few enough to show progress and to lose little. */
const pageSize = 2000;

/** How far a stream has been read. */
interface Cursor {
  /** The settings that reading depends on; where they change, reading starts again. */
  how: string;
  /** Files read to their end, by name, and what they looked like. */
  done: Record<string, string>;
  /** The file at hand, and how many of its rows have been taken. */
  at?: { file: string; print: string; rows: number };
}

/**
 * Reads the files of a mapping's entry in the order of their names. Files that were read to their end and are unchanged
 * are left alone; where one has changed, all are read again from the start, and rows that are as before cost nothing.
 */
export async function* readFiles(
  folder: string,
  mapping: FileMapping,
  cursor: Json,
  context: ReadContext,
): AsyncGenerator<Page> {
  const files = matchingFiles(folder, mapping.file);
  const prints = new Map<string, string>();
  for (const file of files) prints.set(file, await fingerprint(join(folder, file)));
  const { from, restart } = resume(cursor as Cursor | null, mapping, prints);
  let state = from;
  let isFirst = restart;
  for (const [i, file] of files.entries()) {
    if (file in state.done) continue;
    const print = prints.get(file)!;
    const start = state.at?.file === file ? state.at.rows : 0;
    for await (const { rows, taken, share } of readPages(join(folder, file), mapping, start, context.signal)) {
      if (share === 'end') state = { how: state.how, done: { ...state.done, [file]: print } };
      else state = { ...state, at: { file, print, rows: taken } };
      const progress = (i + (share === 'end' ? 1 : share)) / files.length;
      const page = toPage(rows, { file, mapping, several: mapping.file !== file });
      yield { ...page, cursor: state as unknown as Json, progress, restart: isFirst };
      isFirst = false;
    }
  }
}

interface RowsOfPage {
  rows: NamedRow[];
  /** Rows of the file up to here. */
  taken: number;
  /** Share of the file read. */
  share: number | 'end';
}

/** A file's rows after the first `start`, a page at a time; the same pages every time. */
async function* readPages(
  path: string,
  mapping: FileMapping,
  start: number,
  signal: AbortSignal,
): AsyncGenerator<RowsOfPage> {
  let skip = start;
  let taken = start;
  let rows: NamedRow[] = [];
  const cut = (share: number | 'end'): RowsOfPage => {
    const page = { rows, taken: (taken += rows.length), share };
    rows = [];
    return page;
  };
  let share = 0;
  try {
    for await (const stretch of readRows(path, mapping, signal)) {
      const gained = (stretch.share - share) / stretch.rows.length;
      for (const row of stretch.rows) {
        share += gained;
        if (skip > 0) skip--;
        else if (rows.push(row) === pageSize) yield cut(share);
      }
      share = stretch.share;
    }
  } catch (error) {
    // What stood before the fault is complete and stays.
    if (rows.length > 0 && !signal.aborted) yield cut(share);
    throw error;
  }
  yield cut('end');
}

/** Files of the folder by name or pattern, in the order of their names. Throws where there is none. */
export function matchingFiles(folder: string, pattern: string): string[] {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length))
    .toSorted();
  const expression = new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
  const files = all.filter((file) => file === pattern || expression.test(file));
  if (files.length === 0) throw new Error(`${folder} holds no file ${pattern}${didYouMean(pattern, all)}.`);
  return files;
}

/** Whether a mapping names and cuts rows as the one did with which this cursor was made. */
export const readsAlike = (cursor: Json, mapping: FileMapping): boolean =>
  (cursor as Cursor | null)?.how === manner(mapping);

/** The settings that reading depends on. */
const manner = ({ format, separator, columns, encoding, key }: FileMapping): string =>
  JSON.stringify([format, separator, columns, encoding, key]);

function resume(
  cursor: Cursor | null,
  mapping: FileMapping,
  prints: Map<string, string>,
): { from: Cursor; restart: boolean } {
  const how = manner(mapping);
  const unchanged = (file: string, print: string) => !prints.has(file) || prints.get(file) === print;
  const goesOn =
    cursor !== null &&
    cursor.how === how &&
    Object.entries(cursor.done).every(([file, print]) => unchanged(file, print)) &&
    (cursor.at === undefined || unchanged(cursor.at.file, cursor.at.print));
  return goesOn ? { from: cursor, restart: false } : { from: { how, done: {} }, restart: true };
}

interface Place {
  file: string;
  mapping: FileMapping;
  /** True where the entry is a pattern, so that a line number alone names nothing. */
  several: boolean;
}

function toPage(rows: NamedRow[], place: Place): { records: SourceRecord[]; unreadable: Unreadable[] } {
  const records: SourceRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const row of rows) {
    const position = `${place.file}:${row.line}`;
    const named = 'fault' in row ? row : withKey(row.line, row.payload, place);
    if ('fault' in named)
      unreadable.push({ key: `line ${position}`, reason: named.fault, position, value: named.text.slice(0, 200) });
    else records.push({ key: named.key, payload: named.payload, position });
  }
  return { records, unreadable };
}

function withKey(
  line: number,
  payload: Payload,
  { file, mapping, several }: Place,
): { key: string; payload: Payload } | { fault: string; text: string } {
  if (mapping.key === undefined) return { key: several ? `${file}:${line}` : String(line), payload };
  const parts = mapping.key.map((column) => fill(`{${column}}`, payload, mapping.style.empty));
  const missing = mapping.key.find((column) => cell(payload, column, mapping.style.empty) === undefined);
  if (missing !== undefined)
    return { fault: `has nothing in "${missing}", a column that names the row`, text: JSON.stringify(payload) };
  return { key: parts.map((part) => part!.replaceAll('/', '%2F')).join('/'), payload };
}
