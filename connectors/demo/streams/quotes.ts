import type { Draft, Stream } from '../../../src/sdk/index.ts';
import { isoInstant } from '../world/clock.ts';
import { decimalOf } from '../world/money.ts';
import { type QuoteRequest, quoteRequestsOf } from '../world/quotes.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord } from './stream.ts';

type QuotePayload = Contact & {
  id: string;
  requested_at: string;
  subject: string;
  currency: string;
  quote: {
    id: string;
    sent_at: string;
    decided_at: string | null;
    status: 'SENT' | 'WON' | 'LOST' | 'EXPIRED';
    total: string;
    order_id: string | null;
  } | null;
};

/** Requests for a quote with the answer they got. */
export function quotes(world: World): Stream {
  return peopleStream<QuotePayload>(world, {
    entities: ['quoteRequest', 'quote'],
    of: ({ person, orders }) => quoteRequestsOf(world, person, orders).map(payloadOf),
    map: quoteDrafts,
  });
}

const payloadOf = (request: QuoteRequest): QuotePayload => ({
  ...contactOf(request),
  id: request.key,
  requested_at: isoInstant(request.requestedAt),
  subject: request.subject,
  currency: request.currency,
  quote: request.quote && {
    id: request.quote.key,
    sent_at: isoInstant(request.quote.sentAt),
    decided_at: request.quote.decidedAt === null ? null : isoInstant(request.quote.decidedAt),
    status: request.quote.status,
    total: decimalOf(request.quote.total),
    order_id: request.quote.order,
  },
});

function quoteDrafts(request: QuotePayload): Draft[] {
  const { quote, currency } = request;
  const who = personOfRecord(request);
  const drafts: Draft[] = [
    {
      type: 'quoteRequest',
      data: { ...who, key: request.id, requestedAt: request.requested_at, subject: request.subject },
    },
  ];
  if (quote) {
    const { id: key, sent_at: sentAt, status, total } = quote;
    const decision = known({ decidedAt: quote.decided_at, orderKey: quote.order_id });
    drafts.push({
      type: 'quote',
      data: { ...who, ...decision, key, requestKey: request.id, sentAt, status, total, currency },
    });
  }
  return drafts;
}
