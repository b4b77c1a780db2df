import { sql } from 'kysely';
import { flag, instant, number, realOrder, type Subject, text, withOrder } from '../field.ts';

const returns = sql`from refund_lines l
  join refunds r on r.workspace_id = l.workspace_id and r.id = l.refund_id
  where r.workspace_id = t.workspace_id and r.order_id = t.order_id and l.order_line_id = t.id`;

export const orderLine: Subject = {
  description: 'A line of an order that is no test, draft or failed payment.',
  from: sql`order_lines t ${withOrder}`,
  valid: realOrder,
  identityId: sql`o.identity_id`,
  orderId: sql`t.order_id`,
  of: 'ORDER',
  since: sql`o.placed_at`,
  datedBy: 'orderedAt',
  fields: {
    orderedAt: instant('When its order was placed.', 'o.placed_at'),
    cancelledAt: instant('When its order was cancelled.', 'o.cancelled_at'),
    returnedAt: instant('When money for it was first given back.', sql`(select min(r.refunded_at) ${returns})`),
    quantity: number('How many were ordered.', 't.quantity'),
    returned: number('How many came back.', sql`(select coalesce(sum(l.quantity), 0) ${returns})`),
    giftCard: flag('Whether it is a gift card.', 't.gift_card'),
    title: text('What it is called.', 't.title'),
    orderStatus: text('Where its order stands now.', 'o.status', [
      'PENDING',
      'PAID',
      'FULFILLED',
      'CANCELLED',
      'REFUNDED',
    ]),
    salesChannel: text('Where its order was placed, as the source names it.', 'o.sales_channel'),
  },
};
