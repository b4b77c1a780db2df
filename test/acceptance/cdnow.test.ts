import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureMetric } from '../../src/measure/measure.ts';
import { buckets } from '../../src/measure/period.ts';
import { cohorts } from '../../src/measure/retention/index.ts';
import { customerValues, purchaseHistories } from '../../src/measure/value/index.ts';
import { factId } from '../../src/model/ids.ts';
import { data, importExample } from './example.ts';

const present = existsSync(new URL('cdnow/CDNOW_master.txt', data));

interface Purchase {
  customer: string;
  day: string;
  amount: string;
}

const lines = (file: string) =>
  readFileSync(new URL(file, data), 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^\d/.test(line));
const isoDay = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
const cents = (amount: string) => Math.round(Number(amount) * 100);

describe.skipIf(!present)('importing the CDNOW data (skipped where ../shared/data is absent)', async () => {
  const cdnow = present ? await importExample('cdnow', 'cdnow/', { currency: 'USD', timeZone: 'UTC' }) : undefined!;
  const purchases: Purchase[] = (present ? lines('cdnow/CDNOW_master.txt') : []).map((line) => {
    const [customer, day, , amount] = line.split(/\s+/);
    return { customer: customer!, day: isoDay(day!), amount: amount! };
  });
  const idOf = (customer: string) => factId(cdnow.workspaceId, cdnow.sourceId, 'identity', customer);
  const wholeSpan = { from: '1997-01-01', to: '1998-06-30' };

  it('holds all purchases and customers', async () => {
    const context = await cdnow.context();
    expect(context.asOf).toBe('1998-06-30');
    const orders = await measureMetric(context, 'orders', { period: wholeSpan });
    expect(orders.total).toMatchObject({ value: '69659', complete: true });
    expect(orders.provenance.inputs).toEqual([{ sourceId: cdnow.sourceId, stream: 'CDNOW_master.txt', rows: 69659 }]);
    const revenue = await measureMetric(context, 'revenue', { period: wholeSpan, grain: 'MONTH' });
    const expected = new Map<string, number>();
    for (const { day, amount } of purchases) {
      const month = `${day.slice(0, 7)}-01`;
      expected.set(month, (expected.get(month) ?? 0) + cents(amount));
    }
    expect(new Map(revenue.series.map(({ period, value }) => [period, cents(value!)]))).toEqual(expected);
    expect(cents(revenue.total.value!)).toBe([...expected.values()].reduce((sum, month) => sum + month, 0));
  });

  it('gives the histories that Fader and Hardie published: x, t_x, T and mean repeat spend', async () => {
    const idOfSample = new Map<string, string>();
    for (const line of lines('cdnow/CDNOW_sample.txt')) {
      const [customer, sample] = line.split(/\s+/);
      idOfSample.set(String(Number(sample)), idOf(customer!));
    }
    const context = await cdnow.context('1997-09-30');
    const histories = await purchaseHistories(context, [...idOfSample.values()]);
    const found = new Map(histories.map((history) => [history.customerId, history]));
    const rows = (file: string) => lines(file).map((line) => line.split(','));
    expect(idOfSample.size).toBe(2357);
    const near = (one: number, other: string | undefined) => Math.abs(one - Number(other)) < 0.0051;
    const wrong = [
      ...rows('cdnow/cdnow_customers_summary.csv').filter(([id, x, recency, tenure]) => {
        const history = found.get(idOfSample.get(id!)!)!;
        return (
          history.repeatPurchases !== Number(x) || !near(history.recency, recency) || !near(history.tenure, tenure)
        );
      }),
      ...rows('reference/cdnow_sample_scored.csv').filter(([id, x, , , spend]) => {
        const { meanRepeatSpend } = found.get(idOfSample.get(id!)!)!;
        return x === '0' ? meanRepeatSpend !== null : !near(Number(meanRepeatSpend), spend);
      }),
    ];
    expect(wrong).toEqual([]);
  });

  it('finds 67.78 % of the revenue with the top 20 % of customers', async () => {
    const ask = async (key: string) => (await measureMetric(await cdnow.context(), key, { period: wholeSpan })).total;
    const values = new Map<string, number>();
    for (const { customer, amount } of purchases) values.set(customer, (values.get(customer) ?? 0) + cents(amount));
    const best = [...values.values()].toSorted((one, other) => other - one);
    const whole = best.reduce((sum, value) => sum + value, 0);
    const top = best.slice(0, Math.ceil(best.length / 5)).reduce((sum, value) => sum + value, 0);
    const share = await ask('revenue_share_of_top_20_percent');
    expect(Number(share.value)).toBeCloseTo(0.6778, 4);
    expect(Number(share.value)).toBeCloseTo(top / whole, 10);
    expect(share.count).toBe(23570);
    let [sum, needed] = [0, 0];
    while (sum < 0.8 * whole) sum += best[needed++]!;
    expect(await ask('customers_for_80_percent_of_revenue')).toMatchObject({ value: String(needed) });
    const gini = best.reduce((total, value, place) => total + (best.length - 1 - 2 * place) * value, 0);
    expect(Number((await ask('gini_of_revenue')).value)).toBeCloseTo(gini / (best.length * whole), 10);
  });

  it('follows cohorts as an independent count does', async () => {
    const context = await cdnow.context();
    const { cohorts: found } = await cohorts(context, {
      period: { from: '1997-01-01', to: '1997-12-31' },
      grain: 'MONTH',
    });
    const bought = purchases.filter(({ amount }) => cents(amount) > 0);
    const start = new Map<string, string>();
    for (const { customer, day } of bought) {
      const month = `${day.slice(0, 7)}-01`;
      if (month < (start.get(customer) ?? '9999')) start.set(customer, month);
    }
    const months = buckets(wholeSpan, 'MONTH', '1998-06-30').map((bucket) => bucket.start);
    for (const cohort of found) {
      const members = new Set([...start].filter(([, month]) => month === cohort.start).map(([customer]) => customer));
      expect(cohort.size).toBe(members.size);
      const expected = months
        .filter((month) => month >= cohort.start)
        .map((month) => {
          const orders = bought.filter(
            ({ customer, day }) => members.has(customer) && day.startsWith(month.slice(0, 7)),
          );
          return {
            period: month,
            active: new Set(orders.map(({ customer }) => customer)).size,
            revenue: orders.reduce((sum, { amount }) => sum + cents(amount), 0),
          };
        });
      const cells = cohort.cells.map(({ period, active, revenue }) => ({
        period,
        active,
        revenue: cents(revenue ?? '0'),
      }));
      expect(cells).toEqual(expected);
    }
    expect(found[0]!.cells[0]).toMatchObject({ rate: '1', complete: true });
    expect(found[0]!.historyTruncated).toBe(true);
  });

  it('sums a customer up', async () => {
    const values = await customerValues(await cdnow.context(), [idOf('00004')]);
    const own = purchases.filter(({ customer }) => customer === '00004');
    const value = values.get(idOf('00004'))!;
    expect(value).toMatchObject({ orders: own.length, margin: null, marginReason: 'COST_UNKNOWN' });
    expect(cents(value.revenue!)).toBe(own.reduce((sum, { amount }) => sum + cents(amount), 0));
  });
});
