import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AttributionChoice, attributionModels, creditRows } from '../../../src/measure/attribution/credits.ts';
import { attribution } from '../../../src/measure/attribution/index.ts';
import { Shop } from '../shop.ts';
import { creditsByHand, type Question } from './oracle.ts';
import { channels, dayOf, drawCustomers, settle } from './world.ts';

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
async function rowsOf(choice: AttributionChoice, { from, to, orders }: Question, asOf?: string): Promise<Row[]> {
  const context = await shop.context(asOf);
  const rows = await creditRows(context, choice, { period: { from, to }, orders, customers: null });
  const statement = sql<Row>`
    select order_id as "orderId", channel_id as "channelId", campaign_id as "campaignId", credit from (${rows}) c`;
  return (await statement.execute(context.em.getKysely())).rows;
}

const placeOf = ({ channelId, campaignId }: Omit<Row, 'orderId' | 'credit'>) =>
  channelId === null ? 'none' : `${names.get(channelId)} ${campaignId === null ? 'none' : names.get(campaignId)}`;
/** Credits by "channel campaign". */
function summed(rows: readonly Row[]): Map<string, number> {
  const credits = new Map<string, number>();
  for (const row of rows) credits.set(placeOf(row), (credits.get(placeOf(row)) ?? 0) + Number(row.credit));
  return credits;
}
/** To compare: what got nothing is not told. */
const rounded = (credits: ReadonlyMap<string, number>) =>
  Object.fromEntries(
    [...credits].filter(([, credit]) => credit > 0).map(([place, credit]) => [place, credit.toFixed(8)]),
  );

describe.each(attributionModels)('%s', (model) => {
  it.each([30, 7])('gives what is worked out order by order, back %i days', async (lookBackDays) => {
    for (const question of questions) {
      for (const choice of [
        { model, lookBackDays },
        { model, lookBackDays, viewDays: 3, halfLifeDays: 2 },
      ]) {
        expect(rounded(summed(await rowsOf(choice, question)))).toEqual(
          rounded(creditsByHand(customers, choice, question)),
        );
      }
    }
  });

  it('knows on an earlier day what was known then', async () => {
    const asOf = '2024-07-31';
    const known = <Event extends { at: number }>(events: readonly Event[]) =>
      events.filter(({ at }) => dayOf(at) <= asOf);
    const then = customers.map(({ name, orders, touches }) => ({
      name,
      orders: known(orders),
      touches: known(touches),
    }));
    const question: Question = { from: '2024-02-01', to: '2024-12-31', orders: 'ALL' };
    const choice = { model, lookBackDays: 30 };
    expect(rounded(summed(await rowsOf(choice, question, asOf)))).toEqual(
      rounded(creditsByHand(then, choice, { ...question, to: asOf })),
    );
  });

  it('tells side by side with the others what its rows add up to, and revenue to the cent', async () => {
    for (const { from, to, orders } of questions) {
      const reach = { lookBackDays: 30, viewDays: 2 };
      const context = await shop.context();
      const query = { period: { from, to }, models: attributionModels, reach, orders, base: 'NET' as const };
      const { channels: found, ...totals } = await attribution(context, query);
      const index = attributionModels.indexOf(model);
      const told = new Map<string, number>();
      let cents = 0;
      for (const { channelId, campaigns, credits } of found) {
        if (channelId === null) told.set('none', Number(credits[index]!.orders));
        for (const { campaignId, credits: own } of campaigns) {
          if (Number(own[index]!.orders) > 0) told.set(placeOf({ channelId, campaignId }), Number(own[index]!.orders));
        }
        cents += Math.round(Number(credits[index]!.revenue) * 100);
      }
      expect(rounded(told)).toEqual(rounded(summed(await rowsOf({ model, ...reach }, { from, to, orders }))));
      expect(cents).toBe(Math.round(Number(totals.revenue) * 100));
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
