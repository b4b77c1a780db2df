import { existsSync, statfsSync } from 'node:fs';
import { type ClientelaError, expected } from '../../errors.ts';

const causes: readonly [RegExp, string][] = [
  [/No space left on device|ENOSPC/i, 'the disk is full (a new database takes 40 MB)'],
  [/wrong ownership/, 'another user owns its files, and must run it'],
  [/Permission denied|Read-only file system|EACCES|EROFS|EPERM|ENOTDIR|EEXIST/i, 'its files cannot be read or written'],
  [
    /error while loading shared libraries|ENOENT|ENOEXEC|cannot execute/,
    'its programs do not run here (they need glibc)',
  ],
  [/initialized by PostgreSQL version|incompatible with server/, 'another version of PostgreSQL wrote it'],
];

/** Turns what PostgreSQL or the system said into an error that names the folder, the cause and the way out. */
export function explainFailure(said: string, folder: string): ClientelaError {
  // A server that starts on a full disk cannot even write down why it ends.
  const text = isFull(folder) ? `${said}\nNo space left on device` : said;
  const reason = causes.find(([pattern]) => pattern.test(text))?.[1] ?? 'see what it said';
  const lines = said.trim().split('\n').slice(-8).join('\n');
  return expected('EMBEDDED_FAILED', { folder, reason, said: `\nIt said:\n${lines}` });
}

/** The same for an error of the file system; any other error is returned as it is. */
export function explainError(error: unknown, folder: string): unknown {
  return error instanceof Error && 'syscall' in error ? explainFailure(error.message, folder) : error;
}

function isFull(folder: string): boolean {
  if (!existsSync(folder)) return false;
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 1024 * 1024;
}
