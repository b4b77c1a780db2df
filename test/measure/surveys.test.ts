import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { meanInterval } from '../../src/measure/math.ts';
import { kpis } from '../../src/measure/kpis/index.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import type { MetricQuery } from '../../src/measure/metric.ts';
import { Product } from '../../src/model/catalog.ts';
import { SurveyAnswer } from '../../src/model/support.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const year = { from: '2024-01-01', to: '2024-12-31' };
const ask = async (key: string, query: Partial<MetricQuery> = {}) =>
  measureMetric(await shop.context('2024-12-31'), key, { period: year, ...query });
const total = async (key: string, query?: Partial<MetricQuery>) => (await ask(key, query)).total;

interface Answer {
  kind: 'NPS' | 'CSAT' | 'CES' | 'REVIEW';
  score: number | null;
  scale?: readonly [number, number];
  customer?: string;
  order?: string;
  product?: string;
  day?: string;
  sent?: string | null;
}
let written = 0;
async function say(answers: readonly Answer[]): Promise<void> {
  const at = (day: string) => new Date(`${day}T12:00:00Z`);
  await shop.write(
    SurveyAnswer,
    answers.map(({ kind, score, scale = [0, 10], customer, order, product, day = '2024-03-01', sent = day }) => ({
      workspaceId,
      id: shop.id('survey', String(++written)),
      identityId: customer === undefined ? null : shop.id('identity', customer),
      orderId: order === undefined ? null : shop.id('order', order),
      productId: product === undefined ? null : shop.id('product', product),
      kind,
      score: score === null ? null : String(score),
      scaleMin: String(scale[0]),
      scaleMax: String(scale[1]),
      sentAt: sent === null ? null : at(sent),
      answeredAt: score === null ? null : at(day),
      ...shop.lineage('survey', String(written)),
    })),
  );
}
const times = (count: number, answer: Answer) => Array.from({ length: count }, () => answer);

beforeAll(async () => {
  await shop.addCustomers(['ada', 'bob'], { country: 'DE' });
  await shop.write(
    Product,
    ['cup', 'pot'].map((key) => ({
      workspaceId,
      id: shop.id('product', key),
      title: key,
      ...shop.lineage('product', key),
    })),
  );
  await shop.addOrders([
    {
      key: '1',
      customer: 'ada',
      at: '2024-01-10T10:00:00Z',
      lines: [
        { product: 'cup', price: '10' },
        { product: 'pot', price: '20' },
      ],
    },
  ]);
  await shop.refresh();
});

describe('the net promoter score', () => {
  it('of 200 answers with 45 % promoters and 20 % detractors is 25.0 ± 10.6', async () => {
    await say([
      ...times(90, { kind: 'NPS', score: 9 }),
      ...times(70, { kind: 'NPS', score: 8 }),
      ...times(40, { kind: 'NPS', score: 6 }),
    ]);
    const { value, low, high, standardError, numerator, denominator } = await total('nps');
    expect([Number(value), Number(numerator), Number(denominator)]).toEqual([25, 5000, 200]);
    expect(Number(standardError)).toBeCloseTo(100 * Math.sqrt((0.45 + 0.2 - 0.25 ** 2) / 200), 6);
    expect((Number(high) - Number(value)).toFixed(1)).toBe('10.6');
    expect((Number(value) - Number(low)).toFixed(1)).toBe('10.6');
  });

  it('is not told from answers on another scale, which are shown as they are', async () => {
    await say([{ kind: 'NPS', score: 4, scale: [1, 5], day: '2024-04-02' }]);
    const april = { from: '2024-04-01', to: '2024-04-30' };
    expect(await total('nps', { period: april })).toMatchObject({ value: null, reason: 'MIXED_SCALES', low: null });
    const [nps] = await kpis(await shop.context('2024-12-31'), { period: april });
    expect(nps).toMatchObject({ key: 'nps', scales: [{ kind: 'NPS', low: '1', high: '5', answers: 1 }] });
  });
});

describe('several answers of one person', () => {
  const may = { from: '2024-05-01', to: '2024-06-30' };
  beforeAll(() =>
    say([
      { kind: 'NPS', score: 10, customer: 'ada', day: '2024-05-03' },
      { kind: 'NPS', score: 3, customer: 'ada', day: '2024-05-20' },
      { kind: 'NPS', score: 9, customer: 'ada', day: '2024-06-02' },
      { kind: 'NPS', score: 10, customer: 'bob', day: '2024-05-03' },
      ...times(2, { kind: 'NPS', score: 7, day: '2024-05-05' }),
    ]),
  );

  it('all count, or of each period and point the latest alone, and those of nobody known always', async () => {
    const all = await ask('nps', { period: may, grain: 'MONTH' });
    expect([all.total, ...all.series].map(({ count }) => count)).toEqual([6, 5, 1]);
    const latest = await ask('nps', { period: may, grain: 'MONTH', options: { answers: 'LATEST' } });
    expect([latest.total, ...latest.series].map(({ count }) => count)).toEqual([4, 4, 1]);
    expect([latest.total, ...latest.series].map(({ value }) => Number(value))).toEqual([50, 0, 100]);
    const classics = await kpis(await shop.context('2024-12-31'), { period: may, options: { answers: 'LATEST' } });
    expect(classics.map(({ key, result }) => [key, result.total.count])).toContainEqual(['nps', 4]);
  });

  it('a changed rating counts as it stands now', async () => {
    written -= 1;
    await say([{ kind: 'NPS', score: 0, day: '2024-05-05' }]);
    const { numerator, denominator } = await total('nps', { period: may });
    expect([Number(numerator), Number(denominator)]).toEqual([100, 6]);
  });
});

describe('effort and satisfaction', () => {
  const july = { from: '2024-07-01', to: '2024-07-31' };
  const day = '2024-07-03';

  it('effort is a mean and a share of easy ones from 1 to 7, and inverted from 1 to 5', async () => {
    await say([7, 5, 4, 2].map((score): Answer => ({ kind: 'CES', score, scale: [1, 7], day })));
    expect(await total('ces', { period: july })).toMatchObject({ value: '4.5', numerator: '18', count: 4 });
    expect(await total('ces_easy_share', { period: july })).toMatchObject({ numerator: '2', denominator: '4' });
    expect((await total('ces_1', { period: july })).reason).toBe('MIXED_SCALES');
    const { metric } = await ask('ces_1', { period: july });
    expect([metric.higherIsBetter, metric.description]).toEqual([false, expect.stringContaining('lower is easier')]);
  });

  it('satisfaction is the top two boxes, with Wilson’s interval, and none without an answer', async () => {
    await say([5, 5, 4, 4, 4, 5, 5, 4, 4, 3].map((score): Answer => ({ kind: 'CSAT', score, scale: [1, 5], day })));
    const { value, low, high } = await total('csat', { period: july });
    expect([Number(value), Number(low).toFixed(3), Number(high).toFixed(3)]).toEqual([0.9, '0.596', '0.982']);
    const august = { from: '2024-08-01', to: '2024-08-31' };
    expect(await total('csat', { period: august })).toMatchObject({ value: null, reason: 'NO_DENOMINATOR', low: null });
  });
});

describe('surveys across', () => {
  const september = { from: '2024-09-01', to: '2024-09-30' };
  beforeAll(() =>
    say([
      { kind: 'REVIEW', score: 5, scale: [1, 5], order: '1', product: 'cup', day: '2024-09-02' },
      { kind: 'REVIEW', score: 2, scale: [1, 5], order: '1', day: '2024-09-03' },
      { kind: 'REVIEW', score: 4, scale: [1, 5], day: '2024-09-04', sent: null },
      { kind: 'CSAT', score: null, scale: [1, 5], customer: 'bob', day: '2024-09-04' },
      { kind: 'CSAT', score: 5, scale: [1, 5], customer: 'bob', day: '2024-10-05', sent: '2024-09-30' },
    ]),
  );

  it('by product count for the one they name, else for all of their order', async () => {
    const { groups } = await ask('review_score', { period: september, breakdown: 'product' });
    const found = groups.map(({ label, total: { value, count } }) => [label, Number(value), count]);
    expect(found).toEqual([
      ['Unknown', 4, 1],
      ['cup', 3.5, 2],
      ['pot', 2, 1],
    ]);
  });

  it('are answered by so many of those asked, by the day they were', async () => {
    const { total: all, groups } = await ask('survey_response_rate', { period: september, breakdown: 'survey' });
    expect(all).toMatchObject({ numerator: '3', denominator: '4' });
    expect(groups.map(({ key, total: { numerator, denominator } }) => [key, numerator, denominator])).toEqual([
      ['REVIEW', '2', '2'],
      ['CSAT', '1', '2'],
    ]);
    const asOf = await shop.context('2024-10-01');
    const then = await measureMetric(asOf, 'survey_response_rate', { period: september, breakdown: 'survey' });
    expect(then.total).toMatchObject({ numerator: '2', denominator: '4' });
  });
});

it('the interval of a mean is that of its definition', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(scores, (all) => {
      const mean = all.reduce((sum, score) => sum + score, 0) / all.length;
      const variance = all.reduce((sum, score) => sum + (score - mean) ** 2, 0) / all.length;
      const squares = all.reduce((sum, score) => sum + score * score, 0);
      const { low, high, standardError } = meanInterval(mean * all.length, squares, all.length, [0, 10]);
      expect(standardError).toBeCloseTo(Math.sqrt(variance / all.length), 6);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(10);
      expect(low).toBeLessThanOrEqual(mean + 1e-9);
      expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
    }),
    { seed: 1 },
  );
});
