import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../connectors/demo/truth.ts';
import { wilson } from '../../src/measure/math.ts';
import { loadDemo, newKey, startApi } from './api.ts';

const settings = { seed: 3, customers: 400, endsOn: '2025-06-30', lateEffect: 1.8 };
const api = await startApi();
const [demo, empty] = [await api.tenant('Demo'), await api.tenant('Empty')];
const truth = truthOf(settings).promises;
beforeAll(() => loadDemo(api.store, demo, { seed: settings.seed, customers: settings.customers }));

interface Reading {
  period: string | null;
  value: string | null;
  reason: string | null;
  numerator: number;
  denominator: number;
  met: number;
  breached: number;
  pending: number;
  excluded: { reason: string; count: number }[];
  low: string | null;
  high: string | null;
  target: string | null;
  status: string | null;
  provenance: { method: string; formula: string; inputs: { stream: string; rows: number }[]; notes: string[] };
}
const fields = `period value reason numerator denominator met breached pending excluded { reason count } low high target status
  provenance { method formula inputs { stream rows } notes }`;
const all = 'between: { from: "2022-01-01", to: "2025-12-31" }';

async function ask<Data>(query: string, secret = demo.secret): Promise<Data> {
  const { data, errors } = await api.ask<Data>(secret, query);
  expect(errors).toBeUndefined();
  return data!;
}
const reading = async (key: string, period = all, secret?: string) =>
  (
    await ask<{ cpi: { reading: Reading } }>(
      `{ cpi(key: "${key}") { reading(period: { ${period} }) { ${fields} } } }`,
      secret,
    )
  ).cpi.reading;
const planted = (key: string, outcome: string) =>
  Object.values(truth[key]!).reduce((sum, month) => sum + (month[outcome] ?? 0), 0);

describe('the reading of a CPI', () => {
  it('is kept / decided, with what is pending and left out beside it', async () => {
    const found = await reading('on-time-delivery');
    const [met, breached] = [planted('on-time-delivery', 'MET'), planted('on-time-delivery', 'BREACHED')];
    const { low, high } = wilson(met, met + breached);
    expect(found).toMatchObject({
      period: null,
      value: String(Number((met / (met + breached)).toFixed(12))),
      numerator: met,
      denominator: met + breached,
      met,
      breached,
      pending: planted('on-time-delivery', 'PENDING'),
      excluded: [{ reason: 'no delivery scan', count: planted('on-time-delivery', 'EXCLUDED: no delivery scan') }],
      low: low.toFixed(6),
      high: high.toFixed(6),
      target: '0.95',
      status: 'MISSED',
      provenance: { method: 'on-time-delivery@1', notes: [] },
    });
    expect(found.pending).toBeGreaterThan(0);
    const subjects = met + breached + found.pending + found.excluded[0]!.count;
    expect(found.provenance.inputs).toEqual([{ stream: 'simulated-orders', rows: subjects }]);
  });

  it('shows the broken share where less is better', async () => {
    const found = await reading('reopened-requests');
    expect(found.numerator).toBe(found.breached);
    expect(found.numerator).toBe(planted('reopened-requests', 'BREACHED'));
  });

  it('adds up over months and over the parts of a dimension', async () => {
    const { cpi } = await ask<{
      cpi: { history: Reading[]; by: { key: string; reading: Reading; history: Reading[] }[] };
    }>(`{
      cpi(key: "cart-abandonment") {
        history(period: { ${all} }, grain: MONTH) { ${fields} }
        by(dimension: "device", period: { ${all} }, grain: MONTH) { key reading { ${fields} } history { ${fields} } }
      }
    }`);
    const months = Object.fromEntries(
      cpi.history
        .filter(({ denominator }) => denominator > 0)
        .map(({ period, breached }) => [period!.slice(0, 7), breached]),
    );
    const expected = Object.entries(truth['cart-abandonment']!).map(([month, counts]) => [
      month,
      counts['BREACHED'] ?? 0,
    ]);
    expect(months).toEqual(Object.fromEntries(expected));
    expect(cpi.by.map(({ key }) => key).toSorted()).toEqual(['desktop', 'mobile']);
    const whole = cpi.by.reduce((sum, group) => sum + group.reading.denominator, 0);
    expect(whole).toBe(planted('cart-abandonment', 'MET') + planted('cart-abandonment', 'BREACHED'));
    for (const { reading: total, history } of cpi.by)
      expect(history.reduce((sum, month) => sum + month.met, 0)).toBe(total.met);
  });

  it.each(['source', 'country', 'product', 'segment', 'acquiring_channel', 'lifecycle_stage', 'carrier'])(
    'has parts by %s',
    async (dimension) => {
      const total = await reading('on-time-delivery');
      const { cpi } = await ask<{ cpi: { by: { key: string; label: string; reading: Reading }[] } }>(`{
        cpi(key: "on-time-delivery") {
          by(dimension: "${dimension}", period: { ${all} }, first: 100) { key label reading { ${fields} } } } }`);
      const sum = cpi.by.reduce((decided, { reading: { denominator } }) => decided + denominator, 0);
      const overlap = dimension === 'product' || dimension === 'segment';
      expect(sum > total.denominator).toBe(overlap);
      expect(sum).toBeGreaterThanOrEqual(total.denominator);
      for (const { label } of cpi.by) expect(label).not.toBe('');
    },
  );

  it('is of some customers only where a filter says so', async () => {
    const { cpi } = await ask<{ cpi: { reading: Reading; by: { key: string; reading: Reading }[] } }>(`{
      cpi(key: "on-time-delivery") {
        reading(period: { ${all} }, filter: { country: ["DE"] }) { denominator met }
        by(dimension: "country", period: { ${all} }) { key reading { denominator met } } } }`);
    expect(cpi.reading).toEqual(cpi.by.find(({ key }) => key === 'DE')!.reading);
  });

  it('is null with its reason where nothing was read, and says what is missing', async () => {
    const found = await reading('first-response', all, empty.secret);
    expect(found).toMatchObject({ value: null, reason: 'NO_DATA', status: 'NO_DATA', denominator: 0 });
    expect(found.provenance.notes).toEqual(['None of these was read that counts. A request for help.']);
  });

  it('is not there yet for days ahead, and has nothing to divide by for days without anything', async () => {
    const ahead = await reading('first-response', 'between: { from: "2026-01-01", to: "2026-01-31" }');
    expect(ahead).toMatchObject({ value: null, reason: 'NOT_YET' });
    const before = await reading('first-response', 'between: { from: "2001-01-01", to: "2001-01-31" }');
    expect(before).toMatchObject({ value: null, reason: 'NO_DENOMINATOR' });
  });

  it('is not judged where it rests on too few', async () => {
    const { denominator, status } = await reading(
      'on-time-delivery',
      'between: { from: "2025-06-01", to: "2025-06-03" }',
    );
    expect(denominator).toBeLessThan(30);
    expect(status).toBe('TOO_FEW');
  });
});

describe('what is behind the numbers', () => {
  const outcome =
    'state reason day dueAt decidedAt subject customer { id } order { number } sourceRecords { stream key }';
  interface Outcome {
    state: string;
    day: string;
    dueAt: string;
    decidedAt: string;
    customer: { id: string } | null;
    sourceRecords: { stream: string }[];
  }
  const promises = async (args: string) =>
    (
      await ask<{ cpi: { subjects: { totalCount: number; nodes: Outcome[]; pageInfo: { endCursor: string } } } }>(`{
        cpi(key: "on-time-delivery") {
          subjects(period: { ${all} }, ${args}) { totalCount pageInfo { endCursor } nodes { ${outcome} } } } }`)
    ).cpi.subjects;

  it('can be read page by page: who, which order, which record, when', async () => {
    const total = await reading('on-time-delivery');
    const first = await promises('state: BREACHED, first: 60');
    expect(first.totalCount).toBe(total.breached);
    const second = await promises(`state: BREACHED, first: 100, after: "${first.pageInfo.endCursor}"`);
    const found = [...first.nodes, ...second.nodes];
    expect(new Set(found.map((each) => JSON.stringify(each))).size).toBe(Math.min(total.breached, 160));
    for (const { dueAt, decidedAt, sourceRecords } of found) {
      expect(decidedAt).toBe(dueAt);
      expect(sourceRecords).toEqual([expect.objectContaining({ stream: 'simulated-orders' })]);
    }
    const days = found.map(({ day }) => day);
    expect(days).toEqual(days.toSorted().toReversed());
  });

  it('stands on the timeline of the customer', async () => {
    const { nodes } = await promises('state: BREACHED, first: 1');
    const { customer } = await ask<{
      customer: {
        breaches: { totalCount: number; nodes: { at: string; cpi: { key: string } }[] };
        timeline: { nodes: { __typename: string; at: string; summary: string; cpi?: string }[] };
      };
    }>(`{ customer(id: "${nodes[0]!.customer!.id}") {
      breaches(first: 100) { totalCount nodes { at cpi { key } } }
      timeline(first: 100) { nodes { __typename at summary ... on CpiBreached { cpi } } } } }`);
    const told = customer.timeline.nodes.filter(({ __typename }) => __typename === 'CpiBreached');
    expect(customer.breaches.nodes).toHaveLength(customer.breaches.totalCount);
    expect(told.map(({ at, cpi }) => [at, cpi]).toSorted()).toEqual(
      customer.breaches.nodes.map(({ at, cpi }) => [at, cpi.key]).toSorted(),
    );
    expect(told).toContainEqual({
      __typename: 'CpiBreached',
      at: nodes[0]!.decidedAt,
      summary: 'Let down: On-time deliveries',
      cpi: 'on-time-delivery',
    });
  });

  it('is not what customers left behind, unless that is asked for by its key', async () => {
    type Left = { totalCount: number; nodes: { customer: { id: string } | null }[] };
    const { cpi } = await ask<{ cpi: { subjects: Left } }>(`{ cpi(key: "cart-abandonment") {
      subjects(period: { ${all} }, state: BREACHED, first: 100) { totalCount nodes { customer { id } } } } }`);
    const { id } = cpi.subjects.nodes.find(({ customer }) => customer)!.customer!;
    type Keys = { totalCount: number; nodes: { cpi: { key: string } }[] };
    const { customer, customers } = await ask<{
      customer: { all: Keys; named: Keys; timeline: { nodes: { cpi?: string }[] } };
      customers: { nodes: { breaches: Keys }[] };
    }>(`{
      customer(id: "${id}") {
        all: breaches(first: 100) { totalCount nodes { cpi { key } } }
        named: breaches(first: 100, cpi: ["cart-abandonment", "on-time-delivery"]) { totalCount nodes { cpi { key } } }
        timeline(first: 100) { nodes { ... on CpiBreached { cpi } } }
      }
      customers(first: 100, filter: { breach: { cpi: "cart-abandonment", period: { ${all} } } }) {
        nodes { breaches(cpi: ["cart-abandonment"]) { totalCount nodes { cpi { key } } } }
      }
    }`);
    const keysOf = ({ nodes }: Keys) => nodes.map(({ cpi: { key } }) => key);
    const onTime = keysOf(customer.all).filter((key) => key === 'on-time-delivery');
    expect(keysOf(customer.all).filter((key) => key.includes('abandonment'))).toEqual([]);
    expect(customer.timeline.nodes.filter(({ cpi: key }) => key?.includes('abandonment'))).toEqual([]);
    const carts = keysOf(customer.named).filter((key) => key === 'cart-abandonment');
    expect(carts.length).toBeGreaterThan(0);
    expect(keysOf(customer.named).toSorted()).toEqual([...carts, ...onTime]);
    expect(customer.named.totalCount).toBe(carts.length + onTime.length);
    expect(customers.nodes.length).toBeGreaterThan(0);
    for (const { breaches } of customers.nodes) expect(breaches.totalCount).toBeGreaterThan(0);
  });

  it.each([
    ['[]', 'cpi is an empty list; leave it out for all promises.'],
    ['["on-tim"]', 'cpi has "on-tim", and there is no such CPI; the query "cpis" lists them.'],
  ])('refuses breaches by %s', async (keys, message) => {
    const { errors } = await api.ask(
      demo.secret,
      `{ customers(first: 1) { nodes { breaches(cpi: ${keys}) { totalCount } } } }`,
    );
    expect(errors![0]!.message).toBe(message);
  });

  it('is shown to whom may see customers alone', async () => {
    const secret = await newKey(api.store, demo.workspaceId, ['READ_METRICS']);
    const { errors } = await api.ask(
      secret,
      `{ cpi(key: "on-time-delivery") { subjects(period: { ${all} }) { totalCount } } }`,
    );
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });

  it('finds customers by what they were let down by', async () => {
    const count = async (breach: string) =>
      (
        await ask<{ customers: { totalCount: number } }>(
          `{ customers(filter: { breach: { ${breach} } }) { totalCount } }`,
        )
      ).customers.totalCount;
    const ever = await count(`cpi: "on-time-delivery", period: { ${all} }`);
    const twice = await count(`cpi: "on-time-delivery", period: { ${all} }, count: { gte: 2 }`);
    expect(ever).toBeGreaterThan(twice);
    expect(twice).toBeGreaterThan(0);
    const { errors } = await api.ask(
      demo.secret,
      `{ customers(filter: { breach: { cpi: "on-tim", period: { ${all} } } }) { totalCount } }`,
    );
    expect(errors![0]!.message).toBe(
      'filter.breach.cpi is "on-tim", and there is no such CPI; the query "cpis" lists them.',
    );
  });
});

describe('the list of CPIs', () => {
  it('can be narrowed to an area, and each be asked for by its id', async () => {
    const { cpis } = await ask<{ cpis: { id: string; key: string; area: string; dimensions: string[] }[] }>(
      '{ cpis(area: LOGISTICS) { id key area dimensions } }',
    );
    expect(cpis.map(({ key }) => key)).toContain('on-time-in-full-order');
    expect(new Set(cpis.map(({ area }) => area))).toEqual(new Set(['LOGISTICS']));
    const [first] = cpis;
    const { cpi, node } = await ask<{ cpi: object; node: object }>(
      `{ cpi(id: "${first!.id}") { key } node(id: "${first!.id}") { ... on Cpi { key } } }`,
    );
    expect([cpi, node]).toEqual([{ key: first!.key }, { key: first!.key }]);
    expect(first!.dimensions).toEqual(expect.arrayContaining(['segment', 'carrier']));
  });

  it('tells what a definition can name', async () => {
    const { cpiSubjects } = await ask<{ cpiSubjects: { kind: string; fields: { name: string; type: string }[] }[] }>(
      '{ cpiSubjects { kind description datedBy fields { name type description words } } }',
    );
    const request = cpiSubjects.find(({ kind }) => kind === 'REQUEST')!;
    expect(request.fields).toContainEqual(
      expect.objectContaining({ name: 'firstReplyAt', type: 'INSTANT', words: null }),
    );
  });

  it.each([
    ['cpi(key: "on-time") { key }', 'key is "on-time", and there is no such CPI; the query "cpis" lists them.'],
    ['cpi { key }', 'id must be given, or else key; not both.'],
    [
      `cpi(key: "on-time-delivery") { by(dimension: "colour", period: { ${all} }) { key } }`,
      'dimension is "colour"; on-time-delivery can be broken down by segment, acquiring_channel, source, product, country, lifecycle_stage, rfm_group, status, carrier, salesChannel.',
    ],
  ])('refuses %s', async (query, message) => {
    const { errors } = await api.ask(demo.secret, `{ ${query} }`);
    expect(errors![0]!.message).toBe(message);
  });
});
