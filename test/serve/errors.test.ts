import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startServer } from '../../src/serve/server.ts';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 12 }));

const failure = async (query: string, variables?: Record<string, unknown>) =>
  (await api.ask(tenant.secret, query, variables)).errors?.[0];
const metric = (args: string) => failure(`{ metric(${args}) { total { value } } }`);
const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
const nobody = globalId('Customer', '00000000-0000-4000-8000-000000000000');

describe('an error says what is wrong, where, and the way out', () => {
  it('of a query that is none', async () => {
    expect(await failure('{ customers( }')).toMatchObject({ extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
    expect((await failure('{ custmers { totalCount } }'))?.message).toContain('Did you mean');
  });

  it.each([
    ['customers(first: 100000) { totalCount }', 'first', 'must be from 1 to 100, not 100000'],
    ['customers(first: 0) { totalCount }', 'first', 'must be from 1 to 100'],
    ['customers(last: -1) { totalCount }', 'last', 'must be from 1 to 100'],
    ['customers(first: 1, last: 1) { totalCount }', 'last', 'cannot both be given'],
    ['customers(before: "x") { totalCount }', 'before', 'needs "last"'],
    ['orders(first: 101) { totalCount }', 'first', 'must be from 1 to 100, not 101'],
    ['orders(after: "nonsense") { totalCount }', 'after', 'is no cursor of this list: "nonsense"'],
    ['customers(after: "nonsense") { totalCount }', 'after', 'cursor'],
    ['segments(after: "nonsense") { totalCount }', 'after', 'is no cursor of this list'],
    ['customer(id: "nonsense") { id }', 'id', 'is no id of this API: "nonsense"'],
    [`customer(id: "${nobody}") { id }`, 'id', 'names no Customer of this workspace'],
    [`order(id: "${nobody}") { id }`, 'id', 'must be the id of a Order; this is the id of a Customer'],
    [`node(id: "${nobody}") { id }`, 'id', 'names no Customer of this workspace'],
    ['segment(id: "U2VnbWVudDpub25l") { id }', 'id', 'names no Segment of this workspace'],
    ['customer { id }', 'customer', 'takes either id or email'],
    [`customers(filter: { all: [{ bought: ["${nobody}"] }] }) { totalCount }`, 'filter.all.0.bought.0', 'Product'],
  ])('of %s', async (root, field, message) => {
    const error = await failure(`{ ${root} }`);
    expect(error).toMatchObject({
      message: expect.stringContaining(message),
      extensions: { code: 'BAD_INPUT', field },
    });
  });

  it('of a metric, a period or a breakdown that is none', async () => {
    expect((await metric('key: "revenu", period: { last: "P30D" }'))?.message).toContain('revenue');
    expect((await metric('key: "revenue", period: { last: "PT5H" }'))?.extensions.field).toBe('period.last');
    expect((await metric('key: "revenue", period: { last: "a month" }'))?.message).toContain('Duration');
    const reversed = 'period: { between: { from: "2025-02-01", to: "2025-01-01" } }';
    expect((await metric(`key: "revenue", ${reversed}`))?.message).toContain('ends (2025-01-01) before it starts');
    const both = 'period: { last: "P30D", between: { from: "2025-01-01", to: "2025-02-01" } }';
    expect((await metric(`key: "revenue", ${both}`))?.message).toContain('OneOf');
    expect((await metric('key: "revenue", period: { last: "P30D" }, breakdown: "weather"'))?.message).toContain(
      'country',
    );
    expect(
      (
        await failure(
          'query ($day: Date!) { acquisition(period: { between: { from: $day, to: $day } }) { newCustomers } }',
          { day: '2025-02-30' },
        )
      )?.message,
    ).toContain('2025-02-30');
  });

  it('of a filter with an amount or a country that is none', async () => {
    const amount = await failure('{ customers(filter: { revenue: { gte: "1.234,50" } }) { totalCount } }');
    expect(amount?.message).toContain('1.234,50');
    expect(amount?.message).toContain('"1234.50"');
    const given = 'query ($filter: CustomerFilterInput) { customers(filter: $filter) { totalCount } }';
    const variable = await failure(given, { filter: { revenue: { gte: '1.234,50' } } });
    expect(variable?.message).toContain('at "filter.revenue.gte"');
    expect(variable?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('an error that nobody expected', () => {
  it('is hidden behind the id of the request, and logged with it', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const query = '{ products(search: "\\u0000") { totalCount } workspace { name } }';
    const response = await api.post({ query }, tenant.secret);
    const { data, errors } = (await response.json()) as {
      data: unknown;
      errors: { message: string; extensions: { requestId: string } }[];
    };
    const id = response.headers.get('x-request-id')!;
    expect(data).toMatchObject({ products: null, workspace: { name: 'Shop' } });
    expect(errors[0]!.extensions.requestId).toBe(id);
    expect(errors[0]!.message).toContain(id);
    expect(JSON.stringify(errors)).not.toMatch(/select|products p|stack|0x00/i);
    expect(log).toHaveBeenCalledTimes(1);
    expect(JSON.parse(String(log.mock.calls[0]![0]))).toMatchObject({
      level: 'error',
      requestId: id,
      path: 'products',
    });
    log.mockRestore();
  });
});

it('tells which setting to change where the port is taken', async () => {
  const port = Number(new URL(api.url).port);
  const again = startServer({ ...api.options, port });
  await expect(again).rejects.toMatchObject({
    code: 'BAD_SETTING',
    message: expect.stringContaining(`PORT is set to "${port}"`),
  });
});
