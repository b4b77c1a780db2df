import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ClientelaError, fail } from '../../errors.ts';
import { explainFailure } from './failure.ts';
import { isAlive } from './lease.ts';
import type { ServerUser } from './server-user.ts';

const userName = 'clientela';
const passwordFile = 'clientela.password';

/** No variable of the caller's (PGPORT, LC_ALL) shall change what the server does or says. */
export const environment = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] };

/**
 * Makes a new, empty database cluster with a random password. It is made aside and put in place by one rename: a killed
 * start leaves no half-made cluster, and of two processes that do this at once the first wins.
 */
export function createCluster(cluster: string, native: string, user: ServerUser, fsync: boolean): void {
  removeAbandoned(cluster);
  const draft = `${cluster}.new-${process.pid}`;
  const secret = `${draft}.password`;
  try {
    mkdirSync(draft, { mode: 0o700 });
    writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (user) for (const path of [draft, secret]) chownSync(path, user.uid, user.gid);
    runInitdb(join(native, 'bin', 'initdb'), draft, secret, user, fsync);
    renameSync(secret, join(draft, passwordFile));
    renameSync(draft, cluster);
  } catch (error) {
    // Another process that starts at the same time was faster: its cluster holds.
    if (error instanceof ClientelaError || !existsSync(cluster)) throw error;
  } finally {
    for (const path of [draft, secret]) rmSync(path, { recursive: true, force: true });
  }
}

function runInitdb(initdb: string, dir: string, secret: string, user: ServerUser, fsync: boolean): void {
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions'];
  if (!fsync) options.push('--no-sync');
  const result = spawnSync(initdb, ['-D', dir, `--username=${userName}`, `--pwfile=${secret}`, ...options], {
    ...user,
    cwd: '/',
    env: environment,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    throw explainFailure(result.error?.message ?? `${result.stdout}\n${result.stderr}`, dirname(dir));
  }
}

function removeAbandoned(cluster: string): void {
  const folder = dirname(cluster);
  for (const name of readdirSync(folder)) {
    const pid = /\.new-(\d+)/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** The address of the server's database; fails when its password file is gone. */
export function clusterUrl(cluster: string, port: number): string {
  const file = join(cluster, passwordFile);
  if (!existsSync(file)) {
    fail('EMBEDDED_FAILED', { folder: cluster, reason: `${file}, which opens it, is missing`, said: '' });
  }
  return `postgres://${userName}:${readFileSync(file, 'utf8').trim()}@127.0.0.1:${port}/postgres`;
}
