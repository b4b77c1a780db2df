import { afterBusinessMinutes } from './business-hours.ts';
import { dayLength, hour, minute, wholeSeconds } from './clock.ts';
import { isLate } from './delivery.ts';
import type { Order } from './order.ts';
import { accountKey, type Person } from './people.ts';
import { service } from './plan.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

export type TicketStatus = 'OPEN' | 'PENDING' | 'SOLVED' | 'CLOSED' | 'MERGED' | 'SPAM';

export interface TicketStep {
  at: number;
  kind: 'COMMENT' | 'STATUS';
  actor: 'AGENT' | 'CUSTOMER' | 'SYSTEM';
  public: boolean;
  value: string;
}

export interface Ticket {
  key: string;
  account: string | null;
  email: string | null;
  order: string | null;
  subject: string;
  channel: string;
  priority: string;
  status: TicketStatus;
  openedAt: number;
  firstReplyAt: number | null;
  firstSolvedAt: number | null;
  solvedAt: number | null;
  reopens: number;
  steps: TicketStep[];
}

/** What a person asked the helpdesk, each ticket as far as it had come when the data ends. */
export function ticketsOf(world: World, person: Person, orders: readonly Order[]): Ticket[] {
  const random = new Random(world.settings.seed, 'ticket', person.index);
  const tickets: Ticket[] = [];
  const open = (
    at: number,
    who: { account: string | null; email: string | null },
    order: string | null,
    subject: string,
  ) => {
    if (at >= world.span.end) return;
    const key = `ticket-${person.index}-${tickets.length + 1}`;
    tickets.push(ticketOf(world, random, { key, ...who, order, subject, openedAt: at }));
  };
  for (const order of orders.filter(({ purchase }) => purchase)) {
    const late = order.deliveries.some(isLate);
    if (!random.chance(late ? service.ticketPerLateOrder : service.ticketPerOrder)) continue;
    const since = late ? order.deliveries[0]!.promisedAt : order.at;
    open(
      wholeSeconds(since + random.between(hour, 4 * dayLength)),
      order,
      order.key,
      late ? 'Where is my order?' : 'Question about my order',
    );
  }
  if (!person.buyer && person.guestOrders === 0 && random.chance(0.1)) {
    const at = wholeSeconds(random.between(world.span.start, world.span.end));
    open(at, { account: accountKey(person), email: person.email }, null, 'Do you ship to me?');
  }
  return tickets;
}

type Opening = Pick<Ticket, 'key' | 'account' | 'email' | 'order' | 'subject' | 'openedAt'>;

function ticketOf(world: World, random: Random, opening: Opening): Ticket {
  const steps = stepsOf(world, random, opening.openedAt).filter(({ at }) => at < world.span.end);
  const states = steps.filter(({ kind }) => kind === 'STATUS');
  const solved = states.filter(({ value }) => value === 'SOLVED').map(({ at }) => at);
  const reply = steps.find(({ kind, actor, public: seen }) => kind === 'COMMENT' && actor === 'AGENT' && seen);
  return {
    ...opening,
    channel: random.weighted(['email', 'chat', 'phone'], (name) => ({ email: 6, chat: 3, phone: 1 })[name]!),
    priority: random.weighted(['normal', 'high', 'urgent'], (name) => ({ normal: 7, high: 2, urgent: 1 })[name]!),
    status: (states.at(-1)?.value ?? 'OPEN') as TicketStatus,
    firstReplyAt: reply?.at ?? null,
    firstSolvedAt: solved[0] ?? null,
    solvedAt: solved.at(-1) ?? null,
    reopens: states.filter(({ value, actor }) => value === 'OPEN' && actor === 'CUSTOMER').length,
    steps,
  };
}

/** The whole life of a ticket, also beyond the end of the data. */
function stepsOf({ span }: World, random: Random, openedAt: number): TicketStep[] {
  const step = (at: number, kind: TicketStep['kind'], actor: TicketStep['actor'], value: string, seen = true) => ({
    at,
    kind,
    actor,
    public: seen,
    value,
  });
  const end = random.float();
  if (end < service.spam) return [step(openedAt + 10 * minute, 'STATUS', 'AGENT', 'SPAM', false)];
  if (end < service.spam + service.merged) return [step(openedAt + 20 * minute, 'STATUS', 'AGENT', 'MERGED', false)];
  const replyAfter = random.chance(service.repliedInTime)
    ? random.whole(5, service.replyTarget - 5)
    : random.whole(service.replyTarget + 5, 1200);
  const inTime = random.chance(service.solvedInTime) && replyAfter < service.solveTarget - 60;
  const latest = inTime ? service.solveTarget - 5 : 2600;
  const solveAfter = random.whole(inTime ? replyAfter + 15 : Math.max(service.solveTarget, replyAfter) + 15, latest);
  const repliedAt = afterBusinessMinutes(span, openedAt, replyAfter);
  const solvedAt = afterBusinessMinutes(span, openedAt, solveAfter);
  const steps = [step(openedAt + minute, 'COMMENT', 'SYSTEM', 'We have your message.')];
  if (random.chance(0.25))
    steps.push(
      step(afterBusinessMinutes(span, openedAt, replyAfter - 4), 'COMMENT', 'AGENT', 'Asked the warehouse.', false),
    );
  steps.push(step(repliedAt, 'COMMENT', 'AGENT', 'Thank you for writing to us.'));
  if (random.chance(0.3)) {
    steps.push(step(repliedAt, 'STATUS', 'AGENT', 'PENDING', false));
    steps.push(step(wholeSeconds(repliedAt + (solvedAt - repliedAt) * 0.4), 'STATUS', 'SYSTEM', 'OPEN', false));
  }
  steps.push(step(solvedAt, 'STATUS', 'AGENT', 'SOLVED', false));
  if (!random.chance(service.reopened))
    return [...steps, step(solvedAt + 7 * dayLength, 'STATUS', 'SYSTEM', 'CLOSED', false)];
  const reopenedAt = wholeSeconds(solvedAt + random.between(hour, 5 * dayLength));
  return [
    ...steps,
    step(reopenedAt, 'COMMENT', 'CUSTOMER', 'It is still not right.'),
    step(reopenedAt, 'STATUS', 'CUSTOMER', 'OPEN', false),
    step(afterBusinessMinutes(span, reopenedAt, random.whole(60, 700)), 'STATUS', 'AGENT', 'SOLVED', false),
  ];
}
