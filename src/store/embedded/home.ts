import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmdirSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canReach, type ServerUser } from './server-user.ts';

/** Where the files of a server live whose user cannot enter the data folder; only root may write here. */
const systemDir = '/var/lib/clientela';

/**
 * Makes the data folder and returns the folder that holds the server's files: the data folder itself, or, when root
 * started the product below a folder closed to others (as /root is), one under /var/lib/clientela. The data folder
 * then has a link `postgres` to it, which decides from then on.
 */
export function serverHome(dataDir: string, user: ServerUser): string {
  mkdirSync(dataDir, { recursive: true });
  if (user === null) return dataDir;
  const link = join(dataDir, 'postgres');
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    chmodSync(dataDir, statSync(dataDir).mode | 0o011);
    if (canReach(dataDir, user)) return dataDir;
    linkSystemHome(link);
  }
  return dirname(readlinkSync(link));
}

function linkSystemHome(link: string): void {
  mkdirSync(systemDir, { recursive: true });
  const home = mkdtempSync(join(systemDir, 'data-'));
  for (const folder of [systemDir, home]) chmodSync(folder, 0o755);
  try {
    symlinkSync(join(home, 'postgres'), link);
  } catch (error) {
    rmdirSync(home);
    // Another process that starts at the same time was faster: its link holds.
    if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) throw error;
  }
}
