import type { Draft, DraftData, Payload } from '../../src/sdk/index.ts';
import { idAt, instantAt, known, recordsAt, required, textAt } from '../../src/sdk/index.ts';
import { actorOf, requestorEmail, requestorId } from './people.ts';

type Status = DraftData['ticket']['status'];

const statuses: Readonly<Record<string, Status>> = {
  new: 'OPEN',
  open: 'OPEN',
  stalled: 'PENDING',
  resolved: 'SOLVED',
  rejected: 'CLOSED',
  // What staff delete was no request for help.
  deleted: 'SPAM',
};
const ended: readonly Status[] = ['SOLVED', 'CLOSED', 'SPAM'];

/** A ticket with its `history`: what was said and how its status went, oldest first. */
export function mapTicket(ticket: Payload): Draft[] {
  const key = required(idAt(ticket, 'id'), 'id');
  const name = required(textAt(ticket, 'Status'), 'Status');
  const resolvedAt = instantAt(ticket, 'Resolved');
  const effective = idAt(ticket, 'EffectiveId.id') ?? idAt(ticket, 'EffectiveId');
  // A status of the house's own says nothing that we know, but a time of solution does.
  const status =
    effective !== undefined && effective !== key ? 'MERGED' : (statuses[name] ?? (resolvedAt ? 'SOLVED' : 'OPEN'));
  const customerKey = requestorId(ticket);
  const told = Array.isArray(ticket['history']) ? timesOf(ticket, resolvedAt) : {};
  const draft: Draft = {
    type: 'ticket',
    data: known({
      key,
      customerKey,
      email: customerKey === undefined ? requestorEmail(ticket) : undefined,
      subject: textAt(ticket, 'Subject'),
      priority: idAt(ticket, 'Priority'),
      status,
      openedAt: required(instantAt(ticket, 'Created'), 'Created'),
      solvedAt: status === 'SOLVED' || status === 'CLOSED' ? resolvedAt : undefined,
      ...told,
    }),
  };
  return [draft, ...recordsAt(ticket, 'history').map((transaction) => mapStep(transaction, ticket, key))];
}

/** `Told` is the last contact and is no help: the first answer is the first word of somebody who did not ask. */
function timesOf(ticket: Payload, resolvedAt: string | undefined) {
  const steps = recordsAt(ticket, 'history');
  const answer = steps.find((step) => isWord(step) && actorOf(step, ticket) === 'AGENT');
  const changes = steps.filter((step) => !isWord(step));
  const solved = changes.find((step) => isEnded(textAt(step, 'NewValue')));
  return {
    firstReplyAt: answer && instantAt(answer, 'Created'),
    firstSolvedAt: solved ? instantAt(solved, 'Created') : resolvedAt,
    reopens: changes.filter((step) => isEnded(textAt(step, 'OldValue')) && !isEnded(textAt(step, 'NewValue'))).length,
  };
}

const isWord = (step: Payload): boolean => textAt(step, 'Type') === 'Correspond';
const isEnded = (status: string | undefined): boolean =>
  status !== undefined && ended.includes(statuses[status] ?? 'OPEN');

function mapStep(step: Payload, ticket: Payload, ticketKey: string): Draft {
  return {
    type: 'ticketEvent',
    data: known({
      key: required(idAt(step, 'id'), 'history.id'),
      ticketKey,
      at: required(instantAt(step, 'Created'), 'history.Created'),
      kind: isWord(step) ? ('COMMENT' as const) : ('STATUS' as const),
      actor: actorOf(step, ticket),
      public: isWord(step) ? true : undefined,
      value: isWord(step) ? undefined : textAt(step, 'NewValue'),
    }),
  };
}
