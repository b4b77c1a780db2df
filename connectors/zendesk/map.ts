import { type Draft, type DraftData, FieldError, type Payload } from '../../src/sdk/index.ts';
import { countOf, idOf, instantOf, known, missing, recordOf, requiredId, requiredInstant, textOf } from './fields.ts';

/** An end user. Agents and administrators are staff, not customers. */
export function mapUser(user: Payload): Draft[] {
  const key = requiredId(user, 'id');
  if (user['role'] === 'agent' || user['role'] === 'admin') return [];
  return [
    {
      type: 'customer',
      data: known({
        key,
        name: textOf(user['name']),
        email: textOf(user['email']),
        // A number that several users share tells none of them.
        phone: user['shared_phone_number'] === true ? undefined : textOf(user['phone']),
        createdAt: instantOf(user, 'created_at'),
      }),
    },
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
  const key = requiredId(ticket, 'id');
  const status = textOf(ticket['status']) ?? missing('status');
  if (status === 'deleted') return [];
  const openedAt = requiredInstant(ticket, 'created_at');
  const metrics = recordOf(ticket['metric_set']);
  const solvedAt = instantOf(metrics, 'solved_at');
  const reopens = countOf(metrics, 'reopens');
  const merged = Array.isArray(ticket['tags']) && ticket['tags'].includes('closed_by_merge');
  return [
    {
      type: 'ticket',
      data: known({
        key,
        customerKey: idOf(ticket['requester_id']),
        subject: textOf(ticket['subject']),
        channel: textOf(recordOf(ticket['via'])['channel']),
        priority: textOf(ticket['priority']),
        // A status that is not known yet says nothing, but a time of solution does.
        status: merged ? 'MERGED' : (statuses[status] ?? (solvedAt ? 'SOLVED' : 'OPEN')),
        openedAt,
        firstReplyAt:
          after(openedAt, metrics, 'reply_time_in_seconds', 1) ?? after(openedAt, metrics, 'reply_time_in_minutes', 60),
        // Solved once: then the first time is the last, which is known to the second.
        firstSolvedAt:
          (reopens === 0 ? solvedAt : undefined) ?? after(openedAt, metrics, 'first_resolution_time_in_minutes', 60),
        solvedAt,
        reopens,
      }),
    },
  ];
}

/** The instant so long after another as one of a ticket's metrics says, by the calendar. */
function after(instant: string, metrics: Payload, metric: string, seconds: number): string | undefined {
  const length = countOf(recordOf(metrics[metric]), 'calendar');
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
  const key = requiredId(event, 'id');
  if (event['metric'] !== 'reply_time' || event['type'] !== 'fulfill' || event['deleted'] === true) return [];
  return [
    {
      type: 'ticketEvent',
      data: {
        key,
        ticketKey: requiredId(event, 'ticket_id'),
        at: requiredInstant(event, 'time'),
        kind: 'COMMENT',
        actor: 'AGENT',
        public: true,
      },
    },
  ];
}

/** A satisfaction rating: good (1) or bad (0). "offered" is a question without an answer, "unoffered" not even that. */
export function mapRating(rating: Payload): Draft[] {
  const key = requiredId(rating, 'id');
  const score = textOf(rating['score']) ?? missing('score');
  if (score === 'unoffered') return [];
  return [
    {
      type: 'survey',
      data: known({
        key,
        customerKey: idOf(rating['requester_id']),
        ticketKey: idOf(rating['ticket_id']),
        kind: 'CSAT' as const,
        scaleMin: '0',
        scaleMax: '1',
        ...answerOf(rating, score),
        comment: textOf(rating['comment']),
      }),
    },
  ];
}

function answerOf(rating: Payload, score: string): Pick<DraftData['survey'], 'score' | 'sentAt' | 'answeredAt'> {
  switch (score) {
    case 'offered':
      return { sentAt: requiredInstant(rating, 'created_at') };
    case 'good':
    case 'bad':
      // A rating may be changed: its last answer counts.
      return { score: score === 'good' ? '1' : '0', answeredAt: requiredInstant(rating, 'updated_at') };
    default:
      throw new FieldError('score', 'is none of "good", "bad", "offered" and "unoffered"', score);
  }
}
