import { describe, expect, it } from 'vitest';
import { fitValue } from '../../../src/measure/value/fit-value.ts';
import { confidence, type FittedValue, weeksPerMonth } from '../../../src/measure/value/fitted.ts';
import type { HistoryColumns } from '../../../src/measure/value/histories.ts';
import { Outlook, outlookOf } from '../../../src/measure/value/outlook.ts';
import { sumValue } from '../../../src/measure/value/sum-value.ts';
import { type Person, simulate } from './simulation.ts';

const months = 6;
const ahead = months * weeksPerMonth;
const asOf = 20_000;
const once = { steps: 1, length: ahead, discount: 0 };
const parameters = { r: 0.6, alpha: 6, a: 0.8, b: 2.5 };
const spend = { p: 6.25, q: 3.74, v: 15.44 };

const peopleOf = (size: number, seed: number): Person[] =>
  simulate(size, parameters, { leaves: true, k: 1, ahead, seed }, spend);

function historiesOf(people: readonly Person[]): HistoryColumns {
  const firstDay = Int32Array.from(people, ({ tenure }) => asOf - Math.round(tenure * 7));
  return {
    repeats: Int32Array.from(people, ({ repeats }) => repeats),
    firstDay,
    lastDay: Int32Array.from(people, ({ recency }, i) => Math.min(asOf, firstDay[i]! + Math.round(recency * 7))),
    meanSpend: Float64Array.from(people, ({ repeats, meanSpend }) => (repeats > 0 ? meanSpend : Number.NaN)),
    logGaps: Float64Array.from(people, ({ logGap, repeats }) => logGap + repeats * Math.log(7)),
  };
}

const fitOf = (histories: HistoryColumns): FittedValue | null =>
  fitValue({ histories, asOf, repeatsByWeek: [], holdOut: null });

const width = ({ low, high }: { low: number; high: number }) => high - low;

/** Whether what came lay in the interval: of the whole shop, and the share of some of its customers; and what certainty would say. */
function tested(size: number, seed: number) {
  const people = peopleOf(size, seed);
  const histories = historiesOf(people);
  const fitted = fitOf(histories)!;
  const { kind, purchases } = fitted;
  const certain = { kind, purchases, spend: fitted.spend!.parameters };
  const sum = sumValue({ fitted, histories, asOf, months })!;
  const certainSum = sumValue({
    fitted: { ...fitted, draws: fitted.draws.map(() => certain) },
    histories,
    asOf,
    months,
  })!;
  const came = people.reduce((all, { laterSpend }) => all + laterSpend, 0);
  const [outlook, certainOutlook] = [outlookOf(fitted), new Outlook([certain])];
  const some = people
    .slice(0, 20)
    .map((person) => ({ ...person, interval: outlook.interval(person, ahead, confidence) }));
  const held = some.filter(({ laterSpend, interval }) => laterSpend >= interval.low && laterSpend <= interval.high);
  const widest = some.toSorted((one, other) => width(other.interval) - width(one.interval))[0]!;
  const certainInterval = certainOutlook.interval(widest, ahead, confidence);
  return {
    held: came >= sum.low && came <= sum.high,
    single: held.length / some.length,
    wider: width(sum) / width(certainSum),
    singleWider:
      (width(widest.interval) / width(certainInterval)) *
      (certainOutlook.value(widest, once) / outlook.value(widest, once)),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('of shops with few customers', () => {
  it('intervals hold what comes about as often as they say, and are wider than if the parameters were known', () => {
    const sizes = [40, 40, 40, 40, 40, 40, 40, 40, 150, 150, 150, 150, 150, 150, 400, 400, 400];
    const shops = sizes.map((size, seed) => ({ size, ...tested(size, seed + 1) }));
    const coverage = mean(shops.map(({ held }) => Number(held)));
    const single = mean(shops.map((shop) => shop.single));
    for (const share of [coverage, single]) {
      expect(share).toBeGreaterThanOrEqual(0.7);
      expect(share).toBeLessThanOrEqual(0.95);
    }
    for (const size of [40, 150, 400]) {
      expect(mean(shops.filter((shop) => shop.size === size).map(({ wider }) => wider))).toBeGreaterThan(1.05);
    }
    const fewest = shops.filter(({ size }) => size === 40);
    expect(mean(fewest.map(({ singleWider }) => singleWider))).toBeGreaterThan(1.02);
  }, 120_000);

  it('ten buyers are foretold with much doubt, nine are not', () => {
    const people = peopleOf(12, 4).toSorted((one, other) => other.repeats - one.repeats);
    const histories = historiesOf(people.slice(0, 10));
    const fitted = fitOf(histories)!;
    const sum = sumValue({ fitted, histories, asOf, months })!;
    expect(sum.expected).toBeGreaterThan(0);
    expect(sum.high - sum.low).toBeGreaterThan(0.5 * sum.expected);
    expect(fitOf(historiesOf(people.slice(0, 9)))).toBeNull();
    expect(fitOf(historiesOf(people.slice(0, 10).map((person) => ({ ...person, repeats: 0, recency: 0 }))))).toBeNull();
  });

  it('the same history gives the same forecast, in whatever order its customers stand', () => {
    const people = peopleOf(60, 8);
    const [one, other] = [people, people.toReversed()].map((some) => outlookOf(fitOf(historiesOf(some))!));
    for (const person of people.slice(0, 10)) {
      const [there, back] = [one!, other!].map((outlook) => outlook.value(person, once));
      expect(Math.abs(there! / back! - 1)).toBeLessThan(0.02);
    }
  });
});
