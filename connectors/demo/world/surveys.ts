import { dayLength, hour, wholeSeconds } from './clock.ts';
import { isLate } from './delivery.ts';
import type { Order } from './order.ts';
import type { Person } from './people.ts';
import { surveys } from './plan.ts';
import { Random } from './random.ts';
import type { Ticket } from './tickets.ts';
import type { World } from './world.ts';

/** An answer, or a question that got none when the data ends. */
export interface Survey {
  key: string;
  kind: 'REVIEW' | 'NPS' | 'CSAT' | 'CES';
  account: string | null;
  email: string | null;
  order: string | null;
  ticket: string | null;
  product: string | null;
  scale: readonly [low: number, high: number];
  score: number | null;
  sentAt: number;
  answeredAt: number | null;
}

type Question = Pick<
  Survey,
  'key' | 'kind' | 'order' | 'ticket' | 'product' | 'scale' | 'account' | 'email' | 'sentAt'
>;

/** What a person was asked about deliveries (stars for the first product, NPS) and about tickets (CSAT, CES). */
export function surveysOf(
  world: World,
  person: Person,
  orders: readonly Order[],
  tickets: readonly Ticket[],
): Survey[] {
  const random = new Random(world.settings.seed, 'survey', person.index);
  const found: Survey[] = [];
  const ask = (question: Question, answers: boolean, score: number) => {
    const answeredAt = wholeSeconds(question.sentAt + random.between(hour, 5 * dayLength));
    if (question.sentAt >= world.span.end) return;
    const answered = answers && answeredAt < world.span.end;
    found.push({ ...question, score: answered ? score : null, answeredAt: answered ? answeredAt : null });
  };
  for (const order of orders) {
    const delivered = order.deliveries.at(-1)?.deliveredAt;
    if (!delivered || !order.deliveries.every(({ deliveredAt }) => deliveredAt)) continue;
    const late = order.deliveries.some(isLate);
    const about = { account: order.account, email: order.email, order: order.key, ticket: null };
    const sentAt = delivered + 2 * dayLength;
    if (random.chance(surveys.reviewed)) {
      const product = order.lines[0]!.product!.key;
      const stars = drawn(random, late ? surveys.reviewLate : surveys.reviewOnTime) + 1;
      ask({ ...about, key: `${order.key}-review`, kind: 'REVIEW', product, scale: [1, 5], sentAt }, true, stars);
    }
    if (random.chance(surveys.npsAsked)) {
      const group = drawn(random, late ? surveys.npsLate : surveys.npsOnTime);
      const score = group === 0 ? random.whole(9, 10) : group === 1 ? random.whole(7, 8) : random.whole(0, 6);
      ask(
        { ...about, key: `${order.key}-nps`, kind: 'NPS', product: null, scale: [0, 10], sentAt },
        random.chance(surveys.npsAnswered),
        score,
      );
    }
  }
  for (const ticket of tickets) {
    if (ticket.solvedAt === null || !random.chance(surveys.ticketAsked)) continue;
    const about = {
      account: ticket.account,
      email: ticket.email,
      order: ticket.order,
      ticket: ticket.key,
      product: null,
      sentAt: ticket.solvedAt + hour,
    };
    const pleased =
      ticket.reopens === 0 && ticket.firstReplyAt !== null && ticket.firstReplyAt - ticket.openedAt < dayLength;
    const answers = random.chance(surveys.ticketAnswered);
    ask(
      { ...about, key: `${ticket.key}-csat`, kind: 'CSAT', scale: [1, 5] },
      answers,
      pleased ? random.whole(3, 5) : random.whole(1, 4),
    );
    ask(
      { ...about, key: `${ticket.key}-ces`, kind: 'CES', scale: [1, 7] },
      answers,
      pleased ? random.whole(4, 7) : random.whole(1, 5),
    );
  }
  return found;
}

/** Number of the chance that fell. */
const drawn = (random: Random, chances: readonly number[]) =>
  random.weighted([...chances.keys()], (at) => chances[at]!);
