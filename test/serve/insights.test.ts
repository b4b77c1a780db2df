import { beforeAll, describe, expect, it } from 'vitest';
import { tellFound } from '../../src/measure/alerts/news.ts';
import { Insight } from '../../src/model/alert.ts';
import { newKey } from './api.ts';
import { startDeskApi } from './desk.ts';

const api = await startDeskApi();
const [tenant, other] = [await api.tenant('Shop'), await api.tenant('Other')];
const { workspaceId, secret } = tenant;

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const add = (number: number, day: string, severity: string) =>
  api.store.em().insert(Insight, {
    ...{ workspaceId, id: idOf(number), ruleId: idOf(0), kind: 'UNUSUALLY_LOW', subject: 'METRIC', key: 'gross_sales' },
    ...{ name: 'Net sales', severity, grain: 'DAY', firstDay: day, lastDay: day, title: `Low on ${day}`, body: 'Low.' },
    ...{
      figures: [],
      foundAt: new Date(),
      provenance: { method: 'm', formula: 'f', computedAt: new Date(), inputs: [] },
    },
  });
beforeAll(async () => {
  await add(1, '2025-01-06', 'WARNING');
  await add(2, '2025-01-08', 'INFO');
  await add(3, '2025-01-07', 'WARNING');
});

describe('insights', () => {
  const query = `query ($after: String, $severity: [InsightSeverity!]) { insights(first: 1, after: $after, severity: $severity) {
    totalCount nodes { title metric { key } cpi { id } } pageInfo { endCursor hasNextPage } } }`;
  interface Page {
    insights: { totalCount: number; nodes: { title: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  }

  it('are read page by page, the latest days first, by severity, in their own workspace alone', async () => {
    const titles: string[] = [];
    let after: string | null = null;
    for (;;) {
      const { insights }: Page = await api.must<Page>(secret, query, { after });
      expect(insights.totalCount).toBe(3);
      expect(insights.nodes[0]).toMatchObject({ metric: { key: 'gross_sales' }, cpi: null });
      titles.push(...insights.nodes.map(({ title }) => title));
      if (!insights.pageInfo.hasNextPage) break;
      after = insights.pageInfo.endCursor;
    }
    expect(titles).toEqual(['Low on 2025-01-08', 'Low on 2025-01-07', 'Low on 2025-01-06']);
    const chosen = await api.must<Page>(secret, query, { severity: ['WARNING'] });
    expect(chosen.insights).toMatchObject({ totalCount: 2, nodes: [{ title: 'Low on 2025-01-07' }] });
    expect((await api.must<Page>(other.secret, query)).insights.totalCount).toBe(0);
  });

  it('are followed by whoever may read figures, in their workspace', async () => {
    const subscription = 'subscription { latestInsights(first: 1, severity: [INFO]) { title } }';
    const [ours, theirs] = [await api.subscribe(secret, subscription), await api.subscribe(other.secret, subscription)];
    expect((await ours.events.next()).value).toEqual({ data: { latestInsights: [{ title: 'Low on 2025-01-08' }] } });
    expect((await theirs.events.next()).value).toEqual({ data: { latestInsights: [] } });
    await add(4, '2025-01-09', 'INFO');
    await tellFound(api.store.em(), workspaceId);
    expect((await ours.events.next()).value).toEqual({ data: { latestInsights: [{ title: 'Low on 2025-01-09' }] } });
    const blind = await newKey(api.store, workspaceId, ['READ_CUSTOMERS']);
    expect((await api.subscribe(blind, subscription)).status).toBe(403);
  });
});

describe('alert rules', () => {
  interface Payload {
    rule: { id: string; name: string; kinds: string[]; enabled: boolean } | null;
    userErrors: { code: string; field: string[]; message: string }[];
  }
  const fields =
    'rule: alertRule { id name kinds enabled cpi metric quietDays builtIn } userErrors { code field message }';
  const change = async (name: string, type: string, input: object) =>
    (
      await api.must<{ change: Payload }>(
        secret,
        `mutation ($input: ${type}!) { change: ${name}(input: $input) { ${fields} } }`,
        { input },
      )
    ).change;
  const create = (input: object) => change('createAlertRule', 'CreateAlertRuleInput', input);
  const update = (input: object) => change('updateAlertRule', 'UpdateAlertRuleInput', input);
  const remove = (id: string) =>
    api.must<{ change: { deletedAlertRuleId: string | null; userErrors: object[] } }>(
      secret,
      'mutation ($id: ID!) { change: deleteAlertRule(input: { id: $id }) { deletedAlertRuleId userErrors { field } } }',
      { id },
    );
  const rules = async () =>
    (
      await api.must<{ alertRules: { id: string; name: string; enabled: boolean }[] }>(
        secret,
        '{ alertRules { id name enabled } }',
      )
    ).alertRules;

  it('are made, changed, switched off and deleted; the one from the start stays', async () => {
    const cpi = await create({ name: ' Late ', cpi: 'on-time-delivery' });
    expect(cpi).toMatchObject({ rule: { name: 'Late', kinds: ['TARGET', 'UNUSUAL'], quietDays: 28 }, userErrors: [] });
    const metric = await create({ name: 'Sales', metric: 'gross_sales', quietDays: 7 });
    expect(metric).toMatchObject({ rule: { kinds: ['UNUSUAL'], metric: 'gross_sales', quietDays: 7 } });
    expect((await rules()).map(({ name }) => name)).toEqual(['Every CPI', 'Late', 'Sales']);
    await update({ id: metric.rule!.id, name: 'Revenue', enabled: false });
    await remove(cpi.rule!.id);
    const [first, ...more] = await rules();
    expect(more).toMatchObject([{ name: 'Revenue', enabled: false }]);
    expect(await update({ id: first!.id, enabled: false })).toMatchObject({ rule: { enabled: false, builtIn: true } });
    expect((await remove(first!.id)).change).toEqual({
      deletedAlertRuleId: null,
      userErrors: [{ field: ['input', 'id'] }],
    });
    expect((await rules())[0]).toMatchObject({ name: 'Every CPI', enabled: false });
  });

  it.each([
    [{ name: ' ' }, 'name', 'is empty'],
    [{ name: 'a', cpi: 'on-time' }, 'cpi', 'names no CPI: "on-time". There are'],
    [{ name: 'a', metric: 'sales' }, 'metric', 'names no metric: "sales"'],
    [{ name: 'a', cpi: 'on-time-delivery', metric: 'gross_sales' }, 'metric', 'is given beside cpi'],
    [{ name: 'a', metric: 'gross_sales', kinds: ['TARGET'] }, 'kinds', 'only CPIs have targets'],
    [{ name: 'a', kinds: [] }, 'kinds', 'is empty'],
    [{ name: 'a', quietDays: 400 }, 'quietDays', 'must be from 0 to 365'],
  ])('are refused where they cannot be: %j', async (input, field, reason) => {
    const { rule, userErrors } = await create(input);
    expect(rule).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['input', field] }]);
    expect(userErrors[0]!.message).toContain(reason);
  });

  it('are changed by whoever may change CPIs', async () => {
    const reader = await newKey(api.store, workspaceId, ['READ_METRICS']);
    const query = 'mutation { createAlertRule(input: { name: "a" }) { userErrors { code } } }';
    expect((await api.ask(reader, query)).errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});
