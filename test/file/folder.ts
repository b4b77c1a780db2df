import { readContext } from '../../src/land/read-context.ts';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { parse } from 'yaml';
import file from '../../connectors/file/index.ts';
import { FieldError, type Draft, type Json, type Unreadable } from '../../src/sdk/index.ts';

const folders: string[] = [];
// Here, not where a folder is made: a hook that is added while a test runs is never called.
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A folder with these files, gone when the tests are done. */
export function folderWith(files: Record<string, string | Buffer>): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientela-file-'));
  folders.push(folder);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

export interface Reading {
  records: { key: string; position: string | undefined; drafts: Draft[] | string }[];
  unreadable: Unreadable[];
  cursor: Json;
  pages: number;
  /** How reading ended before its time. */
  error?: string;
}

/** What the file connector makes of a folder's first stream, with a mapping in YAML. */
export async function readFolder(folder: string, mapping: string, cursor: Json = null): Promise<Reading> {
  const stream = Object.values(file.streams(file.parse({ folder, mapping: parse(mapping) })))[0]!;
  const reading: Reading = { records: [], unreadable: [], cursor, pages: 0 };
  try {
    const context = readContext(null, { signal: new AbortController().signal, log: () => undefined });
    for await (const page of stream.read!(cursor, context)) {
      reading.pages++;
      reading.cursor = page.cursor;
      reading.unreadable.push(...(page.unreadable ?? []));
      for (const { key, position, payload } of page.records)
        reading.records.push({ key, position, drafts: attempt(() => stream.map(payload)) });
    }
  } catch (error) {
    reading.error = (error as Error).message;
  }
  return reading;
}

function attempt(map: () => Draft[]): Draft[] | string {
  try {
    return map();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return `${error.field} ${error.reason}`;
  }
}
