import { dayLength, wholeSeconds } from './clock.ts';
import { allocate, sum } from './money.ts';
import { mishaps } from './plan.ts';
import type { Random } from './random.ts';

export interface Refund {
  key: string;
  at: number;
  kind: 'REFUND' | 'CHARGEBACK';
  /** Without tax, in cents of the order's currency; so are the two below. */
  merchandise: number;
  shipping: number;
  tax: number;
  reason: string;
  restocked: boolean;
  lines: { line: string; quantity: number; amount: number }[];
}

/** What a return needs to know of an order's line. */
type Returnable = { key: string; quantity: number; charged: number; tax: number };

/** What a purchase had given back by `end`; of a whole refund the shipping too. */
export function refundsOf(
  random: Random,
  orderKey: string,
  at: number,
  lines: readonly Returnable[],
  shipping: number,
  end: number,
): Refund[] {
  const fate = random.float();
  const refundedAt = wholeSeconds(at + random.between(6, 40) * dayLength);
  const restocked = random.chance(mishaps.restocked);
  if (refundedAt >= end) return [];
  const whole = fate < mishaps.fullRefund + mishaps.chargeback;
  if (!whole && fate > mishaps.fullRefund + mishaps.chargeback + mishaps.partialRefund) return [];
  const chargeback = fate < mishaps.chargeback;
  const returned = whole ? lines : [random.pick(lines)];
  const pieces = returned.map((line) => {
    const quantity = whole ? line.quantity : random.whole(1, line.quantity);
    return { line, quantity, amount: allocate(line.charged - line.tax, [quantity, line.quantity - quantity])[0]! };
  });
  return [
    {
      key: `${orderKey}-refund`,
      at: refundedAt,
      kind: chargeback ? 'CHARGEBACK' : 'REFUND',
      merchandise: sum(pieces.map(({ amount }) => amount)),
      shipping: whole ? shipping : 0,
      tax: sum(pieces.map(({ line, quantity }) => allocate(line.tax, [quantity, line.quantity - quantity])[0]!)),
      reason: chargeback
        ? 'disputed payment'
        : random.pick(['damaged', 'wrong size', 'not as expected', 'arrived too late']),
      restocked: restocked && !chargeback,
      lines: pieces.map(({ line, quantity, amount }) => ({ line: line.key, quantity, amount })),
    },
  ];
}
