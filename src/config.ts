import { resolve } from 'node:path';
import { z } from 'zod';
import { fail } from './errors.ts';

const port = 'a whole number from 0 to 65535 is expected';
const level = 'one of error, warn, info and debug is expected';
const keys = 'keys of 32 bytes in base64 are expected, comma separated; to make one: openssl rand -base64 32';
const database = 'an address such as postgres://user:password@localhost:5432/clientela is expected';
const address = 'an address such as https://clientela.example is expected';

const secretKeys = z.string().transform((text, context): [Buffer, ...Buffer[]] => {
  const [first, ...others] = text.split(',').map((key) => Buffer.from(key.trim(), 'base64'));
  if ([first!, ...others].some((key) => key.length !== 32)) context.addIssue({ code: 'custom', message: keys });
  return [first!, ...others];
});

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: database }).optional(),
  PORT: z.coerce.number(port).int(port).min(0, port).max(65535, port).default(4000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: address }).optional(),
  CLIENTELA_DATA: z.string().default('./.data'),
  CLIENTELA_CONNECTORS: z.string().default(''),
  CLIENTELA_LOG: z.enum(['error', 'warn', 'info', 'debug'], level).default('info'),
  CLIENTELA_SECRET_KEY: secretKeys.optional(),
  CLIENTELA_ALLOW_PRIVATE_SOURCES: z.enum(['true', 'false'], 'true or false is expected').default('false'),
});

export interface Config {
  /** Address of the PostgreSQL to use; null means the embedded one, kept in `dataDir`. */
  databaseUrl: string | null;
  port: number;
  host: string;
  /** Where the server is reached from outside, without a slash at the end; null means where it listens. */
  publicUrl: string | null;
  /** Absolute path of the folder that keeps the embedded database. */
  dataDir: string;
  /** Where connectors of one's own are: folders, files or packages. */
  connectors: string[];
  logLevel: 'error' | 'warn' | 'info' | 'debug';
  /** What the secrets of sources are sealed with, the first key foremost; null means a key kept in `dataDir`. */
  secretKeys: [Buffer, ...Buffer[]] | null;
  /** Whether sources may stand on this machine and in its own network, and be asked without encryption. */
  allowPrivateSources: boolean;
}

/** Reads the environment; an empty variable counts as unset. Fails with BAD_SETTING naming the variable. */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()));
  const { data, error } = environment.safeParse(given);
  if (!data) {
    const { path, message } = error.issues[0]!;
    const name = path.join('.');
    fail('BAD_SETTING', {
      name,
      value: name === 'CLIENTELA_SECRET_KEY' ? '***' : withoutPassword(given[name]!),
      reason: message,
    });
  }
  return {
    databaseUrl: data.DATABASE_URL ?? null,
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    dataDir: resolve(data.CLIENTELA_DATA),
    connectors: data.CLIENTELA_CONNECTORS.split(',').flatMap((place) => place.trim() || []),
    logLevel: data.CLIENTELA_LOG,
    secretKeys: data.CLIENTELA_SECRET_KEY ?? null,
    allowPrivateSources: data.CLIENTELA_ALLOW_PRIVATE_SOURCES === 'true',
  };
}

/** A database's address as it may be shown. */
export function withoutPassword(url: string): string {
  return url.replace(/(:\/\/[^:@/]*):[^@]*@/, '$1:***@');
}
