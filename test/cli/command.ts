import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

const cwd = join(import.meta.dirname, '../..');
const node = [join(cwd, 'dist/src/main.js')];

/** Where no database is given, none must be needed. */
const environment = (databaseUrl = 'postgres://nobody@127.0.0.1:1/none') => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  NODE_COMPILE_CACHE: join(cwd, 'node_modules/.cache/clientela-test'),
});

/** Runs the command line as a user would, on the database of that address. */
export const clientela = (
  args: readonly string[],
  databaseUrl?: string,
  variables: Record<string, string> = {},
): Promise<Outcome> => clientelaIn(cwd, args, { ...environment(databaseUrl), ...variables });

/** Runs it in another folder, with further variables; no database is needed. */
export function clientelaIn(
  folder: string,
  args: readonly string[],
  variables: Record<string, string | undefined> = {},
): Promise<Outcome> {
  const env = { ...environment(), ...variables };
  return new Promise((resolve) => {
    execFile(process.execPath, [...node, ...args], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

/** Starts it, to be killed. */
export function startClientela(
  args: readonly string[],
  databaseUrl: string,
  variables: Record<string, string> = {},
): ChildProcess {
  const env = { ...environment(databaseUrl), ...variables };
  return spawn(process.execPath, [...node, ...args], { cwd, env, stdio: 'ignore' });
}
