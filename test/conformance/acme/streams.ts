import {
  amountAt,
  countAt,
  dayAt,
  type DeclaredStream,
  decimalAt,
  idAt,
  instantAt,
  known,
} from '../../../src/sdk/index.ts';
import { type Draft, FieldError, type Payload, required, textAt } from '../../../src/sdk/index.ts';

const key = ({ id }: Payload) => String(id);
const shared = { personalData: true, firstParty: true, key };
const size = { in: 'limit', max: 100 };

export const statuses = { open: 'PENDING', paid: 'PAID', sent: 'FULFILLED', void: 'CANCELLED' } as const;

export function mapOrder(order: Payload): Draft[] {
  const status = required(textAt(order, 'status'), 'status');
  const meaning = Object.hasOwn(statuses, status) ? statuses[status as keyof typeof statuses] : 'PENDING';
  return [
    {
      type: 'order',
      data: known({
        key: required(idAt(order, 'id'), 'id'),
        email: textAt(order, 'buyer.email'),
        placedAt: required(instantAt(order, 'placed_at'), 'placed_at'),
        cancelledAt: instantAt(order, 'cancelled_at'),
        status: meaning,
        sourceStatus: status,
        currency: required(textAt(order, 'currency'), 'currency'),
        total: decimalAt(order, 'total'),
      }),
    },
  ];
}

export function mapCustomer(customer: Payload): Draft[] {
  return [
    {
      type: 'customer',
      data: known({
        key: required(idAt(customer, 'id'), 'id'),
        name: textAt(customer, 'name'),
        email: textAt(customer, 'email'),
        createdAt: instantAt(customer, 'created_at'),
      }),
    },
  ];
}

export function mapTicket(ticket: Payload): Draft[] {
  const status = required(textAt(ticket, 'status'), 'status');
  return [
    {
      type: 'ticket',
      data: known({
        key: required(idAt(ticket, 'id'), 'id'),
        subject: textAt(ticket, 'subject'),
        status: status === 'closed' ? ('CLOSED' as const) : ('OPEN' as const),
        openedAt: required(instantAt(ticket, 'opened_at'), 'opened_at'),
        // The desk writes the wall time of Rome here.
        solvedAt: instantAt(ticket, 'solved_local', 'Europe/Rome'),
      }),
    },
  ];
}

export function mapEvent(event: Payload): Draft[] {
  const at = required(instantAt(event, 'at'), 'at');
  return [
    {
      type: 'event',
      data: known({ key: required(idAt(event, 'id'), 'id'), email: textAt(event, 'email'), at, kind: 'OPEN' }),
    },
  ];
}

export function mapSpend(row: Payload): Draft[] {
  const impressions = countAt(row, 'impressions');
  return [
    {
      type: 'adSpend',
      data: known({
        key: required(textAt(row, 'campaign'), 'campaign') + required(dayAt(row, 'day'), 'day'),
        day: dayAt(row, 'day'),
        spend: required(decimalAt(row, 'spend'), 'spend'),
        currency: required(textAt(row, 'currency'), 'currency'),
        impressions,
      }),
    },
  ];
}

export function mapSurvey(survey: Payload): Draft[] {
  const score = required(amountAt(survey, 'score'), 'score');
  if (score.lt(0) || score.gt(10)) throw new FieldError('score', 'is not between 0 and 10', score.toFixed());
  return [
    {
      type: 'survey',
      data: known({
        key: required(idAt(survey, 'id'), 'id'),
        kind: 'NPS' as const,
        score: decimalAt(survey, 'score'),
        scaleMin: '0',
        scaleMax: '10',
        answeredAt: instantAt(survey, 'answered_at'),
      }),
    },
  ];
}

/** After this instant, which is left out: one step of overlap. */
export const orders = {
  ...shared,
  entities: ['order'],
  scopes: ['orders:read'],
  request: { path: '/orders', query: { sort: 'updated_at' } },
  records: 'orders',
  paging: { kind: 'keyset', size, offset: 'offset' },
  cursor: {
    field: 'updated_at',
    step: 's',
    exclusive: true,
    order: 'asc',
    since: (instant: string) => ({ query: { updated_after: instant } }),
  },
  map: mapOrder,
} satisfies DeclaredStream;

export const customers = {
  ...shared,
  entities: ['customer'],
  scopes: ['customers:read'],
  request: { path: '/customers', query: { sort: 'id' } },
  records: 'customers',
  paging: { kind: 'page', in: 'page', size },
  cursor: 'scan',
  deletes: 'scan',
  map: mapCustomer,
} satisfies DeclaredStream;

/** Shown a minute late. */
export const tickets = {
  ...shared,
  entities: ['ticket'],
  scopes: ['tickets:read'],
  request: { path: '/tickets' },
  records: 'tickets',
  paging: { kind: 'link', at: 'next', size },
  cursor: {
    field: 'changed',
    step: 's',
    order: 'asc',
    lagSeconds: 60,
    since: (instant: string) => ({ query: { from: Date.parse(instant) / 1000 } }),
  },
  deletes: { gone: ({ status }: Payload) => status === 'deleted' },
  map: mapTicket,
} satisfies DeclaredStream;

/** Newest first. */
export const events = {
  ...shared,
  entities: ['event'],
  scopes: ['events:read'],
  request: { path: '/events' },
  records: 'data.events',
  paging: { kind: 'token', at: 'meta.next', in: 'after', size },
  cursor: { field: 'at', step: 'ms', order: 'desc', since: (instant: string) => ({ query: { since: instant } }) },
  map: mapEvent,
} satisfies DeclaredStream;

/** Days are stated anew for four weeks. */
export const spend = {
  ...shared,
  personalData: false,
  key: ({ campaign, day }: Payload) => `${String(campaign)}/${String(day)}`,
  entities: ['adSpend'],
  scopes: ['spend:read'],
  request: { path: '/spend' },
  records: 'rows',
  paging: { kind: 'offset', in: 'offset', size },
  cursor: {
    field: 'day',
    step: 'day',
    order: 'none',
    lookbackDays: 28,
    windowDays: 30,
    start: '2020-01-01',
    between: (from: string, to: string) => ({ query: { from, to } }),
  },
  replace: 'day',
  map: mapSpend,
} satisfies DeclaredStream;

export const streams = { orders, customers, tickets, events, spend };
