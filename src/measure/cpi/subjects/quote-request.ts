import { sql } from 'kysely';
import { instant, type Subject, text } from '../field.ts';

const quotes = sql`from quotes q where q.workspace_id = t.workspace_id and q.request_id = t.id`;

export const quoteRequest: Subject = {
  description: 'A request for a quote; quoted again, it still counts once.',
  from: sql`quote_requests t`,
  valid: sql`true`,
  identityId: sql`t.identity_id`,
  orderId: sql`null::uuid`,
  of: null,
  since: sql`t.requested_at`,
  datedBy: 'requestedAt',
  fields: {
    requestedAt: instant('When it was made.', 't.requested_at'),
    quotedAt: instant('When the first quote was sent.', sql`(select min(q.sent_at) ${quotes})`),
    decidedAt: instant('When the customer decided.', sql`(select max(q.decided_at) ${quotes})`),
    outcome: text(
      'What became of the latest quote.',
      sql`(select q.status ${quotes} order by q.sent_at desc nulls last, q.id limit 1)`,
      ['DRAFT', 'SENT', 'WON', 'LOST', 'EXPIRED'],
    ),
  },
};
