import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Who uses the server: one empty file per user, named after the process, so that those of killed processes do not count.
 * The rule: whoever starts or adopts a server takes a lease first; whoever leaves last stops it.
 */
export interface Lease {
  /** Gives the lease back; true when nobody else holds one. */
  release(): boolean;
}

let taken = 0;

export function takeLease(home: string): Lease {
  const folder = join(home, 'users');
  mkdirSync(folder, { recursive: true });
  const own = `${process.pid}-${++taken}`;
  writeFileSync(join(folder, own), '');
  return {
    release() {
      rmSync(join(folder, own), { force: true });
      const others = readdirSync(folder);
      const gone = others.filter((name) => !isAlive(Number.parseInt(name, 10)));
      for (const name of gone) rmSync(join(folder, name), { force: true });
      return others.length === gone.length;
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
