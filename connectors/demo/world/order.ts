import { type Item, basketOf } from './baskets.ts';
import type { Product } from './catalogue.ts';
import { dayOf } from './clock.ts';
import type { Delivery } from './delivery.ts';
import { sum, taxIn } from './money.ts';
import type { Country, Currency } from './plan.ts';
import type { Purchase } from './purchases.ts';
import type { Random } from './random.ts';
import { exchanged } from './rates.ts';
import type { Refund } from './refunds.ts';
import type { World } from './world.ts';

export interface OrderLine {
  key: string;
  /** Null for a gift card. */
  product: Product | null;
  variant: number;
  quantity: number;
  price: number;
  discount: number;
  /** Paid for the line, after both kinds of discount, tax included. */
  charged: number;
  tax: number;
}

/** All amounts in cents of `currency`, the tax of the goods included in prices; shipping bears none. */
export interface Order {
  key: string;
  /** The account that ordered; null for guests and where nothing is known. */
  account: string | null;
  email: string | null;
  country: Country;
  at: number;
  status: 'PENDING' | 'PAID' | 'FULFILLED' | 'CANCELLED' | 'REFUNDED' | 'FAILED';
  cancelledAt: number | null;
  test: boolean;
  kind: 'STANDARD' | 'WHOLESALE' | 'EXCHANGE';
  salesChannel: 'web' | 'app' | 'marketplace' | 'pos';
  currency: Currency;
  lines: OrderLine[];
  /** On the order as a whole. */
  discount: number;
  code: string | null;
  shipping: number;
  tax: number;
  total: number;
  fulfilmentCost: number | null;
  payment: Payment;
  refunds: Refund[];
  deliveries: Delivery[];
  /** The purchase of the planted process that this order is; null for what is none. */
  purchase: Purchase | null;
}

export interface Payment {
  method: string;
  status: 'paid' | 'failed' | 'voided' | 'pending';
  paidAt: number | null;
  fee: number | null;
  installments: number;
}

export type Buyer = Pick<Order, 'account' | 'email' | 'country' | 'salesChannel' | 'kind'>;

/** A basket worth `value` euro cents, in the currency of the buyer. */
export function itemsFor(
  world: World,
  random: Random,
  buyer: Buyer,
  at: number,
  value: number,
  previous: readonly Product[],
): Item[] {
  const rate = world.rates.on(dayOf(at), buyer.country.currency);
  return basketOf(world, random, exchanged(value, rate), value, previous);
}

/** A paid order of `items` without discounts. */
export function orderOf(random: Random, key: string, buyer: Buyer, at: number, items: readonly Item[]): Order {
  const lines = items.map((item, line): OrderLine => {
    const charged = item.price * item.quantity;
    return { ...item, key: `${key}-${line + 1}`, discount: 0, charged, tax: taxIn(charged, buyer.country.vat) };
  });
  const merchandise = sum(lines.map(({ charged }) => charged));
  const shipping = merchandise >= 4900 || buyer.salesChannel === 'pos' ? 0 : 490;
  const total = merchandise + shipping;
  const method = random.weighted(['card', 'paypal', 'transfer', 'instalments'], (name) => payments[name]!);
  const pieces = sum(lines.map(({ quantity }) => quantity));
  return {
    ...buyer,
    key,
    at,
    status: 'PAID',
    cancelledAt: null,
    test: false,
    currency: buyer.country.currency,
    lines,
    discount: 0,
    code: null,
    shipping,
    tax: sum(lines.map(({ tax }) => tax)),
    total,
    fulfilmentCost: buyer.salesChannel === 'pos' ? null : 380 + 25 * pieces,
    payment: {
      method,
      status: 'paid',
      paidAt: at,
      fee: feeOf(method, total),
      installments: method === 'instalments' ? 3 : 1,
    },
    refunds: [],
    deliveries: [],
    purchase: null,
  };
}

const payments: Readonly<Record<string, number>> = { card: 0.55, paypal: 0.28, transfer: 0.07, instalments: 0.1 };
export const feeOf = (method: string, total: number) => (method === 'transfer' ? 0 : Math.round(total * 0.014) + 25);

/** A gift card is money kept for later: neither revenue nor taxed. */
export function addGiftCard(random: Random, order: Order): Order {
  const price = random.pick([2500, 5000, 10_000]);
  const line = {
    key: `${order.key}-gift`,
    product: null,
    variant: 0,
    quantity: 1,
    price,
    discount: 0,
    charged: price,
    tax: 0,
  };
  const total = order.total + price;
  return {
    ...order,
    lines: [...order.lines, line],
    total,
    payment: { ...order.payment, fee: feeOf(order.payment.method, total) },
  };
}
