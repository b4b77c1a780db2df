import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { fail } from './errors.ts';
import { KeyRing, keyBytes } from './land/secrets/key-ring.ts';

/** The keys of CLIENTELA_SECRET_KEY; without it the one in the data folder, which is made there the first time. */
export function openKeyRing({ secretKeys, dataDir }: Pick<Config, 'secretKeys' | 'dataDir'>): KeyRing {
  if (secretKeys) return new KeyRing(secretKeys);
  const file = join(dataDir, 'secret.key');
  const key = Buffer.from(readKey(file) ?? makeKey(dataDir, file), 'base64');
  if (key.length !== keyBytes)
    fail('BAD_SETTING', {
      name: 'CLIENTELA_DATA',
      value: dataDir,
      reason: `its secret.key is damaged: put the file back as it was, or give the key as CLIENTELA_SECRET_KEY`,
    });
  return new KeyRing([key]);
}

/** Writes a new key, for this user alone. Of processes that do so at once one wins, and all take its key. */
function makeKey(dataDir: string, file: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    const reason = `the key to the secrets of sources cannot be kept there (${(error as Error).message}): give one as CLIENTELA_SECRET_KEY`;
    fail('BAD_SETTING', { name: 'CLIENTELA_DATA', value: dataDir, reason });
  }
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    // A link, unlike a file, appears with all that it holds, and never in the place of another.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
