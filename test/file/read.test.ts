import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvTokenizer } from '../../connectors/file/tokenize.ts';
import { folderWith, readFolder, write } from './folder.ts';

const people = (file = 'people.csv', more = '') => `
files:
  - file: '${file}'
    key: id
    ${more}
    records: [{ type: customer, key: id, name: name }]
`;
const named = (id: string, name: string) => [{ type: 'customer', data: { key: id, name } }];

describe('formats', () => {
  const expected = [
    { key: '1', drafts: named('1', 'Ada') },
    { key: '2', drafts: named('2', 'Zoë "Z", Paris') },
  ];
  const csv = 'id,name\n1,Ada\n2,"Zoë ""Z"", Paris"\n';
  it.each<[string, string, string | Buffer, string]>([
    ['commas', 'people.csv', csv, ''],
    ['a byte order mark and CRLF', 'people.csv', `\uFEFF${csv.replaceAll('\n', '\r\n')}`, ''],
    ['the line ends of old', 'people.csv', csv.replaceAll('\n', '\r'), ''],
    ['no line end at the end', 'people.csv', csv.trimEnd(), ''],
    ['blank lines', 'people.csv', `\n${csv.replaceAll('\n', '\n\n')}`, ''],
    ['semicolons', 'people.csv', 'id;name\n1;Ada\n2;"Zoë ""Z"", Paris"\n', ''],
    ['tabs', 'people.tsv', 'id\tname\n1\tAda\n2\tZoë "Z", Paris\n', ''],
    ['declared columns', 'people.csv', 'Ada|1\nZoë "Z", Paris|2\n', 'columns: [name, id]\n    separator: pipe'],
    ['gzip', 'people.csv.gz', gzipSync(csv), ''],
    ['JSON lines', 'people.jsonl', '{"id":1,"name":"Ada"}\n\n{"id":"2","name":"Zoë \\"Z\\", Paris"}', ''],
    ['Windows-1252', 'people.csv', Buffer.from(csv, 'latin1'), 'encoding: windows-1252'],
    ['UTF-16 with a mark', 'people.csv', Buffer.from(`\uFEFF${csv}`, 'utf16le'), ''],
    ['UTF-16 declared', 'people.csv', Buffer.from(csv, 'utf16le'), 'encoding: utf-16le'],
  ])('reads %s', async (_, file, content, more) => {
    const { records, unreadable, error } = await readFolder(folderWith({ [file]: content }), people(file, more));
    expect({ unreadable, error }).toEqual({ unreadable: [], error: undefined });
    expect(records.map(({ key, drafts }) => ({ key, drafts }))).toEqual(expected);
  });

  it('reads columns that are lined up by spaces, and names rows by their lines where no column does', async () => {
    const folder = folderWith({ 'sales.txt': ' who   when\n 0001  19970101 \n 0001  19970101 \n' });
    const mapping = `
files:
  - file: sales.txt
    separator: whitespace
    currency: USD
    date: yyyyMMdd
    records: [{ type: order, key: 'sale {$line}', customerKey: who, placedAt: when, status: { value: PAID } }]`;
    const order = { customerKey: '0001', placedAt: '1997-01-01T00:00:00.000Z', status: 'PAID', currency: 'USD' };
    const { records } = await readFolder(folder, mapping);
    expect(records).toEqual([
      { key: '2', position: 'sales.txt:2', drafts: [{ type: 'order', data: { key: 'sale 2', ...order } }] },
      { key: '3', position: 'sales.txt:3', drafts: [{ type: 'order', data: { key: 'sale 3', ...order } }] },
    ]);
  });

  it('keeps numbers of JSON exact, and reaches into objects', async () => {
    const folder = folderWith({ 'p.jsonl': '{"id":12345678901234567890,"who":{"name":"Ada"},"n":1.5}\n' });
    const { records } = await readFolder(folder, people('p.jsonl').replace('name: name', "name: '{who.name} {n}'"));
    expect(records[0]).toMatchObject({ key: '12345678901234567890', drafts: named('12345678901234567890', 'Ada 1.5') });
  });

  it('names the line where a record starts, though values have line ends in them', async () => {
    const { records } = await readFolder(folderWith({ 'people.csv': 'id,name\n1,"A\nda"\n\n2,Bo\n' }), people());
    expect(records.map(({ position }) => position)).toEqual(['people.csv:2', 'people.csv:5']);
  });
});

describe('faults', () => {
  it('takes the complete records of half a file and names the broken tail', async () => {
    const { records, unreadable } = await readFolder(folderWith({ 'people.csv': 'id,name\n1,Ada\n2,"Zo' }), people());
    expect(records).toHaveLength(1);
    expect(unreadable).toEqual([
      {
        key: 'line people.csv:3',
        position: 'people.csv:3',
        reason: 'a quote is opened and not closed: is the file cut off here?',
        value: '2,"Zo',
      },
    ]);
    const cut = await readFolder(folderWith({ 'people.csv': 'id,name\n1,Ada\n2' }), people());
    expect(cut.unreadable).toMatchObject([
      { position: 'people.csv:3', reason: 'has 1 column where 2 are expected', value: '2' },
    ]);
  });

  it('loses no row but the one with a broken quote', async () => {
    const text = 'id,name\n1,"Ada\n2,"Bo"x\n3,5" disc\n4,Dee\n';
    const { records, unreadable } = await readFolder(folderWith({ 'people.csv': text }), people());
    expect(records.map(({ key }) => key)).toEqual(['3', '4']);
    expect(unreadable.map(({ position }) => position)).toEqual(['people.csv:2', 'people.csv:3']);
  });

  it('names rows with too many columns, and rows without a key', async () => {
    const { unreadable } = await readFolder(folderWith({ 'people.csv': 'id,name\n1,Ada,Rome\n,Bo\n' }), people());
    expect(unreadable.map(({ position, reason }) => `${position} ${reason}`)).toEqual([
      'people.csv:2 has 3 columns where 2 are expected',
      'people.csv:3 has nothing in "id", a column that names the row',
    ]);
  });

  it('stops at bytes that are no UTF-8, with the line and the way out', async () => {
    const bytes = Buffer.from('id,name\n1,Ada\n2,Zoë Müller, née Lefèvre\n3,Bo\n', 'latin1');
    const { records, error } = await readFolder(folderWith({ 'people.csv': bytes }), people());
    expect(records).toHaveLength(1);
    expect(error).toBe(
      'people.csv:3 is not UTF-8 text ("2,Zoë Müller, née Lefèvre"); it looks like windows-1252: declare "encoding: windows-1252" for this file in the mapping. What stood before is in.',
    );
    const unmarked = await readFolder(folderWith({ 'people.csv': Buffer.from('id,name\n', 'utf16le') }), people());
    expect(unmarked.error).toBe('people.csv is no UTF-8 text. It looks like utf-16le: declare "encoding: utf-16le".');
  });

  it('takes what stands in half a gzip file, then says that it is cut off', async () => {
    const rows = Array.from({ length: 9000 }, (_, i) => `${i},${Math.sin(i)}`);
    const zipped = gzipSync(`id,name\n${rows.join('\n')}\n`);
    const { records, error } = await readFolder(
      folderWith({ 'people.csv.gz': zipped.subarray(0, zipped.length / 2) }),
      people('people.csv.gz'),
    );
    expect(records.length).toBeGreaterThan(1000);
    expect(error).toContain('people.csv.gz is cut off or damaged');
  });

  it('names a column that the file lacks, and a file that the folder lacks', async () => {
    const folder = folderWith({ 'people.csv': 'id,fullname\n1,Ada\n' });
    expect((await readFolder(folder, people())).error).toBe(
      'people.csv has no column "name". Its first line names id, fullname.',
    );
    expect((await readFolder(folder, people('peple.csv'))).error).toBe(
      `${folder} holds no file peple.csv (did you mean "people.csv"?).`,
    );
  });

  it('names JSON lines that are none', async () => {
    const { unreadable } = await readFolder(folderWith({ 'p.jsonl': '{"id":1\n[1]\n' }), people('p.jsonl'));
    expect(unreadable.map(({ position, reason }) => `${position} ${reason}`)).toEqual([
      expect.stringMatching(/^p\.jsonl:1 is no JSON: /),
      'p.jsonl:2 is no JSON object: one is expected on each line',
    ]);
  });
});

describe('going on', () => {
  const rows = (count: number) => `id,name\n${Array.from({ length: count }, (_, i) => `${i},n${i}\n`).join('')}`;

  it('gives the same pages again from any cursor', async () => {
    const folder = folderWith({ 'people.csv': rows(5000) });
    const whole = await readFolder(folder, people());
    expect(whole).toMatchObject({ pages: 3 });
    const half = { ...(whole.cursor as { how: string }), done: {}, at: { file: 'people.csv', print: '', rows: 4000 } };
    half.at.print = (whole.cursor as unknown as { done: Record<string, string> }).done['people.csv']!;
    const rest = await readFolder(folder, people(), half);
    expect(rest.records).toEqual(whole.records.slice(4000));
    expect(rest.cursor).toEqual(whole.cursor);
  });

  it('leaves alone what it has read, and reads again what has changed', async () => {
    const folder = folderWith({ 'people.csv': rows(3) });
    const { cursor } = await readFolder(folder, people());
    expect(await readFolder(folder, people(), cursor)).toMatchObject({ pages: 0 });
    write(folder, { 'people.csv': rows(4) });
    expect((await readFolder(folder, people(), cursor)).records).toHaveLength(4);
  });

  it('reads the files of a pattern in the order of their names, and later only the new ones', async () => {
    const folder = folderWith({
      'b.csv': 'id,name\n2,B\n',
      'a.csv': 'id,name\n1,A\n',
      'sub/c.csv': 'id,name\n3,C\n',
      'd.txt': '',
    });
    const first = await readFolder(folder, people('*.csv'));
    expect(first.records.map(({ position }) => position)).toEqual(['a.csv:2', 'b.csv:2']);
    write(folder, { 'e.csv': 'id,name\n5,E\n' });
    const second = await readFolder(folder, people('*.csv'), first.cursor);
    expect(second.records.map(({ position }) => position)).toEqual(['e.csv:2']);
    utimesSync(join(folder, 'a.csv'), 1, 1);
    expect((await readFolder(folder, people('*.csv'), second.cursor)).records).toHaveLength(3);
  });
});

it('cuts CSV alike however it arrives, and gives back what was written', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' ', 'é'), maxLength: 6 });
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 9 }), (rows, size) => {
      const text = rows.map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`).join('');
      const tokenizer = new CsvTokenizer(',');
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...tokenizer.push(text.slice(at, at + size), false));
      found.push(...tokenizer.push('', true));
      expect(found.map((row) => ('fields' in row ? row.fields : row.fault))).toEqual(rows);
    }),
    { numRuns: 500 },
  );
});
