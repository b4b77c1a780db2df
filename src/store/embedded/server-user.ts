import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fail } from '../../errors.ts';

/** The operating system's user that runs the server; null is the user of this process. */
export type ServerUser = { uid: number; gid: number } | null;

/** PostgreSQL refuses to run as root. Root hands the server to the owner of existing data, else to nobody. */
export function serverUser(cluster: string): ServerUser {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const [, , uid, gid] = /^nobody:.*$/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[0].split(':') ?? [];
  if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  return fail('EMBEDDED_UNSUPPORTED', {
    reason: 'PostgreSQL refuses to run as root, and this machine has no user "nobody" to run it',
  });
}

/** Whether the server's user can enter the folder or run the file. */
export function canReach(path: string, user: ServerUser): boolean {
  return user === null || spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...user, cwd: '/' }).status === 0;
}
