import fc from 'fast-check';
import { Campaign, Channel, Touch } from '../../../src/model/marketing.ts';
import type { Shop } from '../shop.ts';

/** Hours since the first of January 2024, UTC. */
type Hour = number;

export interface TouchIn {
  at: Hour;
  kind: 'SESSION' | 'VIEW' | 'SURVEY';
  channel: string;
  campaign: string | null;
}
/** A customer as the tests know them, apart from the database. */
export interface Customer {
  name: string;
  orders: { key: string; at: Hour; amount: number }[];
  touches: TouchIn[];
}

export const channels: Record<string, string> = {
  Search: 'PAID_SEARCH',
  Social: 'PAID_SOCIAL',
  Mail: 'EMAIL',
  Direct: 'DIRECT',
};
const campaigns: Record<string, string> = { brand: 'Search', generic: 'Search', spring: 'Social' };
const lastDay = 365;

const touch = fc.record({
  kind: fc.constantFrom('SESSION', 'SESSION', 'SESSION', 'SESSION', 'VIEW', 'SURVEY' as const),
  place: fc.constantFrom(
    ...Object.keys(channels).map((channel) => ({ channel, campaign: null })),
    ...Object.entries(campaigns).map(([campaign, channel]) => ({ channel, campaign })),
  ),
  day: fc.nat(lastDay),
});
const customer = fc.record({
  orders: fc.array(fc.record({ day: fc.nat(lastDay), cents: fc.integer({ min: 1, max: 99_999 }) }), { maxLength: 3 }),
  touches: fc.array(touch, { maxLength: 12 }),
});

/** Customers who buy and are reached in all sorts of ways; the same seed draws the same. Nothing happens twice in an hour. */
export function drawCustomers(seed: number, count: number): Customer[] {
  return fc.sample(customer, { seed, numRuns: count }).map(({ orders, touches }, n) => ({
    name: `c${n}`,
    orders: orders.map(({ day, cents }, i) => ({ key: `c${n}-${i}`, at: day * 24 + 12 + i, amount: cents / 100 })),
    touches: touches.map(({ kind, place, day }, i) => ({ kind, ...place, at: day * 24 + i })),
  }));
}

export const instantOf = (hour: Hour): Date => new Date(Date.UTC(2024, 0, 1, hour));
export const dayOf = (hour: Hour): string => instantOf(hour).toISOString().slice(0, 10);

/** Writes them into a shop and works its figures out. */
export async function settle(shop: Shop, customers: readonly Customer[]): Promise<void> {
  const { workspaceId } = shop;
  await shop.write(
    Channel,
    Object.entries(channels).map(([name, kind]) => ({
      workspaceId,
      id: shop.id('channel', name),
      name,
      kind,
      ...shop.lineage('channel', name),
    })),
  );
  await shop.write(
    Campaign,
    Object.entries(campaigns).map(([name, channel]) => ({
      workspaceId,
      id: shop.id('campaign', name),
      name,
      channelId: shop.id('channel', channel),
      ...shop.lineage('campaign', name),
    })),
  );
  await shop.addCustomers(customers.map(({ name }) => name));
  await shop.addOrders(
    customers.flatMap(({ name, orders }) =>
      orders.map(({ key, at, amount }) => ({
        key,
        customer: name,
        at: instantOf(at).toISOString(),
        lines: [{ price: amount.toFixed(2) }],
      })),
    ),
  );
  await shop.write(
    Touch,
    customers.flatMap(({ name, touches }) =>
      touches.map(({ at, kind, channel, campaign }, index) => ({
        workspaceId,
        id: shop.id('touch', `${name}-${index}`),
        identityId: shop.id('identity', name),
        at: instantOf(at),
        kind,
        channelId: shop.id('channel', channel),
        campaignId: campaign && shop.id('campaign', campaign),
        ...shop.lineage('touch', `${name}-${index}`),
      })),
    ),
  );
  await shop.refresh();
}
