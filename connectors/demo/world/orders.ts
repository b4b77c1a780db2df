import type { Product } from './catalogue.ts';
import { dayLength } from './clock.ts';
import { deliveriesOf } from './delivery.ts';
import { allocate, sum, taxIn } from './money.ts';
import { addGiftCard, type Buyer, feeOf, itemsFor, type Order, orderOf } from './order.ts';
import { accountKey, type Person, secondAccountKey, secondEmail } from './people.ts';
import { mishaps } from './plan.ts';
import { type Purchase, purchasesOf } from './purchases.ts';
import { Random } from './random.ts';
import { refundsOf } from './refunds.ts';
import { besidesOf, namelessOf } from './side-orders.ts';
import type { World } from './world.ts';

/** All orders of a person, and the nameless one that may fall to the same number. */
export function ordersOf(world: World, person: Person): Order[] {
  const random = new Random(world.settings.seed, 'order', person.index);
  let previous: Product[] = [];
  const orders = purchasesOf(world, person).flatMap((purchase, ordinal) => {
    const key = `order-${person.index}-${ordinal + 1}`;
    const buyer = buyerOf(random, person, ordinal);
    const order = purchaseOrder(world, random, key, buyer, purchase, previous, ordinal);
    previous = order.lines.flatMap(({ product }) => product ?? []);
    return [order, ...besidesOf(world, random, key, buyer, purchase.at)];
  });
  return [...orders, ...namelessOf(world, random, person.index)];
}

/** Who orders the `ordinal`-th time: the person as a guest, with the account, or with the second account. */
export function buyerOf(random: Random, person: Person, ordinal: number): Buyer {
  const guest = ordinal < person.guestOrders;
  const second = person.secondAccount && ordinal >= 2;
  const email = second ? secondEmail(person) : person.email;
  const market = ordinal === 0 && person.channel.key === 'market';
  return {
    account: guest ? null : second ? secondAccountKey(person) : accountKey(person),
    email: random.chance(0.2) ? email.toUpperCase() : email,
    country: person.country,
    salesChannel: market ? 'marketplace' : person.device === 'mobile' && random.chance(0.3) ? 'app' : 'web',
    kind: person.business ? 'WHOLESALE' : 'STANDARD',
  };
}

function purchaseOrder(
  world: World,
  random: Random,
  key: string,
  buyer: Buyer,
  purchase: Purchase,
  previous: readonly Product[],
  ordinal: number,
): Order {
  const { end } = world.span;
  const order = orderOf(
    random,
    key,
    buyer,
    purchase.at,
    itemsFor(world, random, buyer, purchase.at, purchase.value, previous),
  );
  const discounted = random.chance(mishaps.discount) ? discount(random, order, ordinal) : order;
  const withGiftCard = random.chance(mishaps.giftCardLine) ? addGiftCard(random, discounted) : discounted;
  const deliveries = deliveriesOf(world, random, key, purchase);
  const goods = withGiftCard.lines.filter(({ product }) => product);
  const refunds = refundsOf(random, key, purchase.at, goods, withGiftCard.shipping, end);
  const waiting = withGiftCard.payment.method === 'transfer' && purchase.at > end - 2 * dayLength;
  const givenBack = refunds.some(
    ({ lines, kind }) => kind === 'CHARGEBACK' || (lines.length === goods.length && goods.length > 1),
  );
  const shipped = deliveries.some(({ status }) => status !== 'PENDING');
  return {
    ...withGiftCard,
    status: givenBack ? 'REFUNDED' : shipped ? 'FULFILLED' : waiting ? 'PENDING' : 'PAID',
    payment:
      waiting && !shipped
        ? { ...withGiftCard.payment, status: 'pending', paidAt: null, fee: null }
        : withGiftCard.payment,
    deliveries,
    refunds,
    purchase,
  };
}

/** Ten per cent on the whole order, or fifteen on its first line. */
function discount(random: Random, order: Order, ordinal: number): Order {
  const whole = random.chance(0.5);
  const gross = sum(order.lines.map(({ charged }) => charged));
  const reduction = whole ? Math.round(gross * 0.1) : 0;
  const shares = allocate(
    reduction,
    order.lines.map(({ charged }) => charged),
  );
  const lines = order.lines.map((line, at) => {
    const own = !whole && at === 0 ? Math.round(line.charged * 0.15) : 0;
    const charged = line.charged - own - shares[at]!;
    return { ...line, discount: own, charged, tax: taxIn(charged, order.country.vat) };
  });
  const total = sum(lines.map(({ charged }) => charged)) + order.shipping;
  const code = whole ? (ordinal === 0 ? 'WELCOME10' : 'MOKA10') : 'FIRSTLINE15';
  return {
    ...order,
    lines,
    discount: reduction,
    code,
    total,
    tax: sum(lines.map(({ tax }) => tax)),
    payment: { ...order.payment, fee: feeOf(order.payment.method, total) },
  };
}
