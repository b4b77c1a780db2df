import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

const cwd = join(import.meta.dirname, '../..');
const node = ['dist/src/main.js'];

/** Where no database is given, none must be needed. */
const environment = (databaseUrl = 'postgres://nobody@127.0.0.1:1/none') => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  NODE_COMPILE_CACHE: join(cwd, 'node_modules/.cache/clientela-test'),
});

/** Runs the command line as a user would, on the database of that address. */
export function clientela(args: readonly string[], databaseUrl?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...node, ...args], { cwd, env: environment(databaseUrl) }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

/** Starts it, to be killed. */
export function startClientela(args: readonly string[], databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [...node, ...args], { cwd, env: environment(databaseUrl), stdio: 'ignore' });
}
