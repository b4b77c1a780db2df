import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { attributionModels, creditRows } from '../../../src/measure/attribution/credits.ts';
import { Shop } from '../shop.ts';
import { creditsByHand, type Question } from './oracle.ts';
import { channels, drawCustomers, settle } from './world.ts';

const shop = await Shop.open();
const customers = drawCustomers(20260101, 150);
beforeAll(async () => {
  await settle(shop, customers);
  await shop.dataThrough('2024-12-31T22:00:00Z');
});

const names = new Map(
  [
    ...Object.keys(channels).map((name) => ['channel', name]),
    ...['brand', 'generic', 'spring'].map((name) => ['campaign', name]),
  ].map(([kind, name]) => [shop.id(kind!, name!), name!]),
);
const questions: Question[] = [
  { from: '2024-01-01', to: '2024-12-31', orders: 'ALL' },
  { from: '2024-01-01', to: '2024-12-31', orders: 'FIRST' },
  { from: '2024-03-05', to: '2024-06-20', orders: 'ALL' },
  { from: '2024-04-01', to: '2024-07-31', orders: 'FIRST' },
];

interface Row {
  orderId: string;
  channelId: string | null;
  campaignId: string | null;
  credit: string;
}
async function rowsOf(choice: Parameters<typeof creditRows>[1], { from, to, orders }: Question): Promise<Row[]> {
  const context = await shop.context();
  const rows = await creditRows(context, choice, { period: { from, to }, orders, customers: null });
  const statement = sql<Row>`
    select order_id as "orderId", channel_id as "channelId", campaign_id as "campaignId", credit from (${rows}) c`;
  return (await statement.execute(context.em.getKysely())).rows;
}

describe.each(attributionModels)('%s', (model) => {
  it.each([30, 7])('gives what is worked out order by order, back %i days', async (lookBackDays) => {
    for (const question of questions) {
      for (const choice of [
        { model, lookBackDays },
        { model, lookBackDays, viewDays: 3, halfLifeDays: 2 },
      ]) {
        const found = new Map<string, number>();
        for (const { channelId, campaignId, credit } of await rowsOf(choice, question)) {
          const campaign = campaignId === null ? 'none' : names.get(campaignId);
          const place = channelId === null ? 'none' : `${names.get(channelId)} ${campaign}`;
          found.set(place, (found.get(place) ?? 0) + Number(credit));
        }
        const wanted = [...creditsByHand(customers, choice, question)].filter(([, credit]) => credit > 0);
        expect([...found.keys()].toSorted()).toEqual(wanted.map(([place]) => place).toSorted());
        for (const [place, credit] of wanted) expect(found.get(place)).toBeCloseTo(credit, 9);
      }
    }
  });

  it('gives every order away once, to the last digit', async () => {
    for (const question of questions) {
      const rows = await rowsOf({ model, lookBackDays: 30 }, question);
      const { rows: sums } = await sql<{ total: string; orders: string; whole: boolean }>`
        select trim_scale(sum(credit))::text as total, count(*)::text as orders, bool_and(credit = 1) as whole
        from (select order_id, sum(credit) as credit
          from unnest(${rows.map(({ orderId }) => orderId)}::uuid[], ${rows.map(({ credit }) => credit)}::numeric[])
            as r (order_id, credit) group by 1) o`.execute(shop.store.em().getKysely());
      expect(Number(sums[0]!.orders)).toBeGreaterThan(5);
      expect(sums[0]!.total).toBe(sums[0]!.orders);
      expect(rows.every(({ credit }) => Number(credit) > 0)).toBe(true);
      expect(sums[0]!.whole).toBe(model !== 'MARKOV');
    }
  });
});
