import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { hmacSha256 } from '../../src/sdk/index.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { fillShop } from '../woocommerce/shop.ts';
import { startDesk } from './desk.ts';

const api = await startDesk();
const webhookSecret = 'whs-0123456789';

it('follows a shop by what it tells, in any order: a run afterwards finds nothing new', async () => {
  const shop = new WooCommerce();
  fillShop(shop, { orders: 20, tied: 5 });
  await shop.start();
  const source = await api.source({ connector: 'woocommerce', settings: { ...shop.settings, webhookSecret } });
  await source.sync();

  const tell = async (topic: string, body: unknown) => {
    const text = JSON.stringify(body);
    const { status } = await api.deliver(source.sourceId, text, {
      'x-wc-webhook-topic': topic,
      'x-wc-webhook-delivery-id': crypto.randomUUID(),
      'x-wc-webhook-signature': hmacSha256(webhookSecret, [text], 'base64'),
    });
    expect(status).toBe(200);
  };
  const [changed, refunded, trashed] = [...shop.orders.values()].filter(({ status }) => status === 'completed');
  const [customer] = shop.customers.values();
  shop.wait(60);
  shop.change(shop.orders, changed!.id, { status: 'on-hold' });
  const before = shop.orders.get(changed!.id);
  shop.wait(60);
  shop.change(shop.orders, changed!.id, { status: 'cancelled' });
  shop.refund(refunded!.id, '2.00', 'late');
  shop.change(shop.orders, trashed!.id, { status: 'trash' });
  shop.change(shop.customers, customer!.id, { first_name: 'Renamed' });
  await tell('order.updated', shop.orders.get(changed!.id));
  await tell('order.updated', before);
  await tell('order.updated', shop.orders.get(refunded!.id));
  await tell('order.deleted', { id: trashed!.id });
  await tell('customer.updated', shop.customers.get(customer!.id));
  expect((await source.deliveries()).map(({ status, error }) => [status, error])).toEqual(
    Array.from({ length: 5 }, () => ['TAKEN', null]),
  );

  const { rows } = await sql<{ id: string; status: string; refunds: number }>`
    select o.external_id as id, o.source_status as status,
      (select count(*)::int from refunds r where r.workspace_id = o.workspace_id and r.order_id = o.id) as refunds
    from orders o where o.workspace_id = ${source.workspaceId} and o.external_id = any(${[
      changed,
      refunded,
      trashed,
    ].map((order) => String(order!.id))}::text[])`.execute(api.store.em().getKysely());
  const kept = new Map(rows.map(({ id, ...order }) => [id, order]));
  expect(kept.get(String(changed!.id))!.status).toBe('cancelled');
  expect(kept.get(String(refunded!.id))!.refunds).toBe(1);
  expect(kept.get(String(trashed!.id))!.status).toBe('trash');
  expect(await source.people()).toContain('Renamed Test');
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
});
