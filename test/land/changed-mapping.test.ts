import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import file from '../../connectors/file/index.ts';
import { refreshFigures } from '../../src/measure/refresh/index.ts';
import { removeSource } from '../../src/remove-source.ts';
import { syncSource } from '../../src/sync.ts';
import { forgetStaleFacts } from '../../src/unify/forget-facts.ts';
import { mergeCustomers, splitCustomer } from '../../src/unify/identity/by-hand.ts';
import { folderWith } from '../file/folder.ts';
import { connect, factsOf, load, model, rowsOf, twoWorkspaces, workspaceId } from './remapping.ts';

const { changed, fresh } = await twoWorkspaces();

const shop = {
  name: 'shop',
  folder: folderWith({
    'customers.csv': [
      'id,code,name,email',
      '1,c1,Ada,ada@example.eu',
      '2,c2,Bo,bo@example.eu',
      '3,c3,Cy,cy@example.eu',
      '4,c4,Ada L.,ada@example.eu',
    ].join('\n'),
    'orders.csv': [
      'id,number,customer,mail,at,due,total,note,back',
      '1,o1,1,x@example.eu,2026-01-05,2027-01-05,10.00,no,',
      '2,o2,1,y@example.eu,2026-02-05,2027-02-05,20.00,no,5.00',
      '3,o3,2,bo@example.eu,2026-03-05,2027-03-05,30.00,7,',
      '3,o4,4,ada@example.eu,2026-04-05,2027-04-05,40.00,8,4.00',
    ].join('\n'),
  }),
};
const crm = {
  name: 'crm',
  folder: folderWith({
    'people.csv': [
      'id,name,email,total',
      'A,Ada Lovelace,ada@example.eu,7.00',
      'B,Bob,bo@example.eu,8.00',
      'Z,Zoe,zoe@example.eu,9.00',
    ].join('\n'),
  }),
};

const mapping = (...files: string[]) => `{ currency: EUR, files: [${files.join(', ')}] }`;
const customers = '{ file: customers.csv, key: id, records: [{ type: customer, key: id, name: name, email: email }] }';
const order =
  '{ type: order, key: number, customerKey: customer, placedAt: at, status: { value: PAID }, total: total }';
const refund = '{ type: refund, when: back, key: number, orderKey: number, refundedAt: at, merchandise: back }';
const orders = `{ file: orders.csv, key: number, records: [${order}, ${refund}] }`;
const right = mapping(customers, orders);
const keyedById = mapping(
  customers,
  orders.replace('order, key: number', 'order, key: id').replace('orderKey: number', 'orderKey: id'),
);
const wrong = keyedById.replace('customer, key: id', 'customer, key: code');
const people = mapping(`{ file: people.csv, key: id, records: [
  { type: customer, key: id, name: name, email: email },
  { type: order, key: id, customerKey: id, placedAt: { value: '2025-06-01' }, status: { value: PAID }, total: total }] }`);

describe('a changed mapping ends as if it had been the only one, and reads nothing again:', () => {
  it.each([
    ['other keys of orders', keyedById, right],
    ['other keys of customers', mapping(customers.replace('customer, key: id', 'customer, key: code'), orders), right],
    ['a type that is no more', right, mapping(customers, orders.replace(`, ${refund}`, ''))],
    ['a file that is no more', right, mapping(orders)],
    ['times that were misunderstood', right.replaceAll('At: at', 'At: due'), right],
    ['rows that are rejected now', right, right.replace('total: total', 'total: note')],
    ['rows that were rejected', right.replace('total: total', 'total: mail'), right],
    ['customers instead of guests', right.replace('customerKey: customer', 'email: mail'), right],
  ])('%s', async (_, before, after) => {
    await load(changed(), shop, before);
    expect(await load(changed(), shop, after)).toMatchObject({ read: 0 });
    await load(fresh(), shop, after);
    const files = ['customers.csv', 'orders.csv'].filter((name) => after.includes(name));
    expect(await model(changed(), files)).toEqual(await model(fresh(), files));
  });
});

it.each([
  ['finer', right.replace('orders.csv, key: number', 'orders.csv, key: id'), right],
  ['coarser', right, right.replace('orders.csv, key: number', 'orders.csv, key: id')],
])(
  'reads a file again where the key of its rows is %s, and keeps no row under the old one',
  async (_, before, after) => {
    await load(changed(), shop, before);
    expect(await load(changed(), shop, after)).toMatchObject({ status: 'SUCCEEDED', read: 4 });
    await load(fresh(), shop, after);
    expect(await model(changed())).toEqual(await model(fresh()));
  },
);

it.each([
  ['before anything is removed', () => Promise.resolve()],
  [
    'when the old facts are removed',
    (sourceId: string) => forgetStaleFacts(changed(), { workspaceId, sourceId, runId: randomUUID() }),
  ],
  [
    'when the first batch is unified again',
    async () => {
      const controller = new AbortController();
      const stop = { signal: controller.signal, onProgress: () => controller.abort() };
      const run = await syncSource(changed(), { ...(await connect(changed(), shop, right)), ...stop });
      expect(run).toMatchObject({ status: 'CANCELLED' });
      expect(await rowsOf(changed(), 'customers')).toHaveLength(3);
    },
  ],
])('ends the same where the process is killed %s', async (_, kill) => {
  await load(changed(), shop, wrong);
  const { sourceId } = await connect(changed(), shop, right);
  await kill(sourceId);
  await load(changed(), shop, right);
  await load(fresh(), shop, right);
  expect(await model(changed())).toEqual(await model(fresh()));
});

it('does not let settings change under a run', async () => {
  const source = await connect(changed(), shop, right);
  let refused: unknown;
  const streams: typeof file.streams = (config) => {
    const all = file.streams(config);
    const read: (typeof all)[string]['read'] = async function* read() {
      refused = await connect(changed(), shop, wrong).catch((error: unknown) => error);
      yield { records: [], cursor: null };
    };
    return { 'customers.csv': { ...all['customers.csv']!, read } as (typeof all)[string] };
  };
  await syncSource(changed(), { ...source, connector: { ...file, streams } });
  expect(refused).toMatchObject({ code: 'RUN_ALREADY_RUNNING' });
  expect(JSON.stringify(await rowsOf(changed(), 'sources'))).not.toContain('"code"');
});

describe('beside another source', () => {
  it.each([
    ['before', [crm, shop]],
    ['after', [shop, crm]],
  ])('that came %s it, people are found again and the other facts stay', async (_, sources) => {
    for (const source of sources) await load(changed(), source, source === shop ? wrong : people);
    const others = await factsOf(changed(), 'crm');
    await load(changed(), shop, right);
    expect(await factsOf(changed(), 'crm')).toEqual(others);
    await load(fresh(), crm, people);
    await load(fresh(), shop, right);
    expect(await model(changed())).toEqual(await model(fresh()));
    expect(await founders()).toEqual(['crm A', 'crm B', 'shop 3', 'crm Z']);
  });

  it('removes a source whole, and only it', async () => {
    await load(changed(), shop, right);
    await load(changed(), crm, people);
    const { sourceId, name } = { ...(await connect(changed(), shop, right)), ...shop };
    await removeSource(changed(), { workspaceId, id: sourceId, name });
    await load(fresh(), crm, people);
    expect(await model(changed())).toEqual(await model(fresh()));
  });

  it('keeps what was decided by hand', async () => {
    await load(changed(), crm, people);
    await load(changed(), shop, right);
    const identities = await rowsOf(changed(), 'identities');
    const id = (key: string) => String(identities.find((row) => row['external_id'] === key)!['id']);
    await mergeCustomers(changed(), workspaceId, [id('Z'), id('3')]);
    await splitCustomer(changed(), workspaceId, [id('2')]);
    await refreshFigures(changed(), workspaceId);
    const decided = await model(changed());
    await load(changed(), shop, wrong.replace('key: code', 'key: id'));
    await load(changed(), shop, right);
    expect(await model(changed())).toEqual(decided);
  });

  it('lets an address match again that the wrong column had made common', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => `${i},p${i}@example.eu,ada@example.eu`);
    const list = { name: 'list', folder: folderWith({ 'people.csv': ['id,own,boss', ...rows].join('\n') }) };
    const by = (column: string) =>
      mapping(`{ file: people.csv, key: id, records: [{ type: customer, key: id, email: ${column} }] }`);
    await load(changed(), shop, right);
    await load(changed(), list, by('boss'));
    expect(await rowsOf(changed(), 'customers')).toHaveLength(4 + 25);
    await load(changed(), list, by('own'));
    await load(fresh(), shop, right);
    await load(fresh(), list, by('own'));
    expect(await model(changed())).toEqual(await model(fresh()));
  });

  it('works out anew what was converted at its rates', async () => {
    const rates = {
      name: 'rates',
      folder: folderWith({ 'rates.csv': 'from,day,wrong,right\nUSD,2025-06-01,9,0.9\nUSD,2025-05-31,8,0.8\n' }),
    };
    const by = (column: string, when = 'from') =>
      `{ files: [{ file: rates.csv, key: day, records: [
        { type: rate, when: ${when}, key: day, base: from, quote: { value: EUR }, day: day, rate: ${column} }] }] }`;
    const dollars = people.replace('EUR', 'USD');
    await load(changed(), crm, dollars);
    await load(changed(), rates, by('wrong'));
    const last = by('right', '{ column: day, is: ["2025-05-31"] }');
    await load(changed(), rates, last);
    await load(fresh(), crm, dollars);
    await load(fresh(), rates, last);
    expect(await model(changed(), ['people.csv', 'rates.csv'])).toEqual(
      await model(fresh(), ['people.csv', 'rates.csv']),
    );
    expect(await rowsOf(changed(), 'order_facts')).toContainEqual(expect.objectContaining({ gross: '5.600000' }));
  });
});

/** The source and the key of the identity that founded each customer, by the customers' e-mail. */
async function founders(): Promise<string[]> {
  const { rows } = await sql<{ founder: string }>`
    select s.name || ' ' || i.external_id as founder from customers c
    join identities i on i.workspace_id = c.workspace_id and i.id = c.id
    join sources s on s.workspace_id = i.workspace_id and s.id = i.source_id
    order by c.email`.execute(changed().em().getKysely());
  return rows.map(({ founder }) => founder);
}
