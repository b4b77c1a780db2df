import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseMapping } from '../../connectors/file/mapping.ts';
import { folderWith, readFolder } from './folder.ts';

const issuesOf = (yaml: string): string[] => {
  const parsed = parseMapping(parse(yaml));
  return 'issues' in parsed ? parsed.issues : [];
};
const orders = (field: string, more = 'currency: EUR') => `
${more}
files:
  - file: orders.csv
    key: id
    records: [{ type: order, key: id, placedAt: at, status: { value: PAID }, ${field} }]`;

describe('a mapping that cannot be used', () => {
  it.each([
    [
      'unknown settings',
      'fils: []',
      [/^files must be a list$/, /^unknown setting "fils" \(did you mean "files"\?\); there are timeZone, /],
    ],
    [
      'unknown fields',
      orders('plcedAt: at'),
      [
        /^files\[0\] \(orders\.csv\), records\[0\] \(order\): unknown field "plcedAt" \(did you mean "placedAt"\?\); there are key, /,
      ],
    ],
    [
      'unknown types',
      orders('total: t').replace('order,', 'ordr,'),
      [/records\[0\]: type "ordr" is unknown \(did you mean "order"\?\)/],
    ],
    [
      'fields that are missing',
      orders('total: t').replace('placedAt: at, ', ''),
      [/records\[0\] \(order\): the field "placedAt" is required$/],
    ],
    [
      'a currency that is missing',
      orders('total: t', ''),
      [/the field "currency" is required; or give the file or the mapping a currency$/],
    ],
    [
      'settings of a field',
      orders('total: { colum: t }'),
      [/total has an unknown setting "colum" \(did you mean "column"\?\)/],
    ],
    [
      'a field from nowhere',
      orders('total: { decimal: "," }'),
      [/total needs one of column, template, value and columns$/],
    ],
    ['a constant that is wrong', orders('total: { value: "1,5" }'), [/total has a comma: declare/]],
    [
      'columns that are not declared',
      `${orders('total: totl')}\n    columns: [id, at, total]`,
      [/^files\[0\] \(orders\.csv\): there is no column "totl" \(did you mean "total"\?\)$/],
    ],
    ['a zone that is none', orders('total: t', 'timeZone: Rome\ncurrency: EUR'), [/^timeZone is no IANA time zone/]],
    [
      'an encoding that is none',
      `${orders('total: t')}\n    encoding: latin99`,
      [/^files\[0\] \(orders\.csv\), encoding is no encoding such as utf-8/],
    ],
    [
      'files outside the folder',
      orders('total: t').replace('orders.csv', '../orders.csv'),
      [/must lie in the folder$/],
    ],
    [
      'two entries for one file',
      `${orders('total: t')}\n  - { file: orders.csv, records: [{ type: customer, key: id }] }`,
      [/^orders\.csv has several entries/],
    ],
  ])('names %s', (_, yaml, expected) => {
    const issues = issuesOf(yaml);
    expect(issues).toHaveLength(expected.length);
    for (const [i, pattern] of expected.entries()) expect(issues[i]).toMatch(pattern);
  });
});

describe('what a row becomes', () => {
  const row = { id: '7', at: '2026-01-31', amount: '1.234,50', state: 'Bezahlt', note: 'NULL', back: '' };
  const read = async (records: string, values: Record<string, string> = {}, settings = '') => {
    const all = { ...row, ...values };
    const csv = `${Object.keys(all).join(';')}\n${Object.values(all).join(';')}\n`;
    const mapping = `currency: EUR\nempty: ['NULL']\n${settings}\nfiles: [{ file: x.csv, key: id, records: ${records} }]`;
    return (await readFolder(folderWith({ 'x.csv': csv }), mapping)).records[0]!.drafts;
  };
  const order = (more: string) =>
    `[{ type: order, key: 'o-{id}', placedAt: at, status: { column: state, values: { Bezahlt: PAID, offen: PENDING } }, ${more} }]`;

  it('reads columns, templates, values and numbers with a comma', async () => {
    expect(await read(order("total: { column: amount, decimal: ',' }, email: note, number: '{id}-{back}'"))).toEqual([
      {
        type: 'order',
        data: { key: 'o-7', placedAt: '2026-01-31T00:00:00.000Z', status: 'PAID', total: '1234.50', currency: 'EUR' },
      },
    ]);
  });

  it('rejects a value that it cannot understand, with the column and the way out', async () => {
    expect(await read(order('total: amount'))).toBe(
      `amount has a decimal comma: declare "decimal: ','" in the mapping`,
    );
    expect(await read(order('number: id'), { state: 'weg' })).toBe(
      'state is none of the values that the mapping translates (Bezahlt, offen)',
    );
    expect(await read(order('number: id'), { at: '01/02/2026' })).toMatch(
      /^at may be read as day\/month or month\/day/,
    );
    expect(
      await read(
        '[{ type: customer, key: id }, { type: consent, key: id, channel: { value: EMAIL }, granted: state, since: at }]',
      ),
    ).toMatch(/^state is neither true nor false/);
  });

  it('takes the defaults of the mapping, and those of the file before them', async () => {
    const drafts = await read(
      order('total: amount'),
      { at: '31.01.2026' },
      "decimal: ','\ndate: dd.MM.yyyy\ntimeZone: Europe/Rome",
    );
    expect(drafts).toMatchObject([{ data: { total: '1234.50', placedAt: '2026-01-30T23:00:00.000Z' } }]);
  });

  it('makes a record only when its column says so', async () => {
    const both = (when: string) =>
      `[{ type: customer, key: id }, { type: category, when: ${when}, key: id, name: state }]`;
    const types = async (when: string) => ((await read(both(when))) as { type: string }[]).map(({ type }) => type);
    expect(await types('back')).toEqual(['customer']);
    expect(await types('state')).toEqual(['customer', 'category']);
    expect(await types('{ column: state, is: [offen] }')).toEqual(['customer']);
    expect(await types('{ column: state, isNot: [offen] }')).toEqual(['customer', 'category']);
  });

  it('gathers columns into the properties of an event', async () => {
    const event = '[{ type: event, key: id, at: at, kind: { value: opened }, properties: { columns: [state, back] } }]';
    expect(await read(event)).toMatchObject([{ data: { properties: { state: 'Bezahlt', back: null } } }]);
  });
});
