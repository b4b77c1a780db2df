import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findInsights } from '../../../src/measure/alerts/find.ts';
import { listRules, saveRule } from '../../../src/measure/alerts/rules.ts';
import { openContext } from '../../../src/measure/context.ts';
import { AlertWebhook } from '../../../src/model/alert.ts';
import { InsightsDocument, type InsightsQuery } from '../../../schema/client.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
const { workspaceId } = tenant;
const db = () => api.store.em().getKysely();
// The carrier's strike of this demo business is in February 2024.
beforeAll(() => loadDemo(api.store, tenant, { seed: 1, customers: 800 }));

interface Row {
  id: string;
  kind: string;
  key: string;
  severity: string;
  grain: string;
  firstDay: string;
  title: string;
}
async function insights(): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select id, kind, key, severity, grain, first_day as "firstDay", title from insights
    where workspace_id = ${workspaceId} order by last_day, id`.execute(db());
  return rows;
}
const forget = async (...tables: string[]) => {
  for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(db());
};
const find = (asOf?: string) => findInsights(api.store, workspaceId, { asOf });

describe('after something was read', () => {
  it('is found what happened in the two years before, the strike above all', async () => {
    const found = await insights();
    const unusual = found.filter(({ key, kind }) => key === 'on-time-delivery' && kind.startsWith('UNUSUALLY'));
    expect(unusual).toMatchObject([
      { kind: 'UNUSUALLY_LOW', severity: 'WARNING', grain: 'MONTH', firstDay: '2024-02-01' },
    ]);
    expect(unusual[0]!.title).toMatch(
      /^On-time deliveries: unusually low in February 2024, \d\d\.\d % where \d\d\.\d % is/,
    );
    const incomplete = found.filter(({ key, kind }) => key === 'complete-delivery' && kind === 'TARGET_MISSED');
    expect(incomplete.map(({ firstDay }) => firstDay)).toContain('2024-02-01');
  });

  it('is told with the figures behind it', async () => {
    const { data, errors } = await api.ask<InsightsQuery>(tenant.secret, InsightsDocument.toString());
    expect(errors).toBeUndefined();
    const { nodes, totalCount } = data!.insights!;
    expect(nodes).toHaveLength(totalCount);
    expect(nodes.map(({ lastDay }) => lastDay)).toEqual(
      nodes
        .map(({ lastDay }) => lastDay)
        .toSorted()
        .toReversed(),
    );
    const late = nodes.find(({ kind, cpi }) => kind === 'UNUSUALLY_LOW' && cpi?.name === 'On-time deliveries')!;
    const figure = (name: string) => Number(late.figures.find((each) => each.name === name)!.value);
    const read = await api.ask<{ cpi: { reading: { value: string; denominator: number } } }>(
      tenant.secret,
      `query ($period: PeriodInput!) { cpi(key: "on-time-delivery") { reading(period: $period) { value denominator } } }`,
      { period: { between: { from: late.firstDay, to: late.lastDay } } },
    );
    const { value, denominator } = read.data!.cpi.reading;
    expect(figure('value')).toBe(Number(value));
    expect(figure('subjects')).toBe(denominator);
    expect(figure('value')).toBeLessThan(figure('usual') * 0.7);
    expect(late.provenance.method).toBe('usual-range@1 of on-time-delivery@1');
    expect(late.provenance.inputs[0]!.rows).toBeGreaterThanOrEqual(denominator);
    const again = '($id: ID!) { node(id: $id) { __typename id ... on Insight { title } } }';
    const node = await api.ask<object>(tenant.secret, `query ${again}`, { id: late.id });
    expect(node.data).toEqual({ node: { __typename: 'Insight', id: late.id, title: late.title } });
    const chosen = await api.ask<{ insights: { nodes: { firstDay: string }[] } }>(
      tenant.secret,
      `{ insights(key: "on-time-delivery", severity: [WARNING, CRITICAL], period: {
        between: { from: "2024-02-01", to: "2024-02-29" } }) { nodes { firstDay } } }`,
    );
    expect(chosen.data!.insights.nodes.map(({ firstDay }) => firstDay)).toEqual(['2024-02-01']);
  });

  it('is found once, also where it is looked for again from the start', async () => {
    const before = await insights();
    expect(await find()).toBe(0);
    await forget('alert_progress');
    expect(await find()).toBe(0);
    expect(await insights()).toEqual(before);
  });
});

describe('as of a day', () => {
  beforeEach(() => forget('insights', 'alert_progress', 'alert_webhooks', 'alert_deliveries'));
  const strikes = async () =>
    (await insights()).filter(({ firstDay, kind }) => firstDay === '2024-02-01' && kind === 'UNUSUALLY_LOW');

  it('is found what is over by then, and once it is over', async () => {
    await find('2024-02-27');
    expect(await strikes()).toEqual([]);
    expect((await insights()).length).toBeGreaterThan(0);
    expect(await find('2024-03-20')).toBeGreaterThan(0);
    expect((await strikes()).map(({ key }) => key)).toContain('on-time-delivery');
  });

  it('webhooks are told of what is fresh alone, each once', async () => {
    const webhook = { workspaceId, name: 'Ops', url: 'https://example.com', sealed: '', createdAt: new Date() };
    const ids = ['a', 'b', 'c'].map((letter) => `00000000-0000-4000-8000-00000000000${letter}`);
    await api.store.em().insertMany(
      AlertWebhook,
      ids.map((id, index) => ({ ...webhook, id, enabled: index < 2 })),
    );
    const found = await find('2024-03-20');
    const { rows } = await sql<{ webhook: string; firstDay: string }>`
      select d.webhook_id as webhook, i.last_day as "firstDay" from alert_deliveries d
      join insights i on i.workspace_id = d.workspace_id and i.id = d.insight_id`.execute(db());
    expect(new Set(rows.map(({ webhook: id }) => id))).toEqual(new Set(ids.slice(0, 2)));
    expect(rows.filter(({ firstDay }) => firstDay < '2024-02-18')).toEqual([]);
    expect(rows.length).toBeLessThan(found * 2);
  });

  it('a rule that is switched off looks at nothing, and one for a metric at that', async () => {
    const context = await openContext(api.store.em(), workspaceId);
    const [everyCpi] = await listRules(context.em, workspaceId);
    const { id, builtIn, ...settings } = everyCpi!;
    expect(builtIn).toBe(true);
    await saveRule(context, { ...settings, enabled: false }, id);
    expect(await find()).toBe(0);
    await saveRule(context, { ...settings, name: 'Late', metric: 'delivery_days', grain: 'MONTH', kinds: ['UNUSUAL'] });
    await find();
    const found = await insights();
    expect(found).toContainEqual(
      expect.objectContaining({ key: 'delivery_days', kind: 'UNUSUALLY_HIGH', firstDay: '2024-02-01' }),
    );
    expect(new Set(found.map(({ key }) => key))).toEqual(new Set(['delivery_days']));
  });
});
