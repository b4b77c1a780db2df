import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apportion, type Path, removalEffects } from '../../../src/measure/attribution/math.ts';

const channel = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const path = fc
  .record({ channels: fc.array(channel, { minLength: 1, maxLength: 8 }), won: fc.nat(50), lost: fc.nat(50) })
  .filter(({ won, lost }) => won + lost > 0);
const paths = fc.array(path, { minLength: 1, maxLength: 12 }).filter((all) => all.some(({ won }) => won > 0));
const near = (effects: Map<string, number>) =>
  Object.fromEntries([...effects].map(([name, effect]) => [name, expect.closeTo(effect, 9)]));

describe('removal effects', () => {
  it('are those of the example by which the method is mostly told', () => {
    // C1 C2 C3 → order; C1 → none; C2 C3 → none: without C1 half of the orders are left, without the others none.
    const effects = removalEffects([
      { channels: ['C1', 'C2', 'C3'], won: 1, lost: 0 },
      { channels: ['C1'], won: 0, lost: 1 },
      { channels: ['C2', 'C3'], won: 0, lost: 1 },
    ]);
    expect({ C1: 0.5, C2: 1, C3: 1 }).toEqual(near(effects));
  });

  it('are 1 of a channel that is on every way, and 0 of one from which nothing is ever bought', () => {
    const effects = removalEffects([
      { channels: ['a', 'a'], won: 3, lost: 2 },
      { channels: ['b'], won: 0, lost: 4 },
    ]);
    expect({ a: 1, b: 0 }).toEqual(near(effects));
    expect(removalEffects([{ channels: ['a'], won: 0, lost: 1 }])).toEqual(new Map());
  });

  it('lie between 0 and 1, and together make up at least all orders', () => {
    fc.assert(
      fc.property(paths, (all) => {
        const effects = [...removalEffects(all).values()];
        for (const effect of effects) expect(effect).toBeGreaterThanOrEqual(0);
        for (const effect of effects) expect(effect).toBeLessThanOrEqual(1 + 1e-9);
        expect(effects.reduce((sum, effect) => sum + effect, 0)).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
      { seed: 1 },
    );
  });

  it('do not hang on names, on the order and the grouping of paths, on how many there are, or on touches repeated', () => {
    const doubled = (all: Path[]) => all.map((each) => ({ ...each, won: each.won * 2, lost: each.lost * 2 }));
    const split = (all: Path[]) =>
      all.flatMap((each) => [
        { ...each, lost: 0 },
        { ...each, won: 0 },
      ]);
    const lingering = (all: Path[]) =>
      all.map(({ channels, ...each }) => ({ ...each, channels: [channels[0]!, ...channels] }));
    const collapsed = (all: Path[]) =>
      all.map(({ channels, ...each }) => ({
        ...each,
        channels: channels.filter((name, i) => name !== channels[i - 1]),
      }));
    fc.assert(
      fc.property(paths, (all) => {
        const wanted = near(removalEffects(all));
        for (const same of [all.toReversed(), doubled(all), split(all), lingering(all), collapsed(all)]) {
          expect(Object.fromEntries(removalEffects(same))).toEqual(wanted);
        }
        const other = all.map(({ channels, ...each }) => ({ ...each, channels: channels.map((name) => `z${name}`) }));
        const renamed = [...removalEffects(other)].map(([name, effect]) => [name.slice(1), effect]);
        expect(Object.fromEntries(renamed)).toEqual(wanted);
      }),
      { seed: 2 },
    );
  });
});

describe('apportioning', () => {
  const weight = fc.integer({ min: 0, max: 1_000_000 }).map((number) => new Decimal(number).dividedBy(997).toFixed());

  it('adds up to the total, and is less than a unit off', () => {
    const total = fc
      .integer({ min: -1_000_000, max: 10_000_000 })
      .map((cents) => new Decimal(cents).dividedBy(1000).toFixed());
    fc.assert(
      fc.property(total, fc.array(weight, { minLength: 1 }), fc.constantFrom(0, 2, 3), (all, weights, decimals) => {
        const parts = apportion(all, weights, decimals);
        const whole = new Decimal(all).toDecimalPlaces(decimals);
        expect(parts.reduce((sum, part) => sum.plus(part), new Decimal(0)).toFixed()).toBe(whole.toFixed());
        const sum = weights.reduce((added, each) => added + Number(each), 0);
        const off = parts.map((part, i) => Math.abs(Number(part) - (Number(whole) * Number(weights[i])) / sum));
        for (const each of sum > 0 ? off : []) expect(each).toBeLessThan(10 ** -decimals + 1e-6);
      }),
      { seed: 3 },
    );
  });

  it('gives the cent that is left to the largest remainder', () => {
    expect(apportion('100.00', ['1', '1', '1'], 2)).toEqual(['33.34', '33.33', '33.33']);
    expect(apportion('1', ['0.3', '0.3', '0.4'], 0)).toEqual(['0', '0', '1']);
    expect(apportion('5', ['0', '0'], 2)).toEqual(['5', '0']);
  });
});
