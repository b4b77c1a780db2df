import type { Draft, Stream } from '../../../src/sdk/index.ts';
import { calendarsOf } from '../world/business-hours.ts';
import { isoInstant, zone } from '../world/clock.ts';
import { type Ticket, type TicketStatus, type TicketStep, ticketsOf } from '../world/tickets.ts';
import type { World } from '../world/world.ts';
import { type Contact, contactOf, known, peopleStream, personOfRecord, streamOf } from './stream.ts';

type CalendarPayload = {
  id: string;
  name: string;
  time_zone: string;
  valid_from: string | null;
  valid_to: string | null;
  intervals: { [weekday: string]: [string, string][] };
  holidays: string[];
};

/** When the helpdesk is open. */
export function calendars({ span }: World): Stream {
  return streamOf<CalendarPayload>({
    entities: ['calendar'],
    personalData: false,
    pages: 1,
    key: ({ id }) => id,
    page: () =>
      calendarsOf(span).map(({ key, validFrom, validTo, hours, holidays }) => ({
        id: key,
        name: 'Simulated helpdesk',
        time_zone: zone,
        valid_from: validFrom,
        valid_to: validTo,
        intervals: hours,
        holidays,
      })),
    map: ({ id, name, time_zone: timeZone, valid_from: validFrom, valid_to: validTo, intervals, holidays }) => [
      { type: 'calendar', data: known({ key: id, name, timeZone, hours: intervals, holidays, validFrom, validTo }) },
    ],
  });
}

type TicketPayload = Contact & {
  id: string;
  order_id: string | null;
  subject: string;
  via: string;
  priority: string;
  status: TicketStatus;
  created_at: string;
  metrics: { first_reply_at: string | null; first_solved_at: string | null; solved_at: string | null; reopens: number };
  events: {
    id: string;
    at: string;
    kind: TicketStep['kind'];
    actor: TicketStep['actor'];
    public: boolean;
    value: string;
  }[];
};

/** Requests for help with what happened to them. */
export function tickets(world: World): Stream {
  return peopleStream<TicketPayload>(world, {
    entities: ['ticket', 'ticketEvent'],
    of: ({ person, orders }) => ticketsOf(world, person, orders).map(payloadOf),
    map: ticketDrafts,
  });
}

const instantOrNull = (at: number | null) => (at === null ? null : isoInstant(at));

const payloadOf = (ticket: Ticket): TicketPayload => ({
  ...contactOf(ticket),
  id: ticket.key,
  order_id: ticket.order,
  subject: ticket.subject,
  via: ticket.channel,
  priority: ticket.priority,
  status: ticket.status,
  created_at: isoInstant(ticket.openedAt),
  metrics: {
    first_reply_at: instantOrNull(ticket.firstReplyAt),
    first_solved_at: instantOrNull(ticket.firstSolvedAt),
    solved_at: instantOrNull(ticket.solvedAt),
    reopens: ticket.reopens,
  },
  events: ticket.steps.map((step, at) => ({ ...step, id: `${ticket.key}-${at + 1}`, at: isoInstant(step.at) })),
});

function ticketDrafts(ticket: TicketPayload): Draft[] {
  const { first_reply_at: firstReplyAt, first_solved_at: firstSolvedAt, solved_at: solvedAt, reopens } = ticket.metrics;
  return [
    {
      type: 'ticket',
      data: {
        ...personOfRecord(ticket),
        ...known({ orderKey: ticket.order_id, firstReplyAt, firstSolvedAt, solvedAt }),
        key: ticket.id,
        subject: ticket.subject,
        channel: ticket.via,
        priority: ticket.priority,
        status: ticket.status,
        openedAt: ticket.created_at,
        reopens,
      },
    },
    ...ticket.events.map(({ id, at, kind, actor, public: seen, value }): Draft => ({
      type: 'ticketEvent',
      data: { key: id, ticketKey: ticket.id, at, kind, actor, public: seen, value },
    })),
  ];
}
