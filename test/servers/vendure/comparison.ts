import { expect } from 'vitest';
import type { Kept } from '../source.ts';
import type { VendureShop } from './shop.ts';

interface Order {
  id: string;
  code: string;
  state: string;
  active: boolean;
  totalQuantity: number;
  totalWithTax: number;
  payments: { id: string; amount: number; state: string; refunds: { id: string; total: number }[] }[];
  fulfillments: { id: string; state: string }[];
  lines: { id: string; quantity: number; orderPlacedQuantity: number }[];
}

interface Shop {
  orders: { items: Order[]; totalItems: number };
  customers: { items: { id: string; emailAddress: string; firstName: string }[]; totalItems: number };
}

/** What a shop holds, asked for in one piece and in other words than the connector's. */
const everything = `{
  orders(options: { take: 1000, sort: { id: ASC } }) { totalItems items {
    id code state active totalQuantity totalWithTax
    lines { id quantity orderPlacedQuantity }
    payments { id amount state refunds { id total } }
    fulfillments { id state }
  } }
  customers(options: { take: 1000, sort: { id: ASC } }) { totalItems items { id emailAddress firstName } }
}`;

const euros = (cents: number) => cents / 100;
const moneyOf = (row: Record<string, unknown>, ...columns: string[]) =>
  Math.round(columns.reduce((sum, column) => sum + Number(row[column]), 0) * 100) / 100;
const byId = <Row extends { external_id: string }>(rows: Row[]) =>
  rows.toSorted((a, b) => Number(a.external_id) - Number(b.external_id));

/** Orders, carts, lines, payments, refunds, deliveries and customers are as the shop has them: none is missing, none is there twice. */
export async function expectSame(source: Kept, shop: VendureShop): Promise<void> {
  const { orders, customers } = await shop.admin<Shop>(everything);
  expect(orders.items).toHaveLength(orders.totalItems);
  const placed = orders.items.filter(({ active }) => !active);

  expect(await source.rows('number, source_status, total::float', 'orders')).toEqual(
    placed.map(({ id, code, state, totalWithTax }) => ({
      external_id: id,
      number: code,
      source_status: state,
      total: euros(totalWithTax),
    })),
  );
  expect(
    await source.rows('completed_at is not null as completed, items, order_id is not null as ordered', 'carts'),
  ).toEqual(
    orders.items.map(({ id, active, totalQuantity }) => ({
      external_id: id,
      completed: !active,
      items: totalQuantity,
      ordered: !active,
    })),
  );
  expect(await source.rows('quantity::float', 'order_lines')).toEqual(
    placed.flatMap(({ state, lines, payments }) =>
      lines.map(({ id, quantity, orderPlacedQuantity: bought }) => ({
        external_id: id,
        quantity: state === 'Cancelled' || payments.some(({ refunds }) => refunds.length > 0) ? bought : quantity,
      })),
    ),
  );
  const payments = placed.flatMap((order) => order.payments);
  expect(await source.rows('status, amount::float', 'payments')).toEqual(
    byId(payments.map(({ id, state, amount }) => ({ external_id: id, status: state, amount: euros(amount) }))),
  );
  const refunds = await source.rows('merchandise::float, shipping::float, tax::float', 'refunds');
  expect(
    refunds.map((row) => ({ external_id: row['external_id'], total: moneyOf(row, 'merchandise', 'shipping', 'tax') })),
  ).toEqual(
    byId(payments.flatMap((one) => one.refunds).map(({ id, total }) => ({ external_id: id, total: euros(total) }))),
  );
  const deliveries = await source.rows(
    'status, shipped_at is not null as shipped, delivered_at is not null as delivered',
    'deliveries',
  );
  expect(deliveries).toEqual(
    byId(
      placed.flatMap(({ fulfillments }) =>
        fulfillments.map(({ id, state }) => ({
          external_id: id,
          status: state.toUpperCase(),
          shipped: state === 'Shipped' || state === 'Delivered',
          delivered: state === 'Delivered',
        })),
      ),
    ),
  );
  const known = await source.rows('email, name', 'identities');
  const ofShop = customers.items.map(({ id, emailAddress: email, firstName }) => ({
    external_id: id,
    email,
    name: `${firstName} Rossi`,
  }));
  expect(byId(known as typeof ofShop)).toEqual(ofShop);
}
