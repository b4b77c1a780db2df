import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { openKeyRing } from '../../src/key-ring-file.ts';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'clientela-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('is made once, for its user alone, and found again', () => {
  const dataDir = join(newFolder(), 'data');
  const sealed = openKeyRing({ secretKeys: null, dataDir }).seal('text', 'place');
  expect(openKeyRing({ secretKeys: null, dataDir }).open(sealed, 'place')).toEqual({ text: 'text' });
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
  expect(statSync(join(dataDir, 'secret.key')).mode & 0o777).toBe(0o600);
});

it('is the same for processes that make it at once', async () => {
  const dataDir = newFolder();
  const module = join(import.meta.dirname, '../../dist/src/key-ring-file.js');
  const code = `import { openKeyRing } from ${JSON.stringify(module)};
    console.log(openKeyRing({ secretKeys: null, dataDir: ${JSON.stringify(dataDir)} }).prefix)`;
  const once = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  const prefixes = (await Promise.all([1, 2, 3, 4, 5, 6].map(once))).map(({ stdout }) => stdout);
  expect(new Set(prefixes).size).toBe(1);
  expect(readdirSync(dataDir)).toEqual(['secret.key']);
});

it('names the folder where the file is damaged, and leaves it as it is', () => {
  const dataDir = newFolder();
  writeFileSync(join(dataDir, 'secret.key'), 'short');
  expect(() => openKeyRing({ secretKeys: null, dataDir })).toThrow(
    /^CLIENTELA_DATA is set to .*secret\.key is damaged/,
  );
  expect(readFileSync(join(dataDir, 'secret.key'), 'utf8')).toBe('short');
});
