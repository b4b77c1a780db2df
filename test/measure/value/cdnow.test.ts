import { describe, expect, it } from 'vitest';
import { PurchaseForecast } from '../../../src/measure/value/models/expected-purchases.ts';
import { fitPurchases } from '../../../src/measure/value/models/fit-purchases.ts';
import { expectedValue } from '../../../src/measure/value/models/future-value.ts';
import { fitSpend } from '../../../src/measure/value/models/gamma-gamma.ts';
import type { PurchaseParameters } from '../../../src/measure/value/models/purchase-likelihood.ts';
import { buyersOf, calibrated } from './cdnow.ts';
import { hasReference, historiesOf, referenceOf, scoredCustomers } from './reference.ts';

const bgnbd = { k: 1, fromStart: false, leaves: true };
const relative = (found: number, wanted: number) => Math.abs(found / wanted - 1);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const newcomer = { repeats: 0, recency: 0, tenure: 0 };
type Spend = Record<'p' | 'q' | 'v', number>;

interface Cdnow {
  bgnbd: { params: PurchaseParameters };
  gamma_gamma: { params: Spend };
  conditional_expectation_by_frequency: {
    x: number | '7+';
    customers: number;
    actual_mean: number;
    bgnbd_mean: number;
  }[];
  frequency_histogram: { actual: number[]; bgnbd_expected: number[] };
  cumulative_tracking: { week: number; actual_cum_repeat: number; bgnbd: number }[];
  targeting: Record<string, number>;
  master_cohort: {
    customers: number;
    bgnbd: { params: PurchaseParameters; se: PurchaseParameters; loglik: number };
    gamma_gamma: { params: Spend; customers: number };
    holdout_actual: number;
    holdout_bgnbd: number;
  };
}

function spendsOf(customers: readonly { repeats: number; meanSpend: number }[]) {
  const paying = customers.filter(({ repeats, meanSpend }) => repeats > 0 && meanSpend > 0);
  return {
    purchases: Int32Array.from(paying, ({ repeats }) => repeats),
    means: Float64Array.from(paying, ({ meanSpend }) => meanSpend),
    weights: new Float64Array(paying.length).fill(1),
  };
}

describe.skipIf(!hasReference)('from CDNOW’s own rows (skipped without ../shared)', () => {
  const sample = hasReference ? buyersOf('CDNOW_sample.txt') : [];
  const customers = sample.map(calibrated);
  const reference = hasReference ? referenceOf<Cdnow>('cdnow.json') : ({} as Cdnow);

  it('fits what R’s BTYD and BTYDplus fit', () => {
    interface InR {
      cdnow_bgnbd: { params: PurchaseParameters; loglik: number };
      cdnow_nbd: { params: { r: number; alpha: number }; loglik: number };
      cdnow_mbgnbd: { params: PurchaseParameters };
      cdnow_gg: { params: Spend };
      cdnow_holdout39: { actual: number; bgnbd: number };
    }
    const inR = referenceOf<InR>('btyd_R.json');
    const histories = historiesOf(customers);
    const fit = (kind: typeof bgnbd) => fitPurchases(kind, histories, { prior: false });
    const [bg, mbg, nbd] = [fit(bgnbd), fit({ ...bgnbd, fromStart: true }), fit({ ...bgnbd, leaves: false })];
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      // R's searches end a little before the optimum.
      expect(relative(bg.parameters[name], inR.cdnow_bgnbd.params[name])).toBeLessThan(2e-4);
      expect(relative(mbg.parameters[name], inR.cdnow_mbgnbd.params[name])).toBeLessThan(2e-4);
    }
    expect(bg.logLikelihood).toBeCloseTo(inR.cdnow_bgnbd.loglik, 2);
    expect(relative(nbd.parameters.r, inR.cdnow_nbd.params.r)).toBeLessThan(1e-4);
    expect(relative(nbd.parameters.alpha, inR.cdnow_nbd.params.alpha)).toBeLessThan(1e-4);
    expect(nbd.logLikelihood).toBeCloseTo(inR.cdnow_nbd.loglik, 2);
    const spend = fitSpend(spendsOf(customers), { prior: false }).parameters;
    for (const name of ['p', 'q', 'v'] as const)
      expect(relative(spend[name], inR.cdnow_gg.params[name])).toBeLessThan(1e-3);
    const forecast = new PurchaseForecast(bgnbd, bg.parameters);
    expect(sum(customers.map(({ later }) => later))).toBe(inR.cdnow_holdout39.actual);
    expect(sum(customers.map((one) => forecast.expected(one, 39)))).toBeCloseTo(inR.cdnow_holdout39.bgnbd, 1);
  });

  it('expects by frequency, spreads and tracks as lifetimes does', () => {
    const rounded = scoredCustomers();
    const forecast = new PurchaseForecast(bgnbd, reference.bgnbd.params);
    for (const { x, customers: count, bgnbd_mean: mean } of reference.conditional_expectation_by_frequency) {
      const group = rounded.filter(({ repeats }) => (x === '7+' ? repeats >= 7 : repeats === x));
      expect(group).toHaveLength(count);
      expect(relative(sum(group.map((one) => forecast.expected(one, 39))) / count, mean)).toBeLessThan(1e-6);
    }
    const atLeast = rounded.map(({ tenure }) => [1, ...forecast.atLeast(newcomer, tenure)]);
    const reaching = Array.from({ length: 8 }, (_, n) => sum(atLeast.map((chances) => chances[n] ?? 0)));
    for (const [n, expected] of reference.frequency_histogram.bgnbd_expected.entries())
      expect(relative(n === 7 ? reaching[7]! : reaching[n]! - reaching[n + 1]!, expected)).toBeLessThan(1e-6);
    for (const { week, actual_cum_repeat: actual, bgnbd: expected } of reference.cumulative_tracking) {
      const repeats = sample.map(
        ({ days }) => days.filter((day) => day < week * 7).length - Number(days[0]! < week * 7),
      );
      expect(sum(repeats)).toBe(actual);
      // At the end of a week its last day is over: the day of the first purchase is none of tenure.
      const model = sum(sample.map(({ days }) => forecast.expected(newcomer, (week * 7 - 1 - days[0]!) / 7)));
      expect(relative(model, expected)).toBeLessThan(1e-9);
    }
  });

  it('finds the customers who will spend most as lifetimes does', () => {
    const rounded = scoredCustomers();
    const forecast = new PurchaseForecast(bgnbd, reference.bgnbd.params);
    const horizon = { steps: 52, length: 1, discount: 1.15 ** (1 / 52) - 1 };
    const value = rounded.map((one) => expectedValue(forecast, reference.gamma_gamma.params, one, horizon));
    const later = customers.map(({ laterSpend }) => laterSpend);
    expect(sum(later)).toBeCloseTo(reference.targeting['holdout_spend_total']!, 2);
    for (const share of [5, 10, 20]) {
      const best = value.map((score, row) => ({ score, row })).toSorted((a, b) => b.score - a.score);
      const top = best.slice(0, Math.round((customers.length * share) / 100));
      const held = sum(top.map(({ row }) => later[row]!)) / sum(later);
      const wanted = reference.targeting[`share_of_holdout_spend_in_top_${share}pct_by_clv52w_15pct`]!;
      expect(Math.abs(held - wanted)).toBeLessThan(1e-3);
    }
  });

  it('fits the whole cohort of 23,570', () => {
    const cohort = buyersOf('CDNOW_master.txt').map(calibrated);
    const { master_cohort: wanted } = reference;
    expect(cohort).toHaveLength(wanted.customers);
    const model = fitPurchases(bgnbd, historiesOf(cohort), { prior: false });
    for (const name of ['r', 'alpha', 'a', 'b'] as const) {
      expect(relative(model.parameters[name], wanted.bgnbd.params[name])).toBeLessThan(1e-4);
      expect(relative(model.errors![name]!, wanted.bgnbd.se[name])).toBeLessThan(1e-3);
    }
    expect(model.logLikelihood).toBeCloseTo(wanted.bgnbd.loglik, 2);
    const spend = fitSpend(spendsOf(cohort), { prior: false });
    expect(spend.customers).toBe(wanted.gamma_gamma.customers);
    for (const name of ['p', 'q', 'v'] as const)
      expect(relative(spend.parameters[name], wanted.gamma_gamma.params[name])).toBeLessThan(1e-3);
    const forecast = new PurchaseForecast(bgnbd, model.parameters);
    expect(sum(cohort.map(({ later }) => later))).toBe(wanted.holdout_actual);
    expect(relative(sum(cohort.map((one) => forecast.expected(one, 39))), wanted.holdout_bgnbd)).toBeLessThan(1e-6);
  });
});
