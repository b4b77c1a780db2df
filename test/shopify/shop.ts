import type { Shopify } from '../emulators/shopify.ts';
import { connectionOf, type Thing } from '../emulators/shopify/connection.ts';

/** A repeatable stream of whole numbers below `limit`. */
function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

const cents = (amount: number) => (amount / 100).toFixed(2);
/** What the customer saw in dollars, and the shop's books hold in euros. */
const bag = (amount: number) => ({
  shopMoney: { amount: cents(amount), currencyCode: 'EUR' },
  presentmentMoney: { amount: cents(amount * 1.1), currencyCode: 'USD' },
});

export interface Line {
  id: string;
  quantity: number;
  price: number;
  off: number;
}

/** What the tests know of an order beyond what the shop answers. */
export const known = new WeakMap<Thing, { lines: Line[]; refunded: number }>();

/** Fills a shop: orders of guests and accounts, a good part of them changed in one single second, as an import leaves them. */
export function fillShop(shop: Shopify, { orders, tied }: { orders: number; tied: number }): void {
  const any = seeded(7);
  const products = Array.from({ length: 8 }, (_, index) => {
    shop.wait(1);
    return addProduct(shop, index);
  });
  const customers = Array.from({ length: 60 }, (_, index) => addCustomer(shop, index));
  for (let turn = 0; turn < orders; turn++) {
    if (turn < orders - tied) shop.wait(1 + any(3600));
    const customer = turn % 3 === 0 ? undefined : customers[any(customers.length)]!;
    // One order is longer than any page of lines.
    addOrder(shop, { products, customer, lines: turn === 5 ? 130 : 1 + any(3), any, turn });
  }
  for (const order of [...shop.orders.values()].filter((_, index) => index % 13 === 5)) {
    shop.wait(any(3));
    refund(shop, order);
  }
  for (let turn = 0; turn < 12; turn++) {
    shop.wait(3600);
    addCheckout(shop, customers[turn]!);
    addDraftOrder(shop, turn);
  }
}

function addProduct(shop: Shopify, index: number): Thing {
  const variants = Array.from({ length: index === 0 ? 120 : 2 }, (_, size) => ({
    id: shop.gid('ProductVariant'),
    title: `Size ${size}`,
    sku: `B${index}-${size}`,
    price: cents(1000 + index),
    inventoryItem: { unitCost: { amount: cents(400 + index), currencyCode: 'EUR' } },
  }));
  return shop.put(shop.products, 'Product', {
    ...{ title: `Beans no. ${index}`, status: 'ACTIVE', productType: 'Coffee', category: null },
    priceRangeV2: { minVariantPrice: { amount: cents(1000 + index), currencyCode: 'EUR' } },
    variants: connectionOf(variants),
    variant: variants[0],
  });
}

function addCustomer(shop: Shopify, index: number): Thing {
  return shop.put(shop.customers, 'Customer', {
    ...{ firstName: `C${index}`, lastName: 'Test' },
    defaultEmailAddress: {
      emailAddress: `c${index}@example.com`,
      marketingState: index % 2 === 0 ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
      marketingUpdatedAt: index % 2 === 0 ? shop.now() : null,
    },
    defaultPhoneNumber: null,
    defaultAddress: { countryCodeV2: 'IT', province: 'Torino', city: 'Torino' },
    statistics: { rfmGroup: index % 3 === 0 ? null : 'PROMISING' },
  });
}

export function addOrder(
  shop: Shopify,
  order: {
    products: Thing[];
    customer: Thing | undefined;
    lines: number;
    any: (limit: number) => number;
    turn: number;
  },
): Thing {
  const { products, customer, any, turn } = order;
  const lines = Array.from({ length: order.lines }, (): Line => {
    const [quantity, price] = [1 + any(3), 300 + any(5000)];
    return { id: shop.gid('LineItem'), quantity, price, off: any(4) === 0 ? any(300) : 0 };
  });
  const net = lines.reduce((sum, { quantity, price, off }) => sum + quantity * price - off, 0);
  const off = lines.reduce((sum, line) => sum + line.off, 0);
  const visit = {
    ...{ id: shop.gid('CustomerVisit'), occurredAt: shop.now(), referrerUrl: 'https://www.google.com/' },
    landingPage: 'https://shop.example/?gclid=abc',
    utmParameters: { source: 'google', medium: 'cpc', campaign: 'spring' },
  };
  const thing = shop.put(shop.orders, 'Order', {
    ...{ name: `#${turn}`, processedAt: shop.now(), cancelledAt: null, test: turn % 40 === 39, sourceName: 'web' },
    ...{ currencyCode: 'EUR', taxesIncluded: false, phone: null, purchasingEntity: { __typename: 'Customer' } },
    ...{ displayFinancialStatus: 'PAID', displayFulfillmentStatus: 'FULFILLED' },
    customer: customer ?? null,
    email: `guest${turn % 20}@example.com`,
    ...{ totalPriceSet: bag(net + 500), totalTaxSet: bag(0), totalDiscountsSet: bag(off), totalTipReceivedSet: bag(0) },
    ...{ originalTotalDutiesSet: null, originalTotalAdditionalFeesSet: null },
    discountCodes: off > 0 ? ['SPRING'] : [],
    customerJourneySummary: { firstVisit: visit, lastVisit: visit },
    transactions: [
      {
        ...{ id: shop.gid('OrderTransaction'), kind: 'SALE', status: 'SUCCESS', gateway: 'shopify_payments' },
        ...{ processedAt: shop.now(), test: false, amountSet: bag(net + 500) },
        fees: [{ amount: { amount: '0.55', currencyCode: 'EUR' } }],
      },
    ],
    fulfillments: [
      {
        ...{ id: shop.gid('Fulfillment'), status: 'SUCCESS', displayStatus: 'DELIVERED', createdAt: shop.now() },
        ...{ inTransitAt: null, deliveredAt: shop.now(), trackingInfo: [{ company: 'DHL' }] },
      },
    ],
    refunds: [],
    lineItems: connectionOf(lines.map((line, index) => lineItem(line, products[index % products.length]!))),
    shippingLines: connectionOf([
      { id: shop.gid('ShippingLine'), discountedPriceSet: bag(500), discountAllocations: [] },
    ]),
    fulfillmentOrders: connectionOf([
      {
        ...{ id: shop.gid('FulfillmentOrder'), status: 'CLOSED', fulfillBy: null },
        deliveryMethod: { minDeliveryDateTime: null, maxDeliveryDateTime: '2026-12-24T18:00:00Z' },
      },
    ]),
  });
  known.set(thing, { lines, refunded: 0 });
  return thing;
}

const lineItem = ({ id, quantity, price, off }: Line, product: Thing) => ({
  ...{ id, name: 'Beans', quantity, isGiftCard: false, product, variant: product['variant'] },
  originalUnitPriceSet: bag(price),
  discountAllocations:
    off > 0
      ? [
          {
            allocatedAmountSet: bag(off),
            discountApplication: { __typename: 'DiscountCodeApplication', code: 'SPRING' },
          },
        ]
      : [],
  taxLines: [],
});

/** Gives back one piece of every line, and a euro for the trouble. */
export function refund(shop: Shopify, order: Thing): void {
  const about = known.get(order)!;
  const lines = about.lines.map(({ id, price, quantity, off }) => ({
    id: shop.gid('RefundLineItem'),
    ...{ quantity: 1, restocked: true, lineItem: { id, isGiftCard: false }, totalTaxSet: bag(0) },
    subtotalSet: bag(Math.floor((price * quantity - off) / quantity)),
  }));
  const goods = lines.reduce((sum, { subtotalSet }) => sum + Math.round(Number(subtotalSet.shopMoney.amount) * 100), 0);
  const made = shop.put(shop.parts, 'Refund', {
    ...{ processedAt: shop.now(), note: 'damaged', duties: null, totalRefundedSet: bag(goods + 100) },
    refundLineItems: connectionOf(lines),
    refundShippingLines: connectionOf([]),
    orderAdjustments: connectionOf([{ id: shop.gid('OrderAdjustment'), amountSet: bag(-100), taxAmountSet: bag(0) }]),
  });
  about.refunded += goods + 100;
  shop.change(order, {
    refunds: [...(order['refunds'] as Thing[]), made],
    displayFinancialStatus: 'PARTIALLY_REFUNDED',
  });
}

export function addCheckout(shop: Shopify, customer: Thing): Thing {
  const lines = [2, 1].map((quantity) => ({ id: shop.gid('AbandonedCheckoutLineItem'), quantity }));
  return shop.put(shop.abandonedCheckouts, 'AbandonedCheckout', {
    ...{ completedAt: null, totalPriceSet: bag(4200), customer, lineItems: connectionOf(lines) },
  });
}

function addDraftOrder(shop: Shopify, turn: number): Thing {
  return shop.put(shop.draftOrders, 'DraftOrder', {
    ...{ name: `#D${turn}`, status: 'OPEN', invoiceSentAt: null, completedAt: null, customer: null, order: null },
    ...{ email: `quote${turn}@example.com`, phone: null, totalPriceSet: bag(99_000 + turn) },
  });
}
