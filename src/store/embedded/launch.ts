import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../errors.ts';
import { environment } from './cluster.ts';
import { explainFailure } from './failure.ts';
import { findPostmaster } from './postmaster.ts';
import type { ServerUser } from './server-user.ts';
import { serverSettings } from './settings.ts';

interface Launch {
  home: string;
  cluster: string;
  native: string;
  user: ServerUser;
  /** The port to take; without one any free port is taken. */
  port: number | undefined;
  fsync: boolean;
}

/**
 * Starts the server and waits until it answers. Returns null then, or what kept it from starting where another attempt
 * may do: another process's server, the port taken meanwhile, a killed server whose last queries still end.
 */
export async function launchServer({ home, cluster, native, user, port, fsync }: Launch): Promise<string | null> {
  const chosen = port ?? (await freePort());
  const settings = Object.entries(serverSettings(chosen, fsync)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openLog(join(home, 'postgres.log'));
  // A session of its own: Ctrl-C in a terminal reaches the product alone, which stops the server when it is done.
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', cluster, ...settings], {
    ...user,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  });
  closeSync(log.descriptor);
  child.unref();
  const failure = await untilReady(child, cluster);
  if (failure === null) return null;
  const said = `${log.added()}\n${failure}`;
  if (/lock file .* already exists|shared memory block .* still in use/.test(said)) return said;
  if (!/could not bind|Address already in use/.test(said)) throw explainFailure(said, home);
  if (port === undefined) return said;
  return fail('EMBEDDED_FAILED', { folder: home, reason: `port ${port} is taken by another program`, said: '' });
}

/** Null when the server is ready, else why it ended. */
async function untilReady(child: ChildProcess, cluster: string): Promise<string | null> {
  let failure: string | null = null;
  child.once('error', (error) => (failure = error.message));
  child.once('exit', (code, signal) => (failure = `ended with ${signal ?? `code ${code}`}`));
  const isReady = () => {
    const postmaster = findPostmaster(cluster);
    return postmaster?.pid === child.pid && postmaster?.status === 'ready';
  };
  while (failure === null && !isReady()) await sleep(10);
  return failure;
}

function openLog(path: string) {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const begin = size > 1_000_000 ? 0 : size;
  const descriptor = openSync(path, begin === 0 ? 'w' : 'a', 0o600);
  return { descriptor, added: () => readFileSync(path).subarray(begin).toString('utf8') };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
