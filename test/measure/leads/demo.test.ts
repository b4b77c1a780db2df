import { beforeAll, expect, it } from 'vitest';
import { leadTotals } from '../../../connectors/demo/truth/leads.ts';
import { leadOrigins } from '../../../connectors/demo/world/plan.ts';
import { worldOf } from '../../../connectors/demo/world/world.ts';
import { type MeasureContext, openContext } from '../../../src/measure/context.ts';
import { measureMetric } from '../../../src/measure/measure.ts';
import type { MetricQuery } from '../../../src/measure/metric.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const settings = { seed: 4, customers: 20_000 };
const truth = Object.entries(leadTotals(worldOf({ ...settings, endsOn: '2025-06-30', lateEffect: 1 })));
const period = { from: '2022-07-01', to: '2025-06-30' };
const api = await startApi();
const tenant = await api.tenant('Leads');
let context: MeasureContext;
beforeAll(async () => {
  await loadDemo(api.store, tenant, { ...settings, only: ['simulated-leads'] });
  context = await openContext(api.store.em(), tenant.workspaceId);
});
const ask = (key: string, query: Partial<MetricQuery> = {}) => measureMetric(context, key, { period, ...query });

it('leads and deals are those that were drawn, by origin', async () => {
  const { groups, total } = await ask('lead_win_rate', { breakdown: 'origin' });
  const found = groups.map(({ key, total: own }) => [key, Number(own.denominator), Number(own.numerator)]);
  expect(found.toSorted()).toEqual(truth.map(([origin, { leads, won }]) => [origin, leads, won]).toSorted());
  expect(total.count).toBe(2000);
});

it('origins win as often as planted, once all is decided', async () => {
  const decided = { from: period.from, to: '2025-01-31' };
  const { groups } = await ask('lead_win_rate', { period: decided, breakdown: 'origin' });
  for (const { name, winRate } of leadOrigins) {
    const { value, denominator } = groups.find(({ key }) => key === name)!.total;
    const error = Math.sqrt((winRate * (1 - winRate)) / Number(denominator));
    expect({ name, off: Math.abs(Number(value) - winRate) < 3 * error }).toEqual({ name, off: true });
  }
});

it('deals take as long as planted, but for those that are dated before their contact', async () => {
  const { total, provenance } = await ask('days_to_win');
  expect(Math.abs(Number(total.value) - 14)).toBeLessThan(2);
  const [won, early] = (['won', 'early'] as const).map((name) => truth.reduce((sum, [, own]) => sum + own[name], 0));
  expect(early).toBeGreaterThan(0);
  expect(total).toMatchObject({ count: won, denominator: String(won! - early!) });
  expect(provenance.notes).toEqual([`Won before the first contact, and without a duration: ${early} of ${won} deals.`]);
});

it('is known as of a day: later deals were not made yet', async () => {
  const then = await openContext(api.store.em(), tenant.workspaceId, '2024-06-30');
  const within = { from: '2024-06-01', to: '2024-06-30' };
  const known = async (at: MeasureContext) =>
    Number((await measureMetric(at, 'lead_win_rate', { period: within })).total.numerator);
  expect(await known(then)).toBeLessThan(await known(context));
});
