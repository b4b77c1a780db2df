import { dayLength } from '../../world/clock.ts';
import type { ShopEvent } from '../../world/shop-events.ts';
import type { Tally } from './tally.ts';

const refundDays = 10;

/** Whether what people looked at was there, and whether money asked back came; `refunds` are all those of the person. */
export function seeShopEvent(tally: Tally, { kind, at, inStock }: ShopEvent, refunds: readonly number[]): void {
  if (kind === 'product_viewed') {
    tally.add(
      'stock-outs-met',
      at,
      inStock === null ? 'EXCLUDED: stock is not recorded' : inStock ? 'MET' : 'BREACHED',
    );
    return;
  }
  const later = refunds.filter((refunded) => refunded > at);
  const refundedAt = later.length > 0 ? Math.min(...later) : null;
  tally.add('refund-time', at, tally.judge(at + refundDays * dayLength, refundedAt));
}
