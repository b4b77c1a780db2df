import { sql } from 'kysely';
import { flag, instant, realOrder, type Subject, text, withOrder } from '../field.ts';

export const delivery: Subject = {
  description: 'A delivery of an order that is no test, draft or failed payment.',
  from: sql`deliveries t ${withOrder}`,
  valid: realOrder,
  identityId: sql`o.identity_id`,
  orderId: sql`t.order_id`,
  of: 'ORDER',
  since: sql`o.placed_at`,
  datedBy: 'promisedAt',
  fields: {
    orderedAt: instant('When its order was placed.', 'o.placed_at'),
    promisedAt: instant('The end of the first window promised.', 't.promised_at'),
    shippedAt: instant('When it was sent.', 't.shipped_at'),
    deliveredAt: instant('When it arrived.', 't.delivered_at'),
    endedAt: instant(
      'When it arrived; the end of its promise for one that was lost or returned.',
      sql`(case when t.status in ('LOST', 'RETURNED') then coalesce(t.delivered_at, t.promised_at) else t.delivered_at end)`,
    ),
    cancelledAt: instant('When its order was cancelled.', 'o.cancelled_at'),
    complete: flag('Whether all that was due in it came.', 't.complete'),
    status: text('What became of it.', 't.status', [
      'PENDING',
      'SHIPPED',
      'DELIVERED',
      'RETURNED',
      'LOST',
      'CANCELLED',
    ]),
    carrier: text('Who carried it.', 't.carrier'),
    salesChannel: text('Where its order was placed, as the source names it.', 'o.sales_channel'),
  },
};
