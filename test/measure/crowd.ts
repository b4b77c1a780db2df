import { Category, Product } from '../../src/model/catalog.ts';
import { Consent, Identity } from '../../src/model/customer.ts';
import { Delivery } from '../../src/model/delivery.ts';
import { CustomerForecast } from '../../src/model/forecast.ts';
import { Campaign, Channel, Touch } from '../../src/model/marketing.ts';
import { addDays } from '../../src/measure/period.ts';
import type { Shop } from './shop.ts';

/** A customer as the tests know them, apart from the database; days are of UTC. */
export interface Person {
  name: string;
  country: string;
  seen: string;
  sources: string[];
  purchases: { day: string; amount: number; product: string }[];
  promises: { day: string; delivered: string | null }[];
  consents: { channel: 'EMAIL' | 'SMS'; granted: boolean; day: string }[];
  touches: { day: string; channel: string; campaign: string | null }[];
  /** What is expected of the year after the last day of the data. */
  forecast: { alive: number; value: number } | null;
}

export const origin = '2023-01-01';
export const products = ['mug', 'plate', 'fork'];
/** The shelf of each product, the innermost first. */
export const shelves: Record<string, string[]> = {
  mug: ['cups', 'table', 'all'],
  plate: ['table', 'all'],
  fork: ['cutlery', 'all'],
};
export const channels: Record<string, string> = { Search: 'PAID_SEARCH', Social: 'PAID_SOCIAL', Letter: 'OFFLINE' };

/** Numbers that look random and are always the same. */
function draw(person: number, what: number, most: number): number {
  const mixed = Math.imul((person * 1009 + what) ^ 0x9e3779b9, 0x85ebca6b);
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 8) % most;
}
const dayOf = (person: number, what: number, most = 700) => addDays(origin, draw(person, what, most));

/** Fifty people who buy, are let down, consent and are reached in all sorts of ways; the first five never buy. */
export const crowd: readonly Person[] = Array.from({ length: 50 }, (_, n) => {
  const purchases = Array.from({ length: n < 5 ? 0 : 1 + draw(n, 1, 5) }, (_each, index) => ({
    day: dayOf(n, 10 + index),
    amount: 5 + draw(n, 20 + index, 120),
    product: products[draw(n, 30 + index, 3)]!,
  }));
  return {
    name: `p${n}`,
    country: ['DE', 'FR', 'IT'][draw(n, 2, 3)]!,
    seen: addDays(origin, -1 - draw(n, 3, 90)),
    sources: draw(n, 4, 4) === 0 ? ['shop', 'desk'] : ['shop'],
    purchases,
    promises: purchases.map(({ day }, index) => {
      const [promised, took] = [addDays(day, 3), [2, 3, 5, 9][draw(n, 40 + index, 4)]!];
      return { day: promised, delivered: draw(n, 50 + index, 5) === 0 ? null : addDays(day, took) };
    }),
    consents: Array.from({ length: draw(n, 5, 4) }, (_each, index) => ({
      channel: index % 2 === 0 ? ('EMAIL' as const) : ('SMS' as const),
      granted: draw(n, 60 + index, 2) === 0,
      day: dayOf(n, 70 + index * 3),
    })),
    touches: Array.from({ length: draw(n, 6, 4) }, (_each, index) => ({
      day: dayOf(n, 80 + index * 7),
      channel: Object.keys(channels)[draw(n, 90 + index, 3)]!,
      campaign: [null, 'spring', 'autumn'][draw(n, 95 + index, 3)]!,
    })),
    forecast: n < 5 ? null : { alive: draw(n, 7, 101) / 100, value: draw(n, 8, 100) },
  };
});

const at = (day: string, hour = 12) => new Date(`${day}T${hour}:00:00Z`);

/** Writes the crowd into a shop and works its figures out. What people say and touch hangs on the last of their identities. */
export async function settle(shop: Shop): Promise<void> {
  const { workspaceId } = shop;
  await shop.addSource('desk');
  for (const { name, country, seen } of crowd) await shop.addCustomers([name], { country, firstSeenAt: at(seen) });
  const twice = crowd.filter(({ sources }) => sources.includes('desk'));
  const identityOf = ({ name, sources }: Person) => shop.id('identity', name, sources.at(-1));
  await shop.write(
    Identity,
    twice.map(({ name }, index) => ({
      workspaceId,
      id: shop.id('identity', name, 'desk'),
      customerId: shop.id('identity', name),
      seq: String(1000 + index),
      guest: false,
      ...shop.lineage('customer', name, 'desk'),
    })),
  );
  const category = (key: string, parent: string | null) => ({
    workspaceId,
    id: shop.id('category', key),
    name: key,
    parentId: parent && shop.id('category', parent),
    ...shop.lineage('category', key),
  });
  await shop.write(Category, [
    category('all', null),
    category('table', 'all'),
    category('cups', 'table'),
    category('cutlery', 'all'),
  ]);
  await shop.write(
    Product,
    products.map((key) => ({
      workspaceId,
      id: shop.id('product', key),
      title: key,
      categoryId: shop.id('category', shelves[key]![0]!),
      ...shop.lineage('product', key),
    })),
  );
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
  await shop.write(Campaign, [
    { workspaceId, id: shop.id('campaign', 'spring'), name: 'spring', ...shop.lineage('campaign', 'spring') },
  ]);
  const orderKey = ({ name }: Person, index: number) => `${name}-${index}`;
  await shop.addOrders(
    crowd.flatMap((person) =>
      person.purchases.map(({ day, amount, product }, index) => ({
        key: orderKey(person, index),
        customer: person.name,
        at: at(day).toISOString(),
        lines: [{ product, price: `${amount}.00` }],
      })),
    ),
  );
  await shop.write(
    Delivery,
    crowd.flatMap((person) =>
      person.promises.map(({ day, delivered }, index) => ({
        workspaceId,
        id: shop.id('delivery', orderKey(person, index)),
        orderId: shop.id('order', orderKey(person, index)),
        promisedAt: at(day),
        deliveredAt: delivered === null ? null : at(delivered),
        status: delivered === null ? 'SHIPPED' : 'DELIVERED',
        ...shop.lineage('delivery', orderKey(person, index)),
      })),
    ),
  );
  await shop.write(
    Consent,
    crowd.flatMap((person) =>
      person.consents.map(({ channel, granted, day }, index) => ({
        workspaceId,
        id: shop.id('consent', orderKey(person, index)),
        identityId: identityOf(person),
        channel,
        granted,
        since: at(day),
        ...shop.lineage('consent', orderKey(person, index)),
      })),
    ),
  );
  await shop.write(
    Touch,
    crowd.flatMap((person) =>
      person.touches.map(({ day, channel, campaign }, index) => ({
        workspaceId,
        id: shop.id('touch', orderKey(person, index)),
        identityId: identityOf(person),
        at: at(day, 10),
        kind: 'SESSION',
        channelId: shop.id('channel', channel),
        campaignId: campaign === 'spring' ? shop.id('campaign', campaign) : null,
        utmCampaign: campaign === 'autumn' ? campaign : null,
        ...shop.lineage('touch', orderKey(person, index)),
      })),
    ),
  );
  await shop.refresh();
  await shop.write(
    CustomerForecast,
    crowd.flatMap(({ name, forecast }) => {
      if (!forecast) return [];
      const customerId = shop.id('identity', name);
      const { alive, value } = forecast;
      return [
        { workspaceId, customerId, modelId: customerId, asOf: '2024-12-31', alive, purchases: 1, value: String(value) },
      ];
    }),
  );
}
