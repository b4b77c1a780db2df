import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../connectors/demo/truth.ts';
import { loadDemo, startApi } from './api.ts';

const settings = { seed: 5, customers: 400 };
const truth = truthOf({ ...settings, endsOn: '2025-06-30', lateEffect: 1.8 });
const api = await startApi();
const tenant = await api.tenant('Demo');
beforeAll(() => loadDemo(api.store, tenant, { ...settings, whole: true }));

interface Share {
  part: number;
  whole: number;
  share: number | null;
  low: number | null;
  high: number | null;
  reason: string | null;
}
interface Coverage {
  firstOrders: Share;
  orders: Share;
  byConsent: { consent: string; coverage: Share }[];
  matches: { matchedOn: string; touches: number }[];
  ofNobody: Share;
  unmatchedCampaigns: { count: number; campaigns: { utmCampaign: string; touches: number; orders: number }[] };
  provenance: { inputs: { stream: string; rows: number }[]; notes: string[] };
}

const share = 'part whole share low high reason';
const query = `query ($period: PeriodInput!, $filter: CustomerFilterInput) { touchCoverage(period: $period, filter: $filter) {
  firstOrders { ${share} } orders { ${share} } byConsent { consent coverage { ${share} } }
  matches { matchedOn touches } ofNobody { ${share} }
  unmatchedCampaigns { count campaigns { utmCampaign touches orders } } provenance { inputs { stream rows } notes } } }`;
const whole = { between: { from: '2022-01-01', to: '2025-06-30' } };
async function coverage(variables: object = { period: whole }): Promise<Coverage> {
  const { data, errors } = await api.ask<{ touchCoverage: Coverage }>(tenant.secret, query, { ...variables });
  expect(errors).toBeUndefined();
  return data!.touchCoverage;
}
const rows = async <Row>(statement: ReturnType<typeof sql<Row>>) =>
  (await statement.execute(api.store.em().getKysely())).rows;

describe('coverage of touches', () => {
  it('knows of every first purchase what the demo business planted, and no more', async () => {
    const found = await rows(sql<{ key: string; known: boolean }>`
      select o.external_id as key, bool_or(g.kind = 'SESSION') is true as known from order_facts f
      join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
      left join touch_facts t on t.workspace_id = f.workspace_id and t.order_id = f.order_id
      left join touch_origins g on g.workspace_id = t.workspace_id and g.id = t.origin_id
      where f.workspace_id = ${tenant.workspaceId} and f.sequence = 1 group by 1`);
    const known = new Map(found.map(({ key, known: touched }) => [key, touched]));
    // Who shares a phone with somebody who bought before is no new customer.
    const first = truth.acquired.filter(({ order }) => known.has(order));
    expect(first.length).toBeGreaterThan(0.98 * truth.acquired.length);
    const planted = first.map(({ order, touchKnown }) => [order, touchKnown] as const);
    expect(planted.map(([order]) => [order, known.get(order)])).toEqual(planted);
    const refused = first.filter(({ trackingRefused }) => trackingRefused);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.filter(({ order }) => known.get(order))).toEqual([]);
  });

  it('knows by which channel and campaign each buyer was won', async () => {
    const found = await rows(sql<{ order: string; channel: string; campaign: string | null; tag: string | null }>`
      select distinct on (f.order_id) o.external_id as order, n.external_id as channel, k.external_id as campaign,
        g.utm_campaign as tag
      from order_facts f
      join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
      join touch_facts t on t.workspace_id = f.workspace_id and t.order_id = f.order_id
      join touch_origins g on g.workspace_id = t.workspace_id and g.id = t.origin_id and g.kind = 'SESSION'
      join channels n on n.workspace_id = g.workspace_id and n.id = g.channel_id
      left join campaigns k on k.workspace_id = g.workspace_id and k.id = g.campaign_id
      where f.workspace_id = ${tenant.workspaceId} and f.sequence = 1 order by f.order_id, t.at, t.touch_id`);
    const planted = new Map(truth.acquired.map((buyer) => [buyer.order, buyer]));
    expect(found.length).toBeGreaterThan(250);
    for (const { order, channel, campaign, tag } of found) {
      const buyer = planted.get(order)!;
      expect({ channel, campaign }).toEqual({
        channel: buyer.channel,
        campaign: tag === 'old-flyer' ? null : buyer.campaign,
      });
    }
    const flyers = found.filter(({ tag }) => tag === 'old-flyer').length;
    const tagged = found.filter(({ order }) => planted.get(order)!.campaign !== null).length;
    expect(flyers / tagged).toBeLessThan(0.08);
  });

  it('counts what it knows, in shares with their intervals, and says who refused', async () => {
    const { firstOrders, orders, byConsent, ofNobody, provenance } = await coverage();
    const [counted] = await rows(sql<{ first: number; known: number; all: number }>`
      select (count(*) filter (where sequence = 1))::int as first, count(*)::int as all,
        (count(*) filter (where sequence = 1 and exists (select 1 from touch_facts t
          where t.workspace_id = f.workspace_id and t.order_id = f.order_id)))::int as known
      from order_facts f where workspace_id = ${tenant.workspaceId} and valid`);
    expect(firstOrders).toMatchObject({ part: counted!.known, whole: counted!.first, reason: null });
    expect(orders.whole).toBe(counted!.all);
    expect(firstOrders.share).toBeCloseTo(counted!.known / counted!.first, 12);
    expect(firstOrders.low!).toBeLessThan(firstOrders.share!);
    expect(firstOrders.high!).toBeGreaterThan(firstOrders.share!);
    expect(byConsent.map(({ consent }) => consent)).toEqual(['GRANTED', 'REFUSED', 'UNKNOWN']);
    expect(byConsent.reduce((sum, each) => sum + each.coverage.whole, 0)).toBe(firstOrders.whole);
    expect(byConsent.reduce((sum, each) => sum + each.coverage.part, 0)).toBe(firstOrders.part);
    const [granted, refused] = byConsent.map((each) => each.coverage);
    expect(refused).toMatchObject({ part: 0, share: 0 });
    expect(refused!.whole).toBeGreaterThan(10);
    expect(granted!.share!).toBeGreaterThan(0.8);
    expect(ofNobody.part).toBe(0);
    expect(provenance.inputs.map(({ stream }) => stream)).toEqual(['simulated-orders', 'simulated-visits']);
  });

  it('lists the campaigns that match nothing, and what told the channels', async () => {
    const { unmatchedCampaigns, matches, ofNobody } = await coverage();
    const [flyer] = await rows(sql<{ touches: number }>`
      select count(*)::int as touches from touches
      where workspace_id = ${tenant.workspaceId} and utm_campaign = 'old-flyer'`);
    const flyers = unmatchedCampaigns.campaigns.filter(({ utmCampaign }) => utmCampaign === 'old-flyer');
    expect(unmatchedCampaigns.campaigns).toEqual(flyers);
    expect(unmatchedCampaigns.count).toBe(flyers.length);
    expect(flyers.reduce((sum, { touches }) => sum + touches, 0)).toBe(flyer!.touches);
    expect(flyer!.touches).toBeGreaterThan(0);
    expect(flyers.every(({ touches, orders }) => orders > 0 && orders <= touches)).toBe(true);
    expect(matches).toEqual([{ matchedOn: 'SOURCE', touches: ofNobody.whole }]);
  });

  it('is zero of zero before any data, obeys a filter, and is a metric with its course', async () => {
    const before = await coverage({ period: { between: { from: '2010-01-01', to: '2010-12-31' } } });
    expect(before.firstOrders).toEqual({
      part: 0,
      whole: 0,
      share: null,
      low: null,
      high: null,
      reason: 'NO_DENOMINATOR',
    });
    const mail = await coverage({ period: whole, filter: { acquiredBy: { channel: ['EMAIL'] } } });
    expect(mail.firstOrders.share).toBe(1);
    expect(mail.provenance.notes).toHaveLength(1);
    const all = await coverage();
    const { data } = await api.ask<{
      metric: { total: { numerator: string; denominator: string }; series: { denominator: string | null }[] };
    }>(
      tenant.secret,
      `query ($period: PeriodInput!) { metric(key: "first_touch_coverage", period: $period, grain: YEAR) {
        total { numerator denominator } series { denominator } } }`,
      { period: whole },
    );
    expect([data!.metric.total.numerator, data!.metric.total.denominator].map(Number)).toEqual([
      all.firstOrders.part,
      all.firstOrders.whole,
    ]);
    expect(data!.metric.series.reduce((sum, { denominator }) => sum + Number(denominator), 0)).toBe(
      all.firstOrders.whole,
    );
  });

  it('stands in the timeline of who was touched, as classified', async () => {
    const [first] = await rows(sql<{ customer: string; order: string; campaign: string | null; kind: string }>`
      select f.customer_id as customer, o.number as order, k.name as campaign, g.channel_kind as kind from touch_facts f
      join touch_origins g on g.workspace_id = f.workspace_id and g.id = f.origin_id
      join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
      left join campaigns k on k.workspace_id = g.workspace_id and k.id = g.campaign_id
      where f.workspace_id = ${tenant.workspaceId} and g.channel_kind = 'PAID_SOCIAL' order by f.at, f.touch_id limit 1`);
    const id = Buffer.from(`Customer:${first!.customer}`).toString('base64url');
    const { data } = await api.ask<{
      customer: { timeline: { nodes: { __typename: string; order: object | null }[] } };
    }>(
      tenant.secret,
      `query ($id: ID!) { customer(id: $id) { timeline(first: 100) { nodes { __typename order { number }
        ... on TouchRecorded { channel channelKind campaign matchedOn counted } } } } }`,
      { id },
    );
    const touches = data!.customer.timeline.nodes.filter(({ __typename }) => __typename === 'TouchRecorded');
    expect(touches.at(-1)).toEqual({
      __typename: 'TouchRecorded',
      order: { number: first!.order },
      channel: 'Paid social',
      channelKind: 'PAID_SOCIAL',
      campaign: first!.campaign,
      matchedOn: 'SOURCE',
      counted: true,
    });
  });

  it('sees a touch that belongs to nobody', async () => {
    const { ofNobody } = await coverage();
    await sql`insert into touches (workspace_id, id, at, kind, source_id, external_id, stream, record_key, run_id)
      select workspace_id, gen_random_uuid(), '2025-01-01T10:00:00Z', 'SESSION', source_id, 'stray', stream, 'stray', run_id
      from touches where workspace_id = ${tenant.workspaceId} limit 1`.execute(api.store.em().getKysely());
    await sql`update workspaces set data_version = data_version + 1 where id = ${tenant.workspaceId}`.execute(
      api.store.em().getKysely(),
    );
    expect((await coverage()).ofNobody).toMatchObject({ part: 1, whole: ofNobody.whole + 1 });
  });
});
