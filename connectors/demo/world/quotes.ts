import { afterBusinessMinutes } from './business-hours.ts';
import { dayLength, wholeSeconds } from './clock.ts';
import type { Order } from './order.ts';
import { accountKey, type Person } from './people.ts';
import { quotes } from './plan.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

export interface QuoteRequest {
  key: string;
  account: string | null;
  email: string;
  requestedAt: number;
  subject: string;
  quote: {
    key: string;
    sentAt: number;
    decidedAt: number | null;
    status: 'SENT' | 'WON' | 'LOST' | 'EXPIRED';
    total: number;
    order: string | null;
  } | null;
  currency: string;
}

/** Business buyers ask for a quote before many orders, and for some that come to nothing; so do prospects without an account. */
export function quoteRequestsOf(world: World, person: Person, orders: readonly Order[]): QuoteRequest[] {
  const stranger = !person.buyer && person.guestOrders > 0;
  if (!stranger && !(person.business && person.buyer)) return [];
  const random = new Random(world.settings.seed, 'quote', person.index);
  const { span } = world;
  const requests: QuoteRequest[] = [];
  const add = (account: string | null, requestedAt: number, order: Order | null) => {
    if (requestedAt < span.start) return;
    const minutes = random.chance(quotes.answeredInTime)
      ? random.whole(30, quotes.answerTarget - 5)
      : random.whole(quotes.answerTarget + 5, 1400);
    const sentAt = wholeSeconds(afterBusinessMinutes(span, requestedAt, minutes));
    const never = order === null && random.chance(0.06);
    const key = `quote-${person.index}-${requests.length + 1}`;
    const decidedAt = order?.at ?? wholeSeconds(sentAt + random.between(2, 25) * dayLength);
    const lost = random.chance(0.7) ? 'LOST' : 'EXPIRED';
    const open = decidedAt >= span.end;
    requests.push({
      key,
      account,
      email: person.email,
      requestedAt,
      subject: random.pick(['Office coffee for a year', 'Machines for a bar', 'Presents for employees']),
      currency: person.country.currency,
      quote:
        never || sentAt >= span.end
          ? null
          : {
              key: `${key}-answer`,
              sentAt,
              decidedAt: open ? null : decidedAt,
              status: order ? 'WON' : open ? 'SENT' : lost,
              total: order?.total ?? random.whole(20_000, 300_000),
              order: order?.key ?? null,
            },
    });
  };
  const bought = orders.filter(({ purchase }) => purchase);
  for (const order of bought) {
    if (random.chance(quotes.perOrder))
      add(order.account, wholeSeconds(order.at - random.between(7, 12) * dayLength), order);
  }
  const account = person.guestOrders === 0 ? accountKey(person) : null;
  for (let count = stranger ? 1 : random.poisson(quotes.lostPerPerson); count > 0; count--) {
    const since = bought[0]?.at ?? span.start;
    add(account, wholeSeconds(random.between(since, span.end)), null);
  }
  return requests;
}
