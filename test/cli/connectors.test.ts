import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { clientelaIn } from './command.ts';

/** A folder outside the project, with these files. */
function folder(files: Record<string, string>): string {
  const place = mkdtempSync(join(tmpdir(), 'clientela-connectors-'));
  onTestFinished(() => rmSync(place, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  return place;
}

const connector = (id: string) => `
import { defineConnector, FieldError } from 'clientela/sdk';

interface Settings { url: string }

export default defineConnector({
  id: '${id}', title: 'Till ${id}', version: '3', kind: 'SHOP', settings: {},
  parse: (written: unknown): Settings => { throw new FieldError('url', 'is never right'); },
  check: async () => ({ account: 'till' }),
  streams: () => ({}),
});
`;

it('loads connectors of one’s own from a folder, a folder of folders or a file, in TypeScript, with nothing installed', async () => {
  const place = folder({
    'till/index.ts': connector('till'),
    'till/README.md': '',
    'more/kiosk/index.ts': connector('kiosk'),
    'more/stall/package.json': '{ "type": "commonjs", "main": "./src/stall.ts" }',
    'more/stall/src/stall.ts': connector('stall'),
    'booth.ts': connector('booth'),
  });
  const places = [join(place, 'till'), join(place, 'more'), join(place, 'booth.ts')].join(', ');
  const { code, out, err } = await clientelaIn(place, ['connector', 'list'], { CLIENTELA_CONNECTORS: places });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const id of ['till', 'kiosk', 'stall', 'booth', 'woocommerce'])
    expect(out).toMatch(new RegExp(`^${id} +\\S`, 'm'));
  expect(out).toMatch(/^till +Till till +SHOP +3$/m);
});

it('loads an installed package by its name', async () => {
  const place = folder({
    'package.json': '{}',
    'node_modules/clientela-connector-till/package.json': '{ "type": "module", "exports": { "import": "./till.js" } }',
    'node_modules/clientela-connector-till/till.js': connector('till').replaceAll(
      /interface.*|: unknown|: Settings/g,
      '',
    ),
  });
  const places = { CLIENTELA_CONNECTORS: 'clientela-connector-till' };
  const { code, out, err } = await clientelaIn(place, ['connector', 'list'], places);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^till +Till till/m);
});

it.each([
  ['nowhere', {}, 'there is no such file, nor a folder with an index.ts or index.js'],
  ['till', { 'till/index.ts': 'export const id = 1;' }, 'its default export is no connector: "id" is missing'],
  ['till', { 'till/index.ts': 'enum Kind { Shop }' }, 'TypeScript enum is not supported'],
  ['till', { 'till/index.ts': "import 'missing-package';" }, "Cannot find package 'missing-package'"],
  ['till', { 'till/index.ts': connector('Till!') }, 'the id "Till!" must be of small letters, digits and hyphens'],
  ['till', { 'till/index.ts': connector('zendesk') }, 'there is another connector with the id "zendesk"'],
])('says why the connector in %s cannot be used', async (name, files, reason) => {
  const place = folder(files as Record<string, string>);
  const { code, err } = await clientelaIn(place, ['connector', 'list'], { CLIENTELA_CONNECTORS: `./${name}` });
  expect(code).toBe(1);
  expect(err).toContain(reason);
});
