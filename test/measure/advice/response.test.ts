import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plannedSpend } from '../../../connectors/demo/world/advertising.ts';
import { dayLength } from '../../../connectors/demo/world/clock.ts';
import { lifeOf } from '../../../connectors/demo/world/life.ts';
import { campaigns, spendElasticity } from '../../../connectors/demo/world/plan.ts';
import { worldOf } from '../../../connectors/demo/world/world.ts';
import { pooled } from '../../../src/measure/advice/pool.ts';
import { responsesOf, type Week } from '../../../src/measure/advice/response.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';

const levels = [0.5, 0.8, 1, 1.3, 2];
const sizes = [1, 2, 3, 4, 1, 2, 3, 6];

/** Three years of eight campaigns whose spend follows the season, by chance more or less every four weeks. */
function business(seed: number, elasticities: readonly number[]) {
  const { uniform, normal } = chanceOf(seed);
  const count = (rate: number) => {
    let [found, passed] = [0, -Math.log(uniform())];
    for (; passed < rate; passed -= Math.log(uniform())) found++;
    return found;
  };
  const cells: Week[] = [];
  const free = new Map<number, number>();
  let budgets: number[] = [];
  for (let week = 0; week < 156; week++) {
    const season = 1 + 0.6 * Math.sin(week / 8);
    if (week % 4 === 0) budgets = elasticities.map(() => levels[Math.floor(uniform() * 5)]!);
    free.set(week, count(12 * season));
    elasticities.forEach((elasticity, index) => {
      const [size, budget] = [sizes[index]!, budgets[index]!];
      const spend = size * 20 * season * budget * Math.exp(0.05 * normal());
      const customers = count(size * season * budget ** elasticity);
      cells.push({ week, campaign: String(index), spend, days: 7, customers });
    });
  }
  return { cells, free };
}
function coverage(seeds: number, elasticitiesOf: (seed: number) => number[]) {
  const all = Array.from({ length: seeds }, (_, seed) => {
    const elasticities = elasticitiesOf(seed + 1);
    const { cells, free } = business(seed + 1, elasticities);
    return [...responsesOf(cells, free)].flatMap(([campaign, { elasticity }]) =>
      elasticity ? [Math.abs(elasticity.value - elasticities[Number(campaign)]!) < 1.96 * elasticity.error] : [],
    );
  }).flat();
  return { told: all.length / (8 * seeds), held: all.filter(Boolean).length / all.length };
}

describe('how customers grow with spend', () => {
  it('is found where it is the same for all campaigns, whatever the season', () => {
    const { told, held } = coverage(25, () => sizes.map(() => 0.6));
    expect(told).toBeGreaterThan(0.95);
    expect(held).toBeGreaterThan(0.93);
  });

  it('is found where campaigns differ, within intervals that hold nine in ten at least', () => {
    const differing = (seed: number) => {
      const { uniform } = chanceOf(1000 + seed);
      return sizes.map(() => 0.35 + 0.5 * uniform());
    };
    const { told, held } = coverage(25, differing);
    expect(told).toBeGreaterThan(0.9);
    expect(held).toBeGreaterThan(0.88);
  });

  it('is what was planted in the demo business', () => {
    const world = worldOf({ seed: 4, customers: 6000, endsOn: '2025-06-30', lateEffect: 1.8 });
    const weekOf = (day: number) => Math.floor(day / 7);
    const won = new Map<string, number>();
    const free = new Map<number, number>();
    for (let index = 0; index < 6000; index++) {
      const { person, orders } = lifeOf(world, index);
      const first = orders.find(({ purchase }) => purchase);
      if (!first) continue;
      const week = weekOf((first.at - world.span.start) / dayLength);
      if (person.campaign) {
        const key = `${week} ${person.campaign.key}`;
        won.set(key, (won.get(key) ?? 0) + 1);
      } else free.set(week, (free.get(week) ?? 0) + 1);
    }
    const cells = campaigns.flatMap((campaign) => {
      const daily = plannedSpend(world, campaign);
      const weeks = Array.from({ length: weekOf(daily.length) }, (_, week) => daily.slice(week * 7, week * 7 + 7));
      return weeks.map((days, week): Week => ({
        week,
        campaign: campaign.key,
        spend: days.reduce((sum, spend) => sum + spend, 0),
        days: days.filter((spend) => spend > 0).length,
        customers: won.get(`${week} ${campaign.key}`) ?? 0,
      }));
    });
    const responses = [...responsesOf(cells, free).values()];
    expect(responses).toHaveLength(campaigns.length);
    for (const { elasticity } of responses) {
      expect(Math.abs(elasticity!.value - spendElasticity)).toBeLessThan(1.96 * elasticity!.error);
      expect(elasticity!.error).toBeLessThan(0.13);
    }
  });

  it('is said to be unknown where spend hardly varied, there were few weeks, or no other campaign', () => {
    const { cells, free } = business(
      1,
      sizes.map(() => 0.6),
    );
    const even = cells.map((cell) => (cell.campaign === '7' ? { ...cell, spend: 100 + (cell.week % 3) } : cell));
    const responses = responsesOf(even, free);
    expect(responses.get('7')).toMatchObject({ elasticity: null, reason: 'SPEND_TOO_EVEN', weeks: 156 });
    expect(responses.get('3')!.elasticity).not.toBeNull();
    const short = cells.filter(({ campaign, week }) => campaign !== '6' || week < 8);
    expect(responsesOf(short, free).get('6')).toMatchObject({ elasticity: null, reason: 'TOO_SHORT', weeks: 8 });
    const alone = responsesOf(
      cells.filter(({ campaign }) => campaign === '7'),
      free,
    );
    expect(alone.get('7')).toMatchObject({ elasticity: null, reason: 'NOT_TOLD' });
    const unknown = responsesOf(
      cells.map((cell) => ({ ...cell, spend: null })),
      free,
    );
    expect(unknown.size).toBe(0);
  });

  it('is not found where there is none: customers who come whatever is spent', () => {
    const { cells, free } = business(
      2,
      sizes.map(() => 0),
    );
    const told = [...responsesOf(cells, free).values()].filter(({ elasticity }) => elasticity);
    expect(told.length).toBeLessThanOrEqual(1);
  });
});

describe('pooling', () => {
  it('leaves a single one as it is, and those apart that are surely so', () => {
    expect(pooled([{ value: 0.7, error: 0.2 }])[0]!.value).toBeCloseTo(0.7, 10);
    expect(pooled([{ value: 0.7, error: 0.2 }])[0]!.error).toBeCloseTo(0.2, 10);
    const [low, high] = pooled([
      { value: 0.2, error: 0.01 },
      { value: 0.9, error: 0.01 },
    ]);
    expect(low!.value).toBeCloseTo(0.2, 2);
    expect(high!.value).toBeCloseTo(0.9, 2);
  });

  it('draws members towards each other, the less sure ones more, and makes them surer', () => {
    const estimates = fc.array(
      fc.record({
        value: fc.double({ min: 0, max: 1, noNaN: true }),
        error: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
      }),
      { minLength: 3, maxLength: 12 },
    );
    const property = fc.property(estimates, (given) => {
      const together = pooled(given);
      const values = given.map(({ value }) => value);
      together.forEach(({ value, error }, index) => {
        expect(value).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(value).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
        expect(error).toBeLessThanOrEqual(given[index]!.error * 1.6);
      });
    });
    fc.assert(property, { numRuns: 200, seed: 6 });
    const alike = pooled(
      Array.from({ length: 10 }, (_, index) => ({ value: 0.6 + (index % 2 ? 0.05 : -0.05), error: 0.2 })),
    );
    for (const { value, error } of alike) {
      expect(Math.abs(value - 0.6)).toBeLessThan(0.03);
      expect(error).toBeLessThan(0.13);
    }
  });
});
