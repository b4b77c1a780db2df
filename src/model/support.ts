import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { currency, day, decimal, flag, instant, integer, json, key, lineage, text, uuid } from './columns.ts';

/** A request for help. */
export const Ticket = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    orderId: uuid().nullable(),
    subject: text().nullable(),
    channel: text().nullable(),
    priority: text().nullable(),
    /** OPEN, PENDING, SOLVED, CLOSED, MERGED or SPAM. */
    status: text(),
    openedAt: instant(),
    firstReplyAt: instant().nullable(),
    firstSolvedAt: instant().nullable(),
    solvedAt: instant().nullable(),
    reopens: integer().nullable(),
    ...lineage(),
  },
});
export type Ticket = InferEntity<typeof Ticket>;

/** A step in a ticket's life. */
export const TicketEvent = defineEntity({
  name: 'TicketEvent',
  tableName: 'ticket_events',
  properties: {
    ...key(),
    ticketId: uuid(),
    at: instant(),
    /** COMMENT, STATUS, ASSIGNMENT, PRIORITY or SCHEDULE, then with the name of the calendar it is under from now on. */
    kind: text(),
    /** AGENT, CUSTOMER or SYSTEM. */
    actor: text(),
    public: flag(),
    value: text().nullable(),
    ...lineage(),
  },
});
export type TicketEvent = InferEntity<typeof TicketEvent>;

/** Weekly opening hours in a zone, with holidays, valid from one day to another. */
export const BusinessCalendar = defineEntity({
  name: 'BusinessCalendar',
  tableName: 'business_calendars',
  properties: {
    ...key(),
    name: text(),
    timeZone: text(),
    /** ISO weekday "1".."7" to a list of ["09:00","17:00"]. */
    hours: json(),
    /** Closed days, "YYYY-MM-DD". */
    holidays: json(),
    validFrom: day().nullable(),
    validTo: day().nullable(),
    ...lineage(),
  },
});
export type BusinessCalendar = InferEntity<typeof BusinessCalendar>;

/** An answer to a survey, or a request still unanswered; the vendor's own scale is kept. */
export const SurveyAnswer = defineEntity({
  name: 'SurveyAnswer',
  tableName: 'survey_answers',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    orderId: uuid().nullable(),
    ticketId: uuid().nullable(),
    productId: uuid().nullable(),
    /** REVIEW, NPS, CES or CSAT. */
    kind: text(),
    score: decimal().nullable(),
    scaleMin: decimal(),
    scaleMax: decimal(),
    sentAt: instant().nullable(),
    answeredAt: instant().nullable(),
    comment: text().nullable(),
    ...lineage(),
  },
});
export type SurveyAnswer = InferEntity<typeof SurveyAnswer>;

/** Somebody asked for a quote. */
export const QuoteRequest = defineEntity({
  name: 'QuoteRequest',
  tableName: 'quote_requests',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    requestedAt: instant(),
    subject: text().nullable(),
    ...lineage(),
  },
});
export type QuoteRequest = InferEntity<typeof QuoteRequest>;

/** The quote sent in answer. */
export const Quote = defineEntity({
  name: 'Quote',
  tableName: 'quotes',
  properties: {
    ...key(),
    requestId: uuid().nullable(),
    identityId: uuid().nullable(),
    sentAt: instant().nullable(),
    decidedAt: instant().nullable(),
    /** DRAFT, SENT, WON, LOST or EXPIRED. */
    status: text(),
    total: decimal().nullable(),
    currency: currency().nullable(),
    orderId: uuid().nullable(),
    ...lineage(),
  },
});
export type Quote = InferEntity<typeof Quote>;

/** A message opened, an ad clicked, a page read. */
export const EngagementEvent = defineEntity({
  name: 'EngagementEvent',
  tableName: 'engagement_events',
  properties: {
    ...key(),
    identityId: uuid().nullable(),
    at: instant(),
    kind: text(),
    channel: text().nullable(),
    campaignId: uuid().nullable(),
    properties: json().nullable(),
    ...lineage(),
  },
});
export type EngagementEvent = InferEntity<typeof EngagementEvent>;
