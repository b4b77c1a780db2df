import type { Cart } from '../../world/carts.ts';
import { dayLength, minute } from '../../world/clock.ts';
import type { Tally } from './tally.ts';

const quietMinutes = 60;
const wonBackDays = 7;

/** Whether a cart was bought; `purchases` are those of the person, whenever they were. */
export function seeCart(tally: Tally, cart: Cart, purchases: readonly number[]): void {
  const { startedAt, lastActiveAt, checkoutAt, completedAt } = cart;
  const gross = tally.judge(lastActiveAt + quietMinutes * minute, completedAt);
  const later = purchases.filter((at) => at > lastActiveAt);
  const boughtAt = completedAt ?? (later.length > 0 ? Math.min(...later) : null);
  const net = tally.judge(lastActiveAt + wonBackDays * dayLength, boughtAt);
  tally.add('cart-abandonment', startedAt, gross);
  tally.add('cart-abandonment-net', startedAt, net);
  if (checkoutAt === null) return;
  tally.add('checkout-abandonment', startedAt, gross);
  tally.add('checkout-abandonment-net', startedAt, net);
}
