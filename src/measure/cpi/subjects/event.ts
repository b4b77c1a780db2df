import { sql } from 'kysely';
import { instant, nextPurchase, person, type Subject, text } from '../field.ts';

const nextRefund = sql`(
  select min(r.refunded_at) from identities same
  join orders o on o.workspace_id = same.workspace_id and o.identity_id = same.id
  join refunds r on r.workspace_id = o.workspace_id and r.order_id = o.id
  where same.workspace_id = t.workspace_id and same.customer_id = ${person} and r.kind = 'REFUND' and r.refunded_at > t.at)`;

/** Besides these, `properties.NAME` is a text that the source sent with the event. */
export const event: Subject = {
  description: 'Something that a source recorded: a page seen, a message opened, a refund asked for.',
  from: sql`engagement_events t`,
  valid: sql`true`,
  identityId: sql`t.identity_id`,
  orderId: sql`null::uuid`,
  of: 'CUSTOMER',
  since: sql`t.at`,
  datedBy: 'at',
  fields: {
    at: instant('When it was.', 't.at'),
    kind: text('What it was, as the source names it.', 't.kind'),
    channel: text('By which channel, as the source names it.', 't.channel'),
    nextPurchaseAt: instant('When the same customer next bought.', nextPurchase(sql`t.at`)),
    nextRefundAt: instant('When the same customer was next given money back; chargebacks do not count.', nextRefund),
  },
};
