import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { filesOfGuide } from '../sdk/guide.ts';

const root = join(import.meta.dirname, '../..');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
let folder: string;

/** A stranger's folder: the package as npm packs it, and beside it what it declares to need, and nothing else. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'clientela-package-'));
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'clientela'), { recursive: true });
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'ignore' });
  const tarball = join(folder, 'clientela-0.1.0.tgz');
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'clientela')]);
  for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  write('package.json', '{ "type": "module" }');
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

function run(args: readonly string[], cwd = folder, variables: Record<string, string> = {}) {
  const env = { ...process.env, ...variables };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env });
  return { code: status, out: stdout, err: stderr };
}

const tsc = join(root, 'node_modules/typescript/bin/tsc');
const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2024', '--module', 'nodenext'];

it('holds what it needs to run, and no sources, tests or maps', () => {
  const there = (path: string) => existsSync(join(folder, 'node_modules/clientela', path));
  for (const path of ['bin/clientela.mjs', 'dist/src/main.js', 'dist/src/sdk/index.d.ts', 'LICENSE', 'README.md'])
    expect(`${path} ${there(path)}`).toBe(`${path} true`);
  expect(there('connectors/woocommerce/fixtures/orders.json')).toBe(true);
  for (const path of ['src', 'test', 'bench', 'dist/bench', 'dist/src/main.js.map', '.ci'])
    expect(`${path} ${there(path)}`).toBe(`${path} false`);
});

it('offers an SDK that compiles strictly and runs, without the engine or the database', () => {
  write(
    'uses-sdk.ts',
    `import { type Connector, decimalAt, defineConnector, draft, settingsOf, z } from 'clientela/sdk';
     const till: Connector<{ token: string }> = defineConnector({
       ...settingsOf('Till', z.strictObject({ token: z.string() })),
       id: 'till', title: 'Till', version: '1', kind: 'SHOP', secrets: ['token'],
       check: () => Promise.resolve({ account: 'till' }),
       streams: () => ({}),
     });
     const line = draft('line', { key: '1', orderKey: '2', quantity: '1', unitPrice: decimalAt({ price: 0.1 }, 'price') });
     console.log(till.parse({ token: 'x' }).token, JSON.stringify(line.data));`,
  );
  write(
    'watch.mjs',
    `import { registerHooks } from 'node:module';
     registerHooks({ load(url, context, next) { console.error(url); return next(url, context); } });`,
  );
  write('acme/index.ts', filesOfGuide().get('index.ts')!);
  expect(run([tsc, ...strict, '--types', 'node', 'uses-sdk.ts', 'acme/index.ts'])).toEqual({
    code: 0,
    out: '',
    err: '',
  });
  const { code, out, err } = run(['--import', './watch.mjs', 'uses-sdk.ts']);
  expect({ code, out }).toEqual({
    code: 0,
    out: 'x {"key":"1","orderKey":"2","quantity":"1","unitPrice":"0.1"}\n',
  });
  const ours = [...err.matchAll(/clientela\/dist\/(\S+)/g)].map(([, path]) => path!);
  expect(ours.filter((path) => !/^src\/(sdk\/|errors\.js|errors\/)/.test(path))).toEqual([]);
  const packages = [...err.matchAll(/node_modules\/((?!clientela)(@[\w-]+\/)?[\w.-]+)\//g)].map(([, name]) => name!);
  expect(new Set(packages)).toEqual(new Set(['zod', 'decimal.js', 'luxon']));
});

const clientela = 'node_modules/clientela/bin/clientela.mjs';

it('makes a connector whose own tests pass with node:test, and compile', () => {
  expect(run([clientela, 'connector', 'new', 'corner-shop'])).toMatchObject({ code: 0, err: '' });
  expect(run([tsc, '--noEmit', '-p', 'corner-shop'])).toEqual({ code: 0, out: '', err: '' });
  const { out } = run(['--test'], join(folder, 'corner-shop'));
  expect(out).toMatch(/^ℹ fail 0$/m);
  expect(out).toMatch(/^ℹ pass 2\d$/m);
});

it('reads connectors of one’s own beside those that come with it', () => {
  for (const [name, text] of filesOfGuide()) write(`acme/${name}`, text);
  const { code, out, err } = run([clientela, 'connector', 'list'], folder, { CLIENTELA_CONNECTORS: './acme' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^acme +Acme +SHOP/m);
  expect(out).toMatch(/^woocommerce +WooCommerce +SHOP/m);
});
