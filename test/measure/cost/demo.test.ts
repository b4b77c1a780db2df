import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../../connectors/demo/truth.ts';
import { attributionModels, creditRows } from '../../../src/measure/attribution/credits.ts';
import { type MeasureContext, openContext } from '../../../src/measure/context.ts';
import { measureMetric } from '../../../src/measure/measure.ts';
import type { MetricQuery } from '../../../src/measure/metric.ts';
import { type SpendGroup, spendByLevel } from '../../../src/measure/spend/by-level.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const settings = { seed: 2, customers: 300 };
const streams = ['products', 'rates', 'channels', 'ad-spend', 'customers', 'orders', 'visits'];
const api = await startApi();
const tenant = await api.tenant('Demo');
const { workspaceId } = tenant;
const truth = truthOf({ ...settings, endsOn: '2025-06-30', lateEffect: 1 });
const all = { from: '2022-01-01', to: '2025-06-30' };
const half = { from: '2025-01-01', to: '2025-06-30' };
let context: MeasureContext;
beforeAll(async () => {
  await loadDemo(api.store, tenant, { ...settings, only: streams.map((name) => `simulated-${name}`) });
  context = await openContext(api.store.em(), workspaceId);
});

const ask = (key: string, query: Partial<MetricQuery> = {}) => measureMetric(context, key, { period: half, ...query });
const rows = async <Row>(query: ReturnType<typeof sql<Row>>) => (await query.execute(api.store.em().getKysely())).rows;

describe('what the demo business spends on ads', () => {
  it('is what was planted, by campaign and month, in the currency of each account', async () => {
    const byCampaign = await rows(sql<{ key: string; spend: string }>`
      select c.external_id || ' ' || s.currency as key, sum(s.spend)::numeric(20, 2)::text as spend from ad_spend s
      join campaigns c on c.workspace_id = s.workspace_id and c.id = s.campaign_id
      where s.workspace_id = ${workspaceId} group by 1`);
    const planted = Object.entries(truth.spend.byCampaign).map(([key, spend]) => [key, Number(spend)]);
    expect(Object.fromEntries(byCampaign.map(({ key, spend }) => [key, Number(spend)]))).toEqual(
      Object.fromEntries(planted),
    );
    const { series, groups } = await ask('ad_spend', { period: all, grain: 'MONTH', breakdown: 'channel' });
    const search = groups.find(({ label }) => label === 'Paid search')!;
    const months = search.series.map(({ period, value }) => [`search ${period!.slice(0, 7)} EUR`, Number(value ?? 0)]);
    expect(Object.fromEntries(months.filter(([, spend]) => spend !== 0))).toEqual(
      Object.fromEntries(
        Object.entries(truth.spend.byChannelAndMonth).flatMap(([key, spend]) =>
          key.startsWith('search ') && Number(spend) > 0 ? [[key, Number(spend)]] : [],
        ),
      ),
    );
    expect(series.some(({ value }) => Number(value) > 0)).toBe(true);
  });

  it('is told by campaign as the accounts’ own sums say, converted day by day', async () => {
    const { groups } = await spendByLevel(context, { period: all, level: 'CAMPAIGN' });
    const named = await rows(sql<{ id: string; spend: number }>`
      select s.campaign_id as id, sum(s.spend / case when s.currency = 'EUR' then 1 else (
          select rate from exchange_rates r where r.workspace_id = s.workspace_id and base = 'EUR' and quote = s.currency
            and r.day <= s.day order by r.day desc limit 1) end)::float8 as spend
      from ad_spend s where s.workspace_id = ${workspaceId} group by 1`);
    const spent = new Map(named.map(({ id, spend }) => [id, spend]));
    const spendOf = (group: SpendGroup) => Number(group.spend);
    for (const group of groups) expect(spendOf(group)).toBeCloseTo(spent.get(group.campaignId!)!, 3);
    expect(groups).toHaveLength(Object.keys(truth.spend.byCampaign).length);
    const sets = await spendByLevel(context, { period: all, level: 'AD_SET' });
    const { groups: bySet } = await ask('ad_spend', { period: all, breakdown: 'ad_set' });
    expect(bySet.map(({ label, total }) => [label, total.value])).toEqual(
      sets.groups.map(({ adSet, spend }) => [adSet, spend]),
    );
    expect(sets.groups.reduce((sum, group) => sum + spendOf(group), 0)).toBeCloseTo(Number(sets.total.spend), 4);
  });
});

describe('paid CAC', () => {
  it.each(attributionModels)('by %s has the spend and the credit of paid channels', async (model) => {
    const { total, groups, provenance } = await ask('paid_cac', { breakdown: 'channel', options: { model } });
    const credits = await creditRows(
      context,
      { model, lookBackDays: 30 },
      { period: half, orders: 'FIRST', customers: null },
    );
    const paid = await rows(sql<{ id: string; credit: number }>`
      select c.channel_id as id, sum(c.credit)::float8 as credit from (${credits}) c
      join channels h on h.workspace_id = ${workspaceId} and h.id = c.channel_id
      where h.name in ('Paid search', 'Paid social', 'Affiliate') group by 1`);
    const credit = paid.reduce((sum, row) => sum + row.credit, 0);
    expect(Number(total.denominator)).toBeCloseTo(credit, 9);
    expect(Number(total.value)).toBeCloseTo(Number(total.numerator) / credit, 6);
    expect(total.numerator).toBe((await ask('ad_spend')).total.value);
    const known = new Map(paid.map((row) => [row.id, row.credit]));
    for (const { key, total: own } of groups) expect(Number(own.denominator)).toBeCloseTo(known.get(key) ?? 0, 9);
    const spent = groups.reduce((sum, group) => sum + Number(group.total.numerator), 0);
    expect(spent).toBeCloseTo(Number(total.numerator), 6);
    expect(provenance.notes[0]).toContain(`Credit by ${model}.`);
  });

  it('goes by the workspace’s model unless told', async () => {
    const { total } = await ask('paid_cac', { grain: 'MONTH' });
    expect(total).toEqual((await ask('paid_cac', { options: { model: context.workspace.attributionModel } })).total);
  });
});

it('efficiency by key is the same as that of all that was acquired', async () => {
  const ratio = '{ value numerator denominator }';
  const query = `query ($period: PeriodInput!) { acquisition(period: $period) {
    mer ${ratio} aMer ${ratio} poas ${ratio} blended: cac(scope: MEDIA) { perCustomer { amount } } loaded: cac(scope: FULLY_LOADED) { perCustomer { amount } } } }`;
  type Ratio = { value: string; numerator: string; denominator: string };
  type Cac = { perCustomer: { amount: string } };
  const answer = await api.ask<{
    acquisition: Record<'mer' | 'aMer' | 'poas', Ratio> & Record<'blended' | 'loaded', Cac>;
  }>(tenant.secret, query, { period: { between: half } });
  expect(answer.errors).toBeUndefined();
  const acquired = answer.data!.acquisition;
  for (const [key, ratioOf] of [
    ['mer', acquired.mer],
    ['amer', acquired.aMer],
    ['poas', acquired.poas],
  ] as const) {
    const { total } = await ask(key);
    expect([key, Number(total.value).toFixed(5)]).toEqual([key, Number(ratioOf.value).toFixed(5)]);
    expect(Number(total.numerator)).toBeCloseTo(Number(ratioOf.numerator), 4);
  }
  for (const [key, cac] of [
    ['blended_cac', acquired.blended],
    ['fully_loaded_cac', acquired.loaded],
  ] as const)
    expect(Number((await ask(key)).total.value)).toBeCloseTo(Number(cac.perCustomer.amount), 5);
});
