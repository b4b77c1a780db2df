import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { measureMetric } from '../../src/measure/measure.ts';
import type { MetricOptions } from '../../src/measure/metric.ts';
import { Delivery } from '../../src/model/delivery.ts';
import { SurveyAnswer } from '../../src/model/support.ts';
import { Shop } from './shop.ts';

const folder = new URL('../../../shared/data/olist/sample_4000_with_reviews/', import.meta.url);
const present = existsSync(folder);
const statuses: Record<string, string> = { canceled: 'CANCELLED', unavailable: 'CANCELLED', delivered: 'FULFILLED' };
const read = (file: string) =>
  parse<Record<string, string>>(readFileSync(new URL(file, folder)), { columns: true, bom: true, relax_quotes: true });
/** The files give local times of São Paulo, which was at UTC-3 or UTC-2. */
const instant = (local: string | undefined) => (local ? new Date(`${local.replace(' ', 'T')}-03:00`) : null);

describe.skipIf(!present)('the Olist sample (skipped where ../shared/data is absent)', async () => {
  // A zone without daylight saving, so that the files' days stay what they are.
  const shop = present ? await Shop.open({ currency: 'BRL', timeZone: 'Etc/GMT+3' }) : undefined!;
  const { workspaceId } = shop ?? {};
  const period = { from: '2016-01-01', to: '2018-12-31' };

  beforeAll(async () => {
    const orders = read('olist_orders_dataset.csv');
    await shop.addOrders(
      orders.map((row) => ({
        key: row['order_id']!,
        at: instant(row['order_purchase_timestamp'])!.toISOString(),
        status: statuses[row['order_status']!] ?? 'PAID',
        currency: 'BRL',
        total: '1',
      })),
    );
    await shop.write(
      Delivery,
      orders.map((row) => ({
        workspaceId,
        id: shop.id('delivery', row['order_id']!),
        orderId: shop.id('order', row['order_id']!),
        promisedAt: instant(row['order_estimated_delivery_date']),
        deliveredAt: instant(row['order_delivered_customer_date']),
        status: row['order_delivered_customer_date'] ? 'DELIVERED' : 'PENDING',
        ...shop.lineage('delivery', row['order_id']!),
      })),
    );
    await shop.write(
      SurveyAnswer,
      read('olist_order_reviews_dataset.csv').map((row) => {
        const key = `${row['review_id']}-${row['order_id']}`;
        return {
          workspaceId,
          id: shop.id('survey', key),
          orderId: shop.id('order', row['order_id']!),
          kind: 'REVIEW',
          score: row['review_score']!,
          scaleMin: '1',
          scaleMax: '5',
          answeredAt: instant(row['review_answer_timestamp']),
          ...shop.lineage('survey', key),
        };
      }),
    );
    await shop.dataThrough('2018-12-31T12:00:00Z');
    await shop.refresh();
  });

  it.each([
    ['TIMESTAMP', 91.406],
    ['DAY', 92.842],
  ] as const)('is delivered on time by %s at %d %%', async (punctuality, expected) => {
    const { total } = await measureMetric(await shop.context(), 'on_time_delivery_rate', {
      period,
      options: { punctuality },
    });
    expect(Number(total.value) * 100).toBeCloseTo(expected, 3);
    expect(Number(total.low)).toBeLessThan(Number(total.value));
  });

  it.each([
    ['TIMESTAMP', { ON_TIME: 4.294, LATE: 2.427 }],
    ['DAY', { ON_TIME: 4.286, LATE: 2.153 }],
  ] as const)(
    'is reviewed by punctuality, by %s',
    async (punctuality: NonNullable<MetricOptions['punctuality']>, expected) => {
      const query = { period, breakdown: 'punctuality', options: { punctuality } };
      const { total, groups } = await measureMetric(await shop.context(), 'review_score', query);
      expect(total.count).toBe(3986);
      const found = new Map(groups.map((group) => [group.key, Number(Number(group.total.value).toFixed(3))]));
      for (const [key, score] of Object.entries(expected)) expect([key, found.get(key)]).toEqual([key, score]);
    },
  );
});
