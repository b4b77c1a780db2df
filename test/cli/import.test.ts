import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, write } from '../file/folder.ts';
import { modelDatabase } from '../setup/database.ts';
import { clientela } from './command.ts';

const url = await modelDatabase();

const mapping = `
timeZone: Europe/Rome
currency: EUR
files:
  - file: orders.csv
    key: id
    records:
      - { type: order, key: id, email: email, placedAt: at, status: { value: PAID }, total: total }
  - file: broken.csv
    records: [{ type: customer, key: id }]
`;
const folder = folderWith({
  'clientela.yaml': mapping,
  'orders.csv': [
    'id,email,at,total,currency',
    '1,ada@example.com,2026-01-31 10:00:00,12.50,EUR',
    '2,bo@example.com,2026-02-30,9.00,EUR',
    '3,cy@example.com,2026-02-01,"1.234,50",EUR',
    '4,dee@example.com,2026-02-02',
    '5,eve@example.com,2026-02-03,5.00,"half',
  ].join('\n'),
  'broken.csv': Buffer.from('id,name\n1,Zoë\n', 'latin1'),
});

describe('clientela import', () => {
  it('shows what it would do without a database', async () => {
    const { code, out } = await clientela(['import', folder, '--dry-run']);
    expect(out).toContain('orders.csv: 5 rows, 1 would be taken, 4 rejected\n  becoming 1 order\n');
    expect(out).toContain('1 × at is a date that does not exist, such as "2026-02-30"\n      orders.csv:3');
    expect(out).toContain(`1 × total has a decimal comma: declare "decimal: ','" in the mapping, such as "1.234,50"`);
    expect(out).toContain('1 × has 3 columns where 5 are expected');
    expect(out).toContain('broken.csv:2 is not UTF-8 text ("1,Zoë"); it looks like');
    expect(code).toBe(1);
  });

  it('loads what it can, and lists the rest with lines and reasons', async () => {
    const { code, out, err } = await clientela(['import', folder, '--name', 'shop'], url);
    expect(out).toMatch(/orders\.csv +5 +3 +0 +4/);
    expect(out).toContain('5 rows read, 3 of them new or changed, 4 rejected.');
    expect(out).toContain('npx clientela key create --workspace "main"');
    expect(out).toContain('To list them all: npx clientela rejects "shop" --csv rejects.csv');
    expect(err).toContain('declare "encoding: ');
    expect(code).toBe(1);

    const list = join(folder, 'rejects.csv');
    await clientela(['rejects', 'shop', '--csv', list], url);
    const nowhere = await clientela(['rejects', 'shop', '--csv', '/nowhere/rejects.csv'], url);
    expect(nowhere.err).toMatch(/^\/nowhere\/rejects\.csv cannot be written \(ENOENT.*\)\.\n$/);
    expect(
      readFileSync(list, 'utf8')
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',').slice(0, 2).join(',')),
    ).toEqual([
      'orders.csv,orders.csv:3',
      'orders.csv,orders.csv:4',
      'orders.csv,orders.csv:5',
      'orders.csv,orders.csv:6',
    ]);
  });

  it('takes what was mended, with a corrected mapping and corrected files', async () => {
    write(folder, {
      'clientela.yaml': mapping
        .replace('currency: EUR', "currency: EUR\ndecimal: ','")
        .replace('  - file: broken.csv', '  - file: broken.csv\n    encoding: windows-1252'),
      'orders.csv': readFileSync(join(folder, 'orders.csv'), 'utf8')
        .replace('2026-02-30', '2026-02-28')
        .replaceAll(/,(\d+)\.(\d\d),/g, ',"$1,$2",')
        .replace('2026-02-02\n', '2026-02-02,1,EUR\n')
        .replace('"half', 'EUR'),
    });
    const { code, out } = await clientela(['import', folder, '--name', 'shop'], url);
    expect(out).not.toContain('Rejected');
    expect(code).toBe(0);
    expect((await clientela(['rejects', 'shop'], url)).out).toBe('Nothing was rejected.\n');
    const again = await clientela(['import', folder, '--name', 'shop'], url);
    expect(again.out).toContain('The files are as they were at the last import: there was nothing to do.');
    expect((await clientela(['sources'], url)).out).toMatch(/shop +orders\.csv +5 +0 +2026-02-27/);
    const written = readFileSync(join(folder, 'clientela.yaml'), 'utf8');
    write(folder, { 'clientela.yaml': written.replace('currency: EUR', 'currency: USD') });
    const anew = await clientela(['import', folder, '--name', 'shop'], url);
    expect(anew.out).toContain('The files are as they were at the last import; their rows were mapped anew.');
  });

  it('writes a guess that can be tried at once', async () => {
    const guessed = join(folder, 'guess.yaml');
    await clientela(['import', folder, '--guess', '--out', guessed]);
    expect(readFileSync(guessed, 'utf8')).toContain('placedAt: at');
    expect((await clientela(['import', folder, '--mapping', guessed, '--dry-run'])).out).toContain('becoming 5 order');
  });
});

describe('what goes wrong is one sentence', () => {
  it.each([
    [
      'a folder that is not there',
      ['import', '/nowhere'],
      1,
      'There is no folder /nowhere. Give the folder that holds your files.\n',
    ],
    [
      'a mapping that is not there',
      ['import', folder, '--mapping', '/nowhere.yaml'],
      1,
      /^There is no mapping \/nowhere\.yaml, which says .* --guess --out \/nowhere\.yaml\n$/,
    ],
    ['an unknown command', ['improt', folder], 2, /unknown command 'improt'\n\(Did you mean import\?\)/],
    ['a missing argument', ['import'], 2, /missing required argument 'folder'/],
    ['a database that does not answer', ['sources'], 1, /^The database at .* does not answer: .*\n$/],
    ['a number that is none', ['rejects', 'shop', '--limit', 'x'], 2, /A whole number from 1 is expected\./],
    ['a scope that is none', ['key', 'create', '--scopes', 'ALL'], 1, /^--scopes has no "ALL"; there are READ_METRICS/],
  ])('for %s', async (_, args, expected, sentence) => {
    const { code, err } = await clientela(args);
    expect(err).toMatch(sentence);
    expect(code).toBe(expected);
  });

  it('for a mapping with mistakes, all of them', async () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(
      wrong,
      mapping.replace('placedAt', 'placed').replace('records: [{ type: customer', 'records: [{ type: custmer'),
    );
    const { code, err } = await clientela(['import', folder, '--mapping', wrong, '--dry-run']);
    expect(err.split('\n')).toEqual([
      `The mapping ${wrong} cannot be used:`,
      expect.stringContaining('files[0] (orders.csv), records[0] (order): unknown field "placed"'),
      expect.stringContaining('files[0] (orders.csv), records[0] (order): the field "placedAt" is required'),
      expect.stringContaining(
        'files[1] (broken.csv), records[0]: type "custmer" is unknown (did you mean "customer"?)',
      ),
      '',
    ]);
    expect(code).toBe(1);
  });
});

describe('workspaces and keys', () => {
  it('makes a workspace, and asks for its name once there are several', async () => {
    const made = await clientela(
      ['workspace', 'create', 'second', '--currency', 'USD', '--time-zone', 'America/New_York'],
      url,
    );
    expect(made.out).toContain('Made the workspace "second"');
    const changed = await clientela(['workspace', 'change', 'second', '--attribution-model', 'LINEAR'], url);
    expect(changed.out).toContain('The workspace "second" attributes orders by LINEAR');
    expect((await clientela(['workspace', 'list'], url)).out).toMatch(
      /main +EUR +Europe\/Rome +LAST_NON_DIRECT[\s\S]*second +USD +America\/New_York +LINEAR/,
    );
    expect((await clientela(['sources'], url)).err).toContain(
      'There are several workspaces: name one with --workspace (main, second).',
    );
    expect(
      (await clientela(['workspace', 'create', 'third', '--currency', 'EURO', '--time-zone', 'UTC'], url)).err,
    ).toBe('--currency is no ISO 4217 currency code such as "EUR".\n');
  });

  it('removes a source once that is meant', async () => {
    const remove = (...more: string[]) => clientela(['sources', 'remove', 'shop', '--workspace', 'main', ...more], url);
    expect(await remove()).toMatchObject({ code: 1, err: expect.stringContaining('--yes is needed') as string });
    expect(await remove('--yes')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Removed the source "shop"') as string,
    });
    expect((await clientela(['sources', '--workspace', 'main'], url)).out).toContain('has no source yet');
  });

  it('makes a key, shows it once, and revokes it', async () => {
    const { out } = await clientela(['key', 'create', '--workspace', 'second', '--label', 'dashboard'], url);
    const secret = /clk_[\w-]+/.exec(out)![0];
    expect(out).toContain(`http://127.0.0.1:4000/#key=${secret}`);
    const list = (await clientela(['key', 'list', '--workspace', 'second'], url)).out;
    expect(list).toContain('dashboard');
    expect(list).not.toContain(secret);
    const id = /[\da-f-]{36}/.exec(list)![0];
    expect((await clientela(['key', 'revoke', id, '--workspace', 'second'], url)).out).toBe('Revoked.\n');
    expect((await clientela(['key', 'revoke', 'x', '--workspace', 'second'], url)).err).toContain(
      'There is no API key "x".',
    );
  });
});
