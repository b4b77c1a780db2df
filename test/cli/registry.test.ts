import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

it('the registry of connectors is as their folders have it: run node bin/registry.mjs', async () => {
  const { registry } = (await import(join(root, 'bin/registry.mjs'))) as { registry: () => string };
  expect(readFileSync(join(root, 'src/connectors.ts'), 'utf8')).toBe(registry());
});
