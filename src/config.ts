import { resolve } from 'node:path';
import { z } from 'zod';

/** What the operator must change before the product can run; the message alone tells what and how. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

const port = 'must be a whole number from 0 to 65535';
const level = 'must be one of error, warn, info, debug';

const environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must look like postgres://user:password@host:5432/database' })
    .optional(),
  PORT: z.coerce.number(port).int(port).min(0, port).max(65535, port).default(4000),
  HOST: z.string().default('127.0.0.1'),
  CLIENTELA_DATA: z.string().default('./.data'),
  CLIENTELA_LOG: z.enum(['error', 'warn', 'info', 'debug'], level).default('info'),
});

export interface Config {
  /** Address of the PostgreSQL to use; null means the embedded one, kept in `dataDir`. */
  databaseUrl: string | null;
  port: number;
  host: string;
  /** Absolute path of the folder that keeps the embedded database. */
  dataDir: string;
  logLevel: 'error' | 'warn' | 'info' | 'debug';
}

/** Reads the environment; an empty variable counts as unset. Throws SetupError naming every wrong variable. */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const { success, data, error } = environment.safeParse(given);
  if (!success) {
    throw new SetupError(error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}.`).join('\n'));
  }
  return {
    databaseUrl: data.DATABASE_URL ?? null,
    port: data.PORT,
    host: data.HOST,
    dataDir: resolve(data.CLIENTELA_DATA),
    logLevel: data.CLIENTELA_LOG,
  };
}
