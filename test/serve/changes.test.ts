import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 25 }));

interface Errors {
  code: string;
  message: string;
  field: string[];
}
interface Segment {
  id: string;
  name: string;
  description: string;
  filter: unknown;
  size: number;
  customers: { totalCount: number };
}
const segmentFields =
  'segment { id name description filter size customers { totalCount } } userErrors { code message field }';
const mutate = async <Payload>(name: string, type: string, input: object, fields: string): Promise<Payload> => {
  const query = `mutation ($input: ${type}!) { change: ${name}(input: $input) { ${fields} } }`;
  const { data, errors } = await api.ask<{ change: Payload }>(tenant.secret, query, { input });
  expect(errors).toBeUndefined();
  return data!.change;
};
type SegmentPayload = { segment: Segment | null; userErrors: Errors[] };
const create = (input: object) => mutate<SegmentPayload>('createSegment', 'CreateSegmentInput', input, segmentFields);
const update = (input: object) => mutate<SegmentPayload>('updateSegment', 'UpdateSegmentInput', input, segmentFields);
const remove = (id: string) =>
  mutate<{ deletedSegmentId: string | null; userErrors: Errors[] }>(
    'deleteSegment',
    'DeleteSegmentInput',
    { id },
    'deletedSegmentId userErrors { code message field }',
  );
const totalOf = async (filter?: unknown) => {
  const query = 'query ($filter: CustomerFilterInput) { customers(filter: $filter) { totalCount } }';
  return (await api.ask<{ customers: { totalCount: number } }>(tenant.secret, query, { filter })).data!.customers
    .totalCount;
};

describe('a segment', () => {
  it('is a saved filter: made, used, changed, deleted', async () => {
    const filter = { all: [{ orders: { gte: 2 } }, { not: { country: ['XX'] } }] };
    const { segment, userErrors } = await create({ name: ' Returning ', filter });
    expect(userErrors).toEqual([]);
    expect(segment).toMatchObject({ name: 'Returning', filter });
    expect(segment!.description).toBeTruthy();
    expect(segment!.size).toBe(await totalOf(filter));
    expect(segment!.size).toBeGreaterThan(0);
    expect(segment!.customers.totalCount).toBe(segment!.size);
    expect(await totalOf({ segment: segment!.id })).toBe(segment!.size);
    expect(await totalOf({ not: { segment: segment!.id } })).toBe((await totalOf()) - segment!.size);

    const renamed = await update({ id: segment!.id, name: 'Loyal ones', filter: { orders: { gte: 1 } } });
    expect(renamed.segment).toMatchObject({ id: segment!.id, name: 'Loyal ones' });
    expect(renamed.segment!.size).toBeGreaterThan(segment!.size);
    const within = await create({
      name: 'Of the loyal ones',
      filter: { segment: segment!.id, revenue: { gte: '50.00' } },
    });
    expect(within.segment!.filter).toEqual({ segment: segment!.id, revenue: { gte: '50.00' } });

    const inner = await api.ask<{ segment: { customers: { nodes: { segments: { id: string }[] }[] } } }>(
      tenant.secret,
      'query ($id: ID!) { segment(id: $id) { customers(first: 3) { nodes { segments { id } } } } }',
      { id: segment!.id },
    );
    for (const { segments } of inner.data!.segment.customers.nodes) {
      expect(segments.map(({ id }) => id)).toContain(segment!.id);
    }
    expect(await remove(within.segment!.id)).toMatchObject({ deletedSegmentId: within.segment!.id, userErrors: [] });
    expect(await remove(within.segment!.id)).toMatchObject({
      deletedSegmentId: null,
      userErrors: [{ code: 'INVALID' }],
    });
  });

  it('that cannot be is refused with the field at fault', async () => {
    const any = { orders: { gte: 1 } };
    const { segment } = await create({ name: 'Taken', filter: any });
    const error = async (input: object) => (await create(input)).userErrors[0];
    expect(await error({ name: 'Taken', filter: any })).toMatchObject({ code: 'TAKEN', field: ['input', 'name'] });
    expect(await error({ name: ' ', filter: any })).toMatchObject({ code: 'REQUIRED', field: ['input', 'name'] });
    expect(await error({ name: 'x'.repeat(500), filter: any })).toMatchObject({ code: 'TOO_LONG' });
    expect(await error({ name: 'Nowhere', filter: { segment: 'nonsense' } })).toMatchObject({
      code: 'INVALID',
      field: ['input', 'filter', 'segment'],
    });
    const circle = await update({ id: segment!.id, filter: { not: { segment: segment!.id } } });
    expect(circle).toMatchObject({ segment: null, userErrors: [{ code: 'INVALID' }] });
  });

  it('that is built in stays as it is', async () => {
    const { data } = await api.ask<{ segments: { nodes: { id: string; builtIn: boolean }[] } }>(
      tenant.secret,
      '{ segments { nodes { id builtIn } } }',
    );
    const { id } = data!.segments.nodes.find(({ builtIn }) => builtIn)!;
    expect((await update({ id, name: 'Mine' })).userErrors[0]?.message).toContain('built-in');
    expect((await remove(id)).userErrors[0]?.message).toContain('built-in');
  });
});

describe('the workspace', () => {
  const fields = 'workspace { name timeZone churnAfterDays currency } userErrors { code field message }';
  type Payload = { workspace: { timeZone: string } | null; userErrors: Errors[] };
  const change = (input: object) => mutate<Payload>('updateWorkspace', 'UpdateWorkspaceInput', input, fields);

  it('changes what is given, and its figures with it', async () => {
    const orders = '{ orders(first: 100) { nodes { placedAt amounts { day } } } }';
    type Days = { orders: { nodes: { placedAt: string; amounts: { day: string } }[] } };
    expect(await change({ timeZone: 'Pacific/Auckland', churnAfterDays: 90 })).toEqual({
      workspace: { name: 'Shop', timeZone: 'Pacific/Auckland', churnAfterDays: 90, currency: 'EUR' },
      userErrors: [],
    });
    const dayIn = (at: string) =>
      new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Auckland' }).format(new Date(at));
    const { data } = await api.ask<Days>(tenant.secret, orders);
    for (const { placedAt, amounts } of data!.orders.nodes) expect(amounts.day).toBe(dayIn(placedAt));
    await change({ timeZone: 'Europe/Rome', churnAfterDays: 180 });
  });

  it('attributes orders by the model that it is told', async () => {
    const chosen = `workspace { attributionModel } userErrors { code }`;
    type Chosen = { workspace: { attributionModel: string }; userErrors: Errors[] };
    const choose = (attributionModel: string) =>
      mutate<Chosen>('updateWorkspace', 'UpdateWorkspaceInput', { attributionModel }, chosen);
    expect(await choose('LINEAR')).toEqual({ workspace: { attributionModel: 'LINEAR' }, userErrors: [] });
    const { data } = await api.ask<Chosen>(tenant.secret, '{ workspace { attributionModel } }');
    expect(data!.workspace.attributionModel).toBe('LINEAR');
    await choose('LAST_NON_DIRECT');
  });

  it('refuses a zone that is none and thresholds out of range', async () => {
    const { workspace, userErrors } = await change({ timeZone: 'Middle/Earth', churnAfterDays: 0, name: '' });
    expect(workspace).toBeNull();
    expect(userErrors.map(({ field }) => field)).toEqual([
      ['input', 'name'],
      ['input', 'timeZone'],
      ['input', 'churnAfterDays'],
    ]);
  });
});

describe('an API key', () => {
  it('is made and shown once', async () => {
    const fields = 'apiKey { id prefix scopes } secret userErrors { code field }';
    type Payload = { apiKey: { prefix: string } | null; secret: string | null; userErrors: Errors[] };
    const make = (input: object) => mutate<Payload>('createApiKey', 'CreateApiKeyInput', input, fields);
    const { apiKey, secret } = await make({ label: 'Dashboard', scopes: ['READ_METRICS'] });
    expect(secret!.startsWith(apiKey!.prefix)).toBe(true);
    expect((await api.ask(secret!, '{ workspace { name } }')).data).toEqual({ workspace: { name: 'Shop' } });
    expect(
      (await make({ label: '', scopes: [], expiresAt: '2020-01-01T00:00:00Z' })).userErrors.map(
        ({ field }) => field[1],
      ),
    ).toEqual(['label', 'scopes', 'expiresAt']);
  });
});
