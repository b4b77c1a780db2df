import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;

/** What each touch became, by its key: whose it is, the order it led to, and whether it counts. */
async function facts() {
  const { rows } = await sql<{ key: string; customer: string | null; order: string | null; counted: boolean }>`
    select t.external_id as key, c.name as customer, o.external_id as order, f.counted from touch_facts f
    join touches t on t.workspace_id = f.workspace_id and t.id = f.touch_id
    left join customers c on c.workspace_id = f.workspace_id and c.id = f.customer_id
    left join orders o on o.workspace_id = f.workspace_id and o.id = f.order_id
    where f.workspace_id = ${workspaceId} order by f.at, f.touch_id`.execute(shop.store.em().getKysely());
  return Object.fromEntries(rows.map(({ key, ...fact }) => [key, fact]));
}
const visit = { customer: 'ann', utmSource: 'newsletter' };
const purchase = { customer: 'ann', total: '10.00' };

describe('touches', () => {
  it('lead to the next purchase, or to the one that they name', async () => {
    await shop.clear();
    await shop.addCustomers(['ann', 'ben']);
    await shop.addOrders([
      { key: 'first', ...purchase, at: '2024-01-10T10:00:00Z' },
      { key: 'free', ...purchase, at: '2024-01-15T10:00:00Z', total: '0' },
      { key: 'second', ...purchase, at: '2024-01-20T10:00:00Z' },
      { key: 'till', at: '2024-01-20T10:00:00Z', total: '5.00' },
      { key: 'test', at: '2024-01-20T10:00:00Z', total: '5.00', test: true },
    ]);
    await shop.addTouches([
      { key: 'before', ...visit, at: '2024-01-09T10:00:00Z' },
      { key: 'at the till', ...visit, at: '2024-01-10T10:00:00Z', utmSource: 'sms' },
      { key: 'after', ...visit, at: '2024-01-10T10:00:01Z' },
      { key: 'asked later', ...visit, at: '2024-01-11T10:00:00Z', order: 'first', kind: 'SURVEY' },
      { key: 'for free', ...visit, at: '2024-01-14T10:00:00Z', order: 'free' },
      { key: 'in vain', ...visit, at: '2024-01-21T10:00:00Z' },
      { key: 'of no person', at: '2024-01-21T10:00:00Z', order: 'till' },
      { key: 'of a test', at: '2024-01-21T10:00:00Z', order: 'test' },
      { key: 'of nobody', at: '2024-01-21T10:00:00Z' },
      { key: 'of another', customer: 'ben', at: '2024-01-21T10:00:00Z', order: 'second' },
    ]);
    await shop.refresh();
    const [ann, ben] = [
      { customer: 'ann', counted: true },
      { customer: 'ben', counted: true },
    ];
    expect(await facts()).toEqual({
      before: { ...ann, order: 'first' },
      'at the till': { ...ann, order: 'first' },
      after: { ...ann, order: 'second' },
      'asked later': { ...ann, order: 'first' },
      'for free': { ...ann, order: 'second' },
      'in vain': { ...ann, order: null },
      'of no person': { customer: null, order: 'till', counted: true },
      'of another': { ...ben, order: null },
    });
  });

  it('count once in a session from one place, however long it lasts', async () => {
    await shop.clear();
    await shop.addCustomers(['ann']);
    await shop.addOrders([{ key: 'order', ...purchase, at: '2024-01-10T11:20:00Z' }]);
    const at = (time: string, utmSource: string) => ({
      key: time,
      customer: 'ann',
      at: `2024-01-10T${time}:00Z`,
      utmSource,
    });
    await shop.addTouches([
      at('10:00', 'newsletter'),
      at('10:30', ' Newsletter'),
      at('11:00', 'newsletter'),
      at('11:05', 'google'),
      at('11:10', 'newsletter'),
      at('11:30', 'newsletter'),
      at('12:01', 'newsletter'),
    ]);
    await shop.refresh();
    const counted = Object.entries(await facts()).flatMap(([time, fact]) => (fact.counted ? [time] : []));
    expect(counted).toEqual(['10:00', '11:05', '11:10', '11:30', '12:01']);
  });

  it('follow a merge, and go back where it is undone', async () => {
    await shop.clear();
    await shop.addCustomers(['ann', 'ben']);
    await shop.addOrders([{ key: 'order', ...purchase, at: '2024-01-10T10:00:00Z' }]);
    await shop.addTouches([{ key: 'visit', customer: 'ben', at: '2024-01-09T10:00:00Z' }]);
    await shop.refresh();
    const apart = await facts();
    expect(apart).toEqual({ visit: { customer: 'ben', order: null, counted: true } });
    const ids = [shop.id('identity', 'ann'), shop.id('identity', 'ben')];
    const move = async (from: string, to: string) => {
      await sql`update identities set customer_id = ${to} where workspace_id = ${workspaceId}
        and id = ${shop.id('identity', 'ben')}`.execute(shop.store.em().getKysely());
      await shop.touch('customer', [from, to]);
      await shop.refresh();
    };
    await move(ids[1]!, ids[0]!);
    expect(await facts()).toEqual({ visit: { customer: 'ann', order: 'order', counted: true } });
    await move(ids[0]!, ids[1]!);
    expect(await facts()).toEqual(apart);
  });
});
