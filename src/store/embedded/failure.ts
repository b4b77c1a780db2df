import { SetupError } from '../../config.ts';

const causes: readonly [RegExp, string][] = [
  [/No space left on device|ENOSPC/, 'the disk is full: free some space (a new database takes 40 MB) and start again.'],
  [/Permission denied|Read-only file system|EROFS|could not access/, 'the folder cannot be written by its user.'],
  [
    /error while loading shared libraries|ENOENT|ENOEXEC|cannot execute/,
    'its programs do not run on this system (they need glibc).',
  ],
  [
    /initialized by PostgreSQL version|incompatible with server/,
    'the data was written by another version of PostgreSQL.',
  ],
];

/** Turns what PostgreSQL said when it failed into an error that names the folder, the cause and the way out. */
export function explainFailure(said: string, dir: string): SetupError {
  const tail = said.trim().split('\n').slice(-8).join('\n');
  const cause = causes.find(([pattern]) => pattern.test(said))?.[1] ?? 'it did not start.';
  const wayOut = 'CLIENTELA_DATA chooses another folder, DATABASE_URL a PostgreSQL of your own.';
  return new SetupError(`The embedded database in ${dir}: ${cause} ${wayOut}\nIt said:\n${tail}`);
}
