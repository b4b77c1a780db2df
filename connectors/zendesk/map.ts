import { countAt, type Draft, draft, type DraftData, FieldError, idAt, instantAt } from '../../src/sdk/index.ts';
import { type Payload, required, textAt } from '../../src/sdk/index.ts';

/** An end user. Agents and administrators are staff, not customers. */
export function mapUser(user: Payload): Draft[] {
  const key = required(idAt(user, 'id'), 'id');
  if (user['role'] === 'agent' || user['role'] === 'admin') return [];
  return [
    draft('customer', {
      key,
      name: textAt(user, 'name'),
      email: textAt(user, 'email'),
      // A number that several users share tells none of them.
      phone: user['shared_phone_number'] === true ? undefined : textAt(user, 'phone'),
      createdAt: instantAt(user, 'created_at'),
    }),
  ];
}

const statuses: Readonly<Record<string, DraftData['ticket']['status']>> = {
  new: 'OPEN',
  open: 'OPEN',
  pending: 'PENDING',
  // Waits for somebody else; the customer still waits for us.
  hold: 'OPEN',
  solved: 'SOLVED',
  closed: 'CLOSED',
};

/** A ticket with its `metric_set`. One that was deleted is no ticket any more, and Zendesk has emptied it. */
export function mapTicket(ticket: Payload): Draft[] {
  const key = required(idAt(ticket, 'id'), 'id');
  const status = required(textAt(ticket, 'status'), 'status');
  if (status === 'deleted') return [];
  const openedAt = required(instantAt(ticket, 'created_at'), 'created_at');
  const solvedAt = instantAt(ticket, 'metric_set.solved_at');
  const reopens = countAt(ticket, 'metric_set.reopens');
  const after = (metric: string, seconds: number) => later(openedAt, ticket, `metric_set.${metric}.calendar`, seconds);
  const merged = Array.isArray(ticket['tags']) && ticket['tags'].includes('closed_by_merge');
  return [
    draft('ticket', {
      key,
      customerKey: idAt(ticket, 'requester_id'),
      subject: textAt(ticket, 'subject'),
      channel: textAt(ticket, 'via.channel'),
      priority: textAt(ticket, 'priority'),
      // A status that is not known yet says nothing, but a time of solution does.
      status: merged ? 'MERGED' : (statuses[status] ?? (solvedAt ? 'SOLVED' : 'OPEN')),
      openedAt,
      firstReplyAt: after('reply_time_in_seconds', 1) ?? after('reply_time_in_minutes', 60),
      // Solved once: then the first time is the last, which is known to the second.
      firstSolvedAt: (reopens === 0 ? solvedAt : undefined) ?? after('first_resolution_time_in_minutes', 60),
      solvedAt,
      reopens,
    }),
  ];
}

/** The instant so long after another as a ticket's metric says, by the calendar. */
function later(instant: string, ticket: Payload, metric: string, seconds: number): string | undefined {
  const length = countAt(ticket, metric);
  if (length === undefined) return undefined;
  const time = new Date(Date.parse(instant) + length * seconds * 1000);
  if (Number.isNaN(time.getTime())) throw new FieldError(metric, 'is too long', String(length));
  return time.toISOString().replace('.000Z', 'Z');
}

/**
 * A step that Zendesk measured. The reply time ends with a public comment of an agent; of the other steps nothing says who
 * took them.
 */
export function mapMetricEvent(event: Payload): Draft[] {
  const key = required(idAt(event, 'id'), 'id');
  if (event['metric'] !== 'reply_time' || event['type'] !== 'fulfill' || event['deleted'] === true) return [];
  return [
    draft('ticketEvent', {
      key,
      ticketKey: required(idAt(event, 'ticket_id'), 'ticket_id'),
      at: required(instantAt(event, 'time'), 'time'),
      kind: 'COMMENT',
      actor: 'AGENT',
      public: true,
    }),
  ];
}

/** A satisfaction rating: good (1) or bad (0). "offered" is a question without an answer, "unoffered" not even that. */
export function mapRating(rating: Payload): Draft[] {
  const key = required(idAt(rating, 'id'), 'id');
  const score = required(textAt(rating, 'score'), 'score');
  if (score === 'unoffered') return [];
  return [
    draft('survey', {
      key,
      customerKey: idAt(rating, 'requester_id'),
      ticketKey: idAt(rating, 'ticket_id'),
      kind: 'CSAT',
      scaleMin: '0',
      scaleMax: '1',
      ...answerOf(rating, score),
      comment: textAt(rating, 'comment'),
    }),
  ];
}

function answerOf(rating: Payload, score: string): Pick<DraftData['survey'], 'score' | 'sentAt' | 'answeredAt'> {
  switch (score) {
    case 'offered':
      return { sentAt: required(instantAt(rating, 'created_at'), 'created_at') };
    case 'good':
    case 'bad':
      // A rating may be changed: its last answer counts.
      return {
        score: score === 'good' ? '1' : '0',
        answeredAt: required(instantAt(rating, 'updated_at'), 'updated_at'),
      };
    default:
      throw new FieldError('score', 'is none of "good", "bad", "offered" and "unoffered"', score);
  }
}
