import { type ClientelaError, expected } from '../../errors.ts';

const causes: readonly [RegExp, string][] = [
  [/No space left on device|ENOSPC/i, 'the disk is full (a new database takes 40 MB)'],
  [/Permission denied|Read-only file system|EACCES|EROFS|EPERM|ENOTDIR|EEXIST/i, 'its files cannot be written'],
  [
    /error while loading shared libraries|ENOENT|ENOEXEC|cannot execute/,
    'its programs do not run here (they need glibc)',
  ],
  [/initialized by PostgreSQL version|incompatible with server/, 'another version of PostgreSQL wrote it'],
];

/** Turns what PostgreSQL or the system said into an error that names the folder, the cause and the way out. */
export function explainFailure(said: string, folder: string): ClientelaError {
  const reason = causes.find(([pattern]) => pattern.test(said))?.[1] ?? 'see what it said';
  const lines = said.trim().split('\n').slice(-8).join('\n');
  return expected('EMBEDDED_FAILED', { folder, reason, said: `\nIt said:\n${lines}` });
}
