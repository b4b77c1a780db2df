import { sql } from 'kysely';
import { instant, number, type Subject, text } from '../field.ts';

const parcels = sql`from deliveries d where d.workspace_id = t.workspace_id and d.order_id = t.id and d.status <> 'CANCELLED'`;
const refunds = sql`from refunds r where r.workspace_id = t.workspace_id and r.order_id = t.id and r.kind = 'REFUND'`;

export const order: Subject = {
  description: 'An order that is no test, draft or failed payment.',
  from: sql`orders t`,
  valid: sql`(not t.test and t.status not in ('DRAFT', 'FAILED'))`,
  identityId: sql`t.identity_id`,
  orderId: sql`t.id`,
  of: 'ORDER',
  since: sql`t.placed_at`,
  datedBy: 'placedAt',
  fields: {
    placedAt: instant('When it was placed.', 't.placed_at'),
    cancelledAt: instant('When it was cancelled.', 't.cancelled_at'),
    shippedAt: instant('When the first of it was sent.', sql`(select min(d.shipped_at) ${parcels})`),
    deliveredAt: instant(
      'When the last of it arrived; unknown while something is missing.',
      sql`(select case when count(*) = count(d.delivered_at) then max(d.delivered_at) end ${parcels})`,
    ),
    refundedAt: instant(
      'When the first money was given back; chargebacks do not count.',
      sql`(select min(r.refunded_at) ${refunds})`,
    ),
    refunds: number('How often money was given back; chargebacks do not count.', sql`(select count(*) ${refunds})`),
    deliveries: number('In how many parcels it was sent.', sql`(select count(*) ${parcels})`),
    status: text('Where it stands now.', 't.status', ['PENDING', 'PAID', 'FULFILLED', 'CANCELLED', 'REFUNDED']),
    kind: text('What kind of order it is.', 't.kind', ['STANDARD', 'EXCHANGE', 'RENEWAL', 'WHOLESALE']),
    salesChannel: text('Where it was placed, as the source names it.', 't.sales_channel'),
  },
};
