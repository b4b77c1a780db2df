import type { Entry, WooCommerce } from '../emulators/woocommerce.ts';

/** A repeatable stream of whole numbers below `limit`. */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const cents = (amount: number) => (amount / 100).toFixed(2);

/** Fills a shop: orders of guests and accounts, a good part of them in one single second, as an import leaves them. */
export function fillShop(shop: WooCommerce, { orders, tied }: { orders: number; tied: number }): void {
  const any = seeded(7);
  const drinks = shop.put(shop.categories, { name: 'Food &amp; Drinks', parent: 0 });
  const coffee = shop.put(shop.categories, { name: 'Coffee', parent: drinks.id });
  const products = Array.from({ length: 6 }, (_, index) => {
    shop.wait(1);
    const type = index === 0 ? 'variable' : 'simple';
    return shop.put(shop.products, {
      name: `Beans no. ${index}`,
      type,
      status: 'publish',
      sku: `B${index}`,
      categories: [{ id: coffee.id }],
    });
  });
  const sizes = ['250 g', '1 kg'].map((option) =>
    shop.put(shop.variations, { parent_id: products[0]!.id, sku: '', attributes: [{ name: 'Size', option }] }),
  );
  const customers = Array.from({ length: 130 }, (_, index) =>
    shop.put(shop.customers, {
      email: `c${index}@example.com`,
      first_name: `C${index}`,
      last_name: 'Test',
      role: index === 0 ? 'wholesale' : 'customer',
      billing: { country: 'IT', city: 'Torino', state: 'TO', phone: '' },
    }),
  );
  for (let turn = 0; turn < orders; turn++) {
    if (turn < orders - tied) shop.wait(1 + any(3600));
    addOrder(shop, { products, sizes, customers }, any, turn);
  }
  for (const id of [...shop.orders.keys()].filter((_, index) => index % 17 === 0)) {
    shop.wait(any(3));
    shop.refund(id, '1.50', 'damaged');
  }
}

function addOrder(
  shop: WooCommerce,
  { products, sizes, customers }: Record<'products' | 'sizes' | 'customers', Entry[]>,
  any: (limit: number) => number,
  turn: number,
): Entry {
  const lines = Array.from({ length: 1 + any(3) }, (_, index) => {
    const subtotal = 300 + any(5000);
    const off = any(4) === 0 ? any(300) : 0;
    const line = {
      id: shop.id(),
      name: 'Beans',
      product_id: products[index]!.id,
      variation_id: index === 0 ? sizes[any(2)]!.id : 0,
      quantity: 1 + any(3),
      subtotal: cents(subtotal),
      total: cents(subtotal - off),
      total_tax: '0.00',
    };
    return { line, net: subtotal - off, off };
  });
  const net = lines.reduce((sum, line) => sum + line.net, 0);
  const off = lines.reduce((sum, line) => sum + line.off, 0);
  const account = turn % 3 === 0 ? undefined : customers[any(customers.length)]!;
  return shop.put(shop.orders, {
    parent_id: 0,
    number: String(turn),
    status: turn % 11 === 0 ? 'cancelled' : 'completed',
    currency: 'EUR',
    total: cents(net + 500),
    total_tax: '0.00',
    shipping_total: '5.00',
    discount_total: cents(off),
    customer_id: account?.id ?? 0,
    billing: { email: `guest${turn % 40}@example.com`, phone: '' },
    ...shop.stamps('paid'),
    payment_method: 'stripe',
    created_via: 'checkout',
    meta_data: [
      { id: shop.id(), key: '_wc_order_attribution_source_type', value: 'utm' },
      { id: shop.id(), key: '_wc_order_attribution_utm_source', value: 'google' },
    ],
    line_items: lines.map(({ line }) => line),
    coupon_lines: off > 0 ? [{ id: shop.id(), code: 'spring', discount: cents(off) }] : [],
    fee_lines: [],
    refunds: [],
  });
}
