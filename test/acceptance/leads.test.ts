import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureMetric } from '../../src/measure/measure.ts';
import type { MetricQuery } from '../../src/measure/metric.ts';
import { data, importExample } from './example.ts';

const folder = 'olist/full_small_tables/clean/';
const present = existsSync(new URL(folder, data));

/** Leads and deals by origin, counted in the files. */
const byOrigin: Record<string, [leads: number, won: number]> = {
  'Organic Search': [2296, 271],
  'Paid Search': [1586, 195],
  Social: [1350, 75],
  Unknown: [1099, 179],
  'Direct Traffic': [559, 70],
  Email: [493, 15],
  Referral: [284, 24],
  Other: [150, 4],
  Display: [118, 6],
  'Other Publicities': [65, 3],
};

describe.skipIf(!present)('importing the leads of Olist (skipped where ../shared/data is absent)', async () => {
  const zone = { currency: 'BRL', timeZone: 'America/Sao_Paulo' };
  const olist = present ? await importExample('olist-leads', folder, zone) : undefined!;
  const period = { from: '2017-01-01', to: '2018-12-31' };
  const ask = async (key: string, query: Partial<MetricQuery> = {}) =>
    measureMetric(await olist.context(), key, { period, ...query });

  it('brings in every lead and every deal', async () => {
    expect(olist.run).toMatchObject({ status: 'SUCCEEDED', rejected: 0, read: 8842 });
    expect((await ask('leads')).total).toMatchObject({ value: '8000', count: 8000 });
  });

  it('wins 842 of 8000, 10.525 %', async () => {
    const { total } = await ask('lead_win_rate');
    expect(total).toMatchObject({ value: '0.10525', numerator: '842', denominator: '8000' });
    expect([total.low, total.high].map(Number)).toEqual([0.098714, 0.112165]);
  });

  it('comes from where the files say, and wins as they say', async () => {
    const { groups } = await ask('lead_win_rate', { breakdown: 'origin' });
    const found = groups.map(({ key, total }) => [key, [Number(total.denominator), Number(total.numerator)]]);
    expect(Object.fromEntries(found)).toEqual(byOrigin);
    const leads = (await ask('leads', { breakdown: 'origin' })).groups;
    expect(leads.map(({ key, total }) => [key, Number(total.value)])).toEqual(
      Object.entries(byOrigin).map(([origin, [count]]) => [origin, count]),
    );
  });

  it('adds up over time and by segment', async () => {
    const { series } = await ask('leads', { grain: 'MONTH' });
    const inMonths = series.filter(({ count }) => count > 0);
    expect(inMonths.map(({ period: month }) => month)).toEqual([
      ...['06', '07', '08', '09', '10', '11', '12'].map((month) => `2017-${month}-01`),
      ...['01', '02', '03', '04', '05'].map((month) => `2018-${month}-01`),
    ]);
    expect(inMonths.reduce((sum, { count }) => sum + count, 0)).toBe(8000);
    const { groups } = await ask('days_to_win', { breakdown: 'lead_segment' });
    expect(groups.reduce((sum, { total }) => sum + total.count, 0)).toBe(842);
    expect(groups.find(({ key }) => key === 'Home Decor')!.total.count).toBe(105);
  });

  it('takes two weeks to win one, and flags the deal that is older than its contact', async () => {
    const { total, provenance } = await ask('days_to_win');
    expect(Number(total.value)).toBeCloseTo(14.721528, 6);
    expect(total).toMatchObject({ count: 842, denominator: '841' });
    // In Brazil's days: between contact and deal of 143 of them the clocks were set back.
    expect(Number(total.numerator)).toBeCloseTo(41349.726389, 3);
    expect(provenance.notes).toEqual(['Won before the first contact, and without a duration: 1 of 842 deals.']);
  });
});
