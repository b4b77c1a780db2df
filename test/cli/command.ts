import { execFile } from 'node:child_process';
import { join } from 'node:path';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

const root = join(import.meta.dirname, '../..');

/** Runs the command line as a user would, on the database of that address. */
export function clientela(args: readonly string[], databaseUrl?: string): Promise<Outcome> {
  const node = ['--experimental-transform-types', '--no-warnings', 'src/main.ts', ...args];
  // Where no database is given, none must be needed.
  const env = { ...process.env, DATABASE_URL: databaseUrl ?? 'postgres://nobody@127.0.0.1:1/none' };
  return new Promise((resolve) => {
    execFile(process.execPath, node, { cwd: root, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}
