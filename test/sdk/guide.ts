import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The files that the guide shows, word for word: each block of code under a line with a file's name alone. */
export function filesOfGuide(): Map<string, string> {
  const guide = readFileSync('docs/guides/connector.md', 'utf8');
  const blocks = guide.matchAll(/^`([\w./-]+)`\n\n```\w+\n(.*?)^```$/gms);
  return new Map([...blocks].map(([, name, text]) => [name!, text!]));
}

/** A folder outside the project that holds those files, until the test is over. */
export function folderOf(files: Iterable<readonly [string, string]>): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientela-guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
