import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderOf } from '../sdk/guide.ts';
import { clientelaIn } from './command.ts';

it('makes a connector whose checks all hold as it is', async () => {
  const place = folderOf([]);
  const made = await clientelaIn(place, ['connector', 'new', 'corner-shop']);
  expect(made).toMatchObject({ code: 0, err: '' });
  expect(made.out).toContain('npx clientela connector test ./corner-shop');
  const manifest = readFileSync(join(place, 'corner-shop/package.json'), 'utf8');
  expect(manifest).toContain('"name": "clientela-connector-corner-shop"');
  expect(readFileSync(join(place, 'corner-shop/index.ts'), 'utf8')).toContain("title: 'Corner Shop'");
  const { code, out } = await clientelaIn(place, ['connector', 'test', './corner-shop']);
  expect(out).toMatch(/^Corner Shop \(corner-shop\)$/m);
  expect(out).toMatch(/^\d+ held, 0 broken, \d+ with nothing to look at$/m);
  expect(code).toBe(0);
});

it('says what a connector does not hold to, and fails', async () => {
  const place = folderOf([]);
  await clientelaIn(place, ['connector', 'new', 'till']);
  const map = join(place, 'till/map.ts');
  writeFileSync(map, readFileSync(map, 'utf8').replace("decimalAt(order, 'total')", "'12.34'"));
  const tested = await clientelaIn(place, ['connector', 'test', './till']);
  expect(tested.out).toMatch(/^✗ 24 .*\n {4}- orders: /m);
  expect(tested.code).toBe(1);
});

it.each([
  [['Till'], 'The id "Till" must be of small letters, digits and hyphens'],
  [['till', '--folder', '.'], '. holds something already: give another folder with --folder'],
])('makes nothing of %j', async (args, reason) => {
  const place = folderOf([['README.md', '']]);
  expect(await clientelaIn(place, ['connector', 'new', ...args])).toMatchObject({
    code: 1,
    err: expect.stringContaining(reason),
  });
});
