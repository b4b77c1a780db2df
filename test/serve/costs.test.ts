import { beforeAll, describe, expect, it } from 'vitest';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
const other = await api.tenant('Elsewhere');
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 40, whole: true }));

interface Cost {
  id: string;
  kind: string;
  startsOn: string;
  endsOn: string;
  note: string | null;
  amount: { amount: string; currency: string };
  channel: { id: string; name: string } | null;
  campaign: { id: string; name: string } | null;
}
interface Payload {
  cost: Cost | null;
  deletedCostId?: string | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
const cost =
  'id kind startsOn endsOn note amount { amount currency } channel { id name } campaign { id name } source { name }';
const errors = 'userErrors { code message field }';

async function change<Result = Payload>(name: string, input: object, selection = `cost { ${cost} } ${errors}`) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { change: ${name}(input: $input) { ${selection} } }`;
  const answer = await api.ask<{ change: Result }>(tenant.secret, query, { input });
  expect(answer.errors).toBeUndefined();
  return answer.data!.change;
}
async function ask<Data>(query: string, secret = tenant.secret): Promise<Data> {
  const answer = await api.ask<Data>(secret, query);
  expect(answer.errors).toBeUndefined();
  return answer.data!;
}
const costsOf = async (secret = tenant.secret) =>
  (
    await ask<{ costEntries: { totalCount: number; nodes: Cost[] } }>(
      `{ costEntries { totalCount nodes { ${cost} } } }`,
      secret,
    )
  ).costEntries;
const metric = async (key: string) => {
  const period = 'period: { between: { from: "2025-01-01", to: "2025-06-30" } }';
  return (
    await ask<{ metric: { total: { value: string | null; numerator: string | null } } }>(
      `{ metric(key: "${key}", ${period}) { total { value numerator } } }`,
    )
  ).metric.total;
};
const named = async (kind: 'channels' | 'campaigns', name: string) => {
  const { found } = await ask<{ found: { nodes: { id: string; name: string }[] } }>(
    `{ found: ${kind}(first: 100) { nodes { id name } } }`,
  );
  return found.nodes.find((node) => node.name === name)!;
};
const agency = { kind: 'AGENCY', startsOn: '2025-01-01', endsOn: '2025-03-31', amount: '900.00', note: 'Spring' };

describe('a cost that is no ad', () => {
  it('is entered, listed, changed and deleted, and the figures follow at once', async () => {
    const before = await metric('marketing_costs');
    const loaded = await metric('fully_loaded_cac');
    const social = await named('channels', 'Paid social');
    const { cost: made, userErrors } = await change('createCost', { ...agency, channel: social.id });
    expect(userErrors).toEqual([]);
    const amount = { amount: '900.00', currency: 'EUR' };
    expect(made).toEqual({ ...agency, id: made!.id, amount, channel: social, campaign: null, source: null });
    expect(Number((await metric('marketing_costs')).value) - Number(before.value)).toBeCloseTo(900, 6);
    const loadedNow = await metric('fully_loaded_cac');
    expect(Number(loadedNow.numerator) - Number(loaded.numerator)).toBeCloseTo(900, 6);

    const changed = await change('updateCost', { id: made!.id, endsOn: null, amount: '50', channel: null });
    expect(changed.cost).toMatchObject({ startsOn: '2025-01-01', endsOn: '2025-01-01', channel: null, note: 'Spring' });
    expect(Number((await metric('marketing_costs')).value) - Number(before.value)).toBeCloseTo(50, 6);
    expect(await costsOf()).toMatchObject({ totalCount: 1, nodes: [{ id: made!.id, amount: { amount: '50' } }] });
    expect(await costsOf(other.secret)).toMatchObject({ totalCount: 0 });
    const { node } = await ask<{ node: object }>(`{ node(id: "${made!.id}") { ... on CostEntry { kind } } }`);
    expect(node).toEqual({ kind: 'AGENCY' });

    const gone = await change('deleteCost', { id: made!.id }, `deletedCostId ${errors}`);
    expect(gone).toEqual({ deletedCostId: made!.id, userErrors: [] });
    expect(await metric('marketing_costs')).toEqual(before);
    expect((await change('updateCost', { id: made!.id })).userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', 'id'], message: 'id names no cost of this workspace.' },
    ]);
  });

  it.each([
    [{ endsOn: '2024-12-31' }, 'endsOn', 'is 2024-12-31, before startsOn (2025-01-01)'],
    [{ endsOn: '2035-06-01' }, 'endsOn', 'is more than ten years after startsOn'],
    [{ amount: '1.005' }, 'amount', 'is 1.005; EUR has 2 decimals'],
    [{ amount: '1.5', currency: 'JPY' }, 'amount', 'is 1.5; JPY has 0 decimals'],
    [{ note: 'x'.repeat(1001) }, 'note', 'is longer than 1000 characters'],
    [{ channel: 'x' }, 'channel', 'is no id of this API'],
    [
      { channel: Buffer.from('Channel:00000000-0000-4000-8000-000000000000').toString('base64url') },
      'channel',
      'names no channel',
    ],
  ])('is refused with %o', async (wrong, field, reason) => {
    const { cost: made, userErrors } = await change('createCost', { ...agency, ...wrong });
    expect(made).toBeNull();
    expect(userErrors).toMatchObject([
      { code: 'INVALID', field: ['input', field], message: expect.stringContaining(reason) },
    ]);
  });

  it('is of one campaign within its own channel', async () => {
    const [campaign, search] = [await named('campaigns', 'Prospecting'), await named('channels', 'Paid search')];
    const refused = await change('createCost', { ...agency, campaign: campaign.id, channel: search.id });
    expect(refused.userErrors).toMatchObject([
      { field: ['input', 'campaign'], message: 'campaign belongs to another channel.' },
    ]);
    const { cost: made } = await change('createCost', { ...agency, campaign: campaign.id });
    expect(made).toMatchObject({ campaign, channel: null });
    await change('deleteCost', { id: made!.id }, errors);
  });

  it('needs a key that may write costs', async () => {
    const secret = await newKey(api.store, tenant.workspaceId, ['READ_METRICS']);
    const query = 'mutation { deleteCost(input: { id: "x" }) { deletedCostId } }';
    const { errors: refused } = await api.ask(secret, query);
    expect(refused![0]).toMatchObject({
      extensions: { code: 'FORBIDDEN' },
      message: expect.stringContaining('WRITE_COSTS'),
    });
  });
});

describe('ad spend', () => {
  const period = 'period: { between: { from: "2025-01-01", to: "2025-06-30" } }';
  type Part = { campaign: { name: string }; adSet: string; figures: { spend: { amount: string } } };
  interface Found {
    adSpend: { total: { spend: { amount: string } }; parts: Part[] };
  }
  const spentOn = (args: string, parts = '') =>
    ask<Found>(`{ adSpend(level: AD_SET, ${period}${args}) { total { spend { amount } }
      parts${parts} { campaign { name } adSet figures { spend { amount } } } } }`);

  it('is asked of one campaign, by ad set', async () => {
    const { id, name } = await named('campaigns', 'Brand');
    const { total, parts } = (await spentOn(`, campaign: "${id}"`)).adSpend;
    expect(parts.map(({ campaign }) => campaign.name)).toEqual([name, name]);
    const sum = parts.reduce((spent, { figures }) => spent + Number(figures.spend.amount), 0);
    expect(sum).toBeCloseTo(Number(total.spend.amount), 6);
    const all = (await spentOn('', '(first: 1)')).adSpend;
    expect(all.parts).toHaveLength(1);
    expect(Number(all.total.spend.amount)).toBeGreaterThan(sum);
  });

  it('says which campaign there is not', async () => {
    const id = Buffer.from('Campaign:00000000-0000-4000-8000-000000000000').toString('base64url');
    const { errors: refused } = await api.ask(
      tenant.secret,
      `{ adSpend(level: AD, campaign: "${id}") { total { reason } } }`,
    );
    expect(refused![0]).toMatchObject({ extensions: { code: 'BAD_INPUT', field: 'campaign' } });
  });
});

describe('a campaign', () => {
  it('that is there to keep customers costs no new ones', async () => {
    const { id } = await named('campaigns', 'Retargeting');
    const purpose = async () =>
      (await ask<{ campaign: { purpose: string } }>(`{ campaign(id: "${id}") { purpose } }`)).campaign.purpose;
    expect(await purpose()).toBe('ACQUISITION');
    const [before, blended] = [await metric('new_customer_cac'), await metric('blended_cac')];
    expect(before).toEqual(blended);
    const said = await change<{ campaign: object }>(
      'setCampaignPurpose',
      { campaign: id, purpose: 'RETENTION' },
      `campaign { id purpose } ${errors}`,
    );
    expect(said.campaign).toEqual({ id, purpose: 'RETENTION' });
    expect(Number((await metric('new_customer_cac')).value)).toBeLessThan(Number(before.value));
    expect(await metric('blended_cac')).toEqual(blended);
  });
});
