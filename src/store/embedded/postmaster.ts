import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../errors.ts';
import { isAlive } from './lease.ts';

export interface Postmaster {
  pid: number;
  port: number;
  status: 'starting' | 'stopping' | 'ready';
  /** False for a PostgreSQL that was not started here: by hand, or on other data under a process number used again. */
  own: boolean;
}

/**
 * Reads what the running server wrote into its lock file; null when none runs. A file left by a killed server is
 * removed when its process number meanwhile belongs to another program, which PostgreSQL itself cannot tell.
 */
export function findPostmaster(cluster: string): Postmaster | null {
  const file = join(cluster, 'postmaster.pid');
  const lines = readOrNothing(file).split('\n');
  const pid = Number(lines[0]);
  if (!pid || !isAlive(pid)) return null;
  const command = commandLine(pid);
  if (!/^\S*\bpostgres[\0\s]/.test(command)) {
    rmSync(file, { force: true });
    return null;
  }
  const status = lines[7]?.trim();
  return {
    pid,
    port: Number(lines[3]),
    status: status === 'ready' || status === 'stopping' ? status : 'starting',
    own: command.includes(cluster),
  };
}

function commandLine(pid: number): string {
  if (existsSync('/proc/self')) return readOrNothing(`/proc/${pid}/cmdline`);
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

/** The file may vanish at any moment, with the server that wrote it. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Asks the server to roll back what is open, write everything and end. */
export function requestStop(cluster: string): void {
  const postmaster = findPostmaster(cluster);
  if (postmaster?.own) process.kill(postmaster.pid, 'SIGINT');
}

/** Stops a server of ours and waits for its end; after 30 s it is ended at once (nothing committed is lost). */
export async function stopPostmaster(cluster: string): Promise<void> {
  const postmaster = findPostmaster(cluster);
  if (!postmaster?.own) return;
  requestStop(cluster);
  if (await ended(cluster, 30_000)) return;
  process.kill(postmaster.pid, 'SIGQUIT');
  if (!(await ended(cluster, 10_000))) failStuck(cluster, postmaster);
}

/** Fails with what to do about a server that is in the way. */
export function failStuck(cluster: string, { pid }: Postmaster): never {
  const reason = `process ${pid}, which its file postmaster.pid names, does not answer; end it, or delete the file`;
  return fail('EMBEDDED_FAILED', { folder: cluster, reason, said: '' });
}

async function ended(cluster: string, within: number): Promise<boolean> {
  const deadline = Date.now() + within;
  while (findPostmaster(cluster)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}
