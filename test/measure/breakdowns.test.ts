import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../connectors/demo/truth.ts';
import { openContext } from '../../src/measure/context.ts';
import type { CustomerFilter } from '../../src/measure/filter.ts';
import { measureMetric, metrics } from '../../src/measure/measure.ts';
import { loadDemo, startApi } from '../serve/api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');
const settings = { seed: 3, customers: 500 };
beforeAll(() => loadDemo(api.store, tenant, { ...settings, whole: true }), 60_000);
const period = { from: '2022-01-01', to: '2025-12-31' };
const ask = async (key: string, query: { breakdown?: string; filter?: CustomerFilter } = {}) =>
  measureMetric(await openContext(api.store.em(), tenant.workspaceId), key, { period, ...query });

describe('figures about customers', () => {
  it.each(['customers', 'revenue', 'repeat_rate', 'on_time_delivery_rate', 'nps'])(
    '%s by segment are those of each segment’s customers',
    async (key) => {
      const { groups } = await ask(key, { breakdown: 'segment' });
      expect(groups.length).toBeGreaterThan(5);
      for (const { key: segment, total } of groups) {
        if (segment === 'UNKNOWN') continue;
        expect((await ask(key, { filter: { segment } })).total).toEqual(total);
      }
    },
  );

  it.each(['customers', 'orders', 'review_score'])('%s by acquiring channel add up to the whole', async (key) => {
    const { groups, total } = await ask(key, { breakdown: 'acquiring_channel' });
    expect(groups.reduce((sum, group) => sum + group.total.count, 0)).toBe(total.count);
    const known = groups.filter((group) => group.key !== 'UNKNOWN');
    expect(known.length).toBeGreaterThan(4);
    for (const { label, total: part } of known) {
      expect((await ask(key, { filter: { acquiredBy: { channel: [label] } } })).total).toEqual(part);
    }
  });

  it('can all be broken down by all that they say', async () => {
    const empty: string[] = [];
    for (const { key, dimensions } of metrics) {
      for (const breakdown of dimensions) {
        const { total, groups } = await ask(key, { breakdown });
        if (total.count > 0 && groups.length === 0) empty.push(`${key} by ${breakdown}`);
      }
    }
    expect(empty).toEqual([]);
  });
});

describe('surveys of the demo business', () => {
  it('are asked, answered and scored as drawn, to the answer', async () => {
    const { surveys } = truthOf({ ...settings, endsOn: '2025-06-30', lateEffect: 1.8 }).service;
    const found = await Promise.all(['nps', 'csat', 'ces', 'review_score'].map(async (key) => (await ask(key)).total));
    const { NPS, CSAT, CES, REVIEW } = surveys;
    expect(found.map(({ numerator, denominator }) => [Number(numerator), Number(denominator)])).toEqual([
      [100 * (NPS!.promoters! - NPS!.detractors!), NPS!.answered],
      [CSAT!.satisfied, CSAT!.answered],
      [CES!.sum, CES!.answered],
      [REVIEW!.sum, REVIEW!.answered],
    ]);
    const { groups } = await ask('survey_response_rate', { breakdown: 'survey' });
    const asked = groups.map(({ key, total: { numerator, denominator } }) => [key, numerator, denominator]);
    const drawn = Object.entries(surveys).map(([kind, { asked: sent, answered }]) => [
      kind,
      String(answered),
      String(sent),
    ]);
    expect(asked.toSorted()).toEqual(drawn.toSorted());
  });
});
