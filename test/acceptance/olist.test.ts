import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { readCpi } from '../../src/measure/cpi/index.ts';
import { listCpis } from '../../src/measure/cpi/list.ts';
import { measureMetric } from '../../src/measure/measure.ts';
import { data, importExample } from './example.ts';

const present = existsSync(new URL('olist/sample_4000_with_reviews/', data));

describe.skipIf(!present)('importing the Olist sample (skipped where ../shared/data is absent)', async () => {
  const zone = { currency: 'BRL', timeZone: 'America/Sao_Paulo' };
  const olist = present ? await importExample('olist', 'olist/sample_4000_with_reviews/', zone) : undefined!;
  const period = { from: '2016-01-01', to: '2018-12-31' };
  const ask = async (key: string, query: Partial<Parameters<typeof measureMetric>[2]> = {}) =>
    measureMetric(await olist.context(), key, { period, ...query });
  const count = async (table: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where workspace_id = ${olist.workspaceId}`.execute(
      olist.store.em().getKysely(),
    );
    return rows[0]!.count;
  };

  it('brings in every row', async () => {
    expect(olist.run).toMatchObject({ status: 'SUCCEEDED', rejected: 0, read: 23_798 });
    const tables = ['orders', 'deliveries', 'order_lines', 'survey_answers', 'payments', 'products', 'rejects'];
    const counts = Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await count(table)])));
    expect(counts).toEqual({
      orders: 4000,
      deliveries: 4000,
      order_lines: 4519,
      survey_answers: 3986,
      payments: 4161,
      products: 3132,
      rejects: 0,
    });
  });

  it.each([
    ['TIMESTAMP', 91.406],
    ['DAY', 92.842],
  ] as const)('is delivered on time by %s at %d %%', async (punctuality, expected) => {
    const { total } = await ask('on_time_delivery_rate', { options: { punctuality } });
    expect(Number(total.value) * 100).toBeCloseTo(expected, 3);
    expect(total).toMatchObject({ denominator: '3898', count: 3898 });
  });

  it.each([
    ['on-time-delivery', 91.406],
    ['on-time-delivery-by-day', 92.842],
  ])('keeps its promises by the CPI %s at %d %%, leaving out what nobody scanned', async (key, expected) => {
    const context = await olist.context();
    const cpi = (await listCpis(context)).find(({ definition }) => definition.key === key)!;
    const { total } = await readCpi(context, cpi, { period });
    expect(Number(total.value) * 100).toBeCloseTo(expected, 3);
    expect(total).toMatchObject({ denominator: 3898, pending: 0 });
    const left = Object.fromEntries(total.excluded.map(({ reason, count: many }) => [reason, many]));
    expect(left).toEqual({ 'no delivery scan': expect.any(Number) as number, cancelled: expect.any(Number) as number });
    expect(Object.values(left).reduce((sum, many) => sum + many, 0)).toBe(4000 - 3898);
  });

  it.each(['on-time-in-full-delivery', 'on-time-in-full-order'])(
    'tells of %s that completeness is missing',
    async (key) => {
      const context = await olist.context();
      const cpi = (await listCpis(context)).find(({ definition }) => definition.key === key)!;
      const { total, provenance } = await readCpi(context, cpi, { period });
      expect(total).toMatchObject({ value: null, reason: 'FIELD_MISSING', status: 'NO_DATA' });
      expect((await provenance()).notes).toEqual(['No DELIVERY that counts holds complete.']);
    },
  );

  it.each([
    ['TIMESTAMP', { ON_TIME: 4.294, LATE: 2.427 }],
    ['DAY', { ON_TIME: 4.286, LATE: 2.153 }],
  ] as const)('is reviewed by punctuality, by %s', async (punctuality, expected) => {
    const { total, groups } = await ask('review_score', { breakdown: 'punctuality', options: { punctuality } });
    expect(total.count).toBe(3986);
    const found = new Map(groups.map((group) => [group.key, Number(Number(group.total.value).toFixed(3))]));
    for (const [key, score] of Object.entries(expected)) expect([key, found.get(key)]).toEqual([key, score]);
  });

  it('earns each month what the raw files say, to the cent', async () => {
    const { rows } = await sql<{ month: string; revenue: string }>`
      select left(o.payload ->> 'order_purchase_timestamp', 7) || '-01' as month, sum((i.payload ->> 'price')::numeric) as revenue
      from raw_records i
      join raw_records o on o.workspace_id = i.workspace_id and o.stream = 'olist_orders_dataset.csv'
        and o.key = i.payload ->> 'order_id'
      where i.workspace_id = ${olist.workspaceId} and i.stream = 'olist_order_items_dataset.csv'
        and o.payload ->> 'order_status' not in ('canceled', 'unavailable')
      group by 1 order by 1`.execute(olist.store.em().getKysely());
    const { series, total } = await ask('revenue', { grain: 'MONTH' });
    const found = series.filter(({ value }) => Number(value) !== 0).map((point) => [point.period, Number(point.value)]);
    expect(found).toEqual(rows.map(({ month, revenue }) => [month, Number(revenue)]));
    const sum = rows.reduce((cents, { revenue }) => cents + Math.round(Number(revenue) * 100), 0);
    expect(Math.round(Number(total.value) * 100)).toBe(sum);
  });
});
