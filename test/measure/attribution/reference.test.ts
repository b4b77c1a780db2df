import { beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../serve/api.ts';
import { loadPaths, present, readReference } from './paths.ts';

interface Credit {
  model: string;
  orders: string;
  revenue: { amount: string };
}
interface Answer {
  attribution: {
    orders: number;
    revenue: { amount: string };
    channels: { channel: { name: string } | null; credits: Credit[] }[];
  };
}

/** Days of touches lie a day apart, and the reference halves a touch's weight with every step. */
const query = `{
  attribution(period: { between: { from: "2024-01-01", to: "2024-12-31" } }, lookBack: "P100D", halfLife: "P1D") {
    orders revenue { amount }
    channels { channel { name } credits { model orders revenue { amount } } }
  }
}`;

describe.skipIf(!present)('the journeys of ChannelAttribution (skipped where ../shared/data is absent)', async () => {
  const api = await startApi();
  const tenant = await api.tenant('Paths');
  const reference = present ? readReference() : undefined!;
  let answer: Answer['attribution'];
  beforeAll(async () => {
    await loadPaths(api.store, tenant.workspaceId);
    answer = (await api.ask<Answer>(tenant.secret, query)).data!.attribution;
  });
  const creditsBy = (model: string) =>
    Object.fromEntries(
      answer.channels.map(({ channel, credits }) => [channel!.name, credits.find((credit) => credit.model === model)!]),
    );

  it('are all there', () => {
    expect(answer.orders).toBe(reference.total_conversions);
    expect(Number(answer.revenue.amount)).toBeCloseTo(reference.total_value, 2);
    expect(answer.channels).toHaveLength(12);
  });

  it.each([
    ['FIRST_TOUCH', 'first'],
    ['LAST_TOUCH', 'last'],
    ['LAST_NON_DIRECT', 'last'],
    ['LINEAR', 'linear'],
    ['POSITION_BASED', 'position_40_20_40'],
    ['TIME_DECAY', 'time_decay_half_life_1step'],
  ])('get from %s what they should, orders to 1e-10 and revenue to the cent', (model, key) => {
    const found = creditsBy(model);
    for (const [channel, [conversions, value]] of Object.entries(reference.heuristics[key]!)) {
      expect(Math.abs(Number(found[channel]!.orders) / conversions - 1)).toBeLessThan(1e-10);
      expect(Math.abs(Number(found[channel]!.revenue.amount) - value)).toBeLessThan(0.011);
    }
  });

  it('get from MARKOV and SHAPLEY what they should, to 1e-9', () => {
    const { markov_order1_exact_selfloops_collapsed: markov, shapley_simplified_zhao2018: shapley } = reference;
    for (const [model, wanted] of Object.entries({ MARKOV: markov.conversions, SHAPLEY: shapley })) {
      const found = creditsBy(model);
      for (const [channel, conversions] of Object.entries(wanted)) {
        expect(Math.abs(Number(found[channel]!.orders) / conversions - 1)).toBeLessThan(1e-9);
      }
    }
  });
});
