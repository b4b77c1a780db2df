import { hour } from '../../world/clock.ts';
import type { Ticket } from '../../world/tickets.ts';
import type { Outcome, Tally } from './tally.ts';

/** How a request for help was served. */
export function seeTicket(tally: Tally, ticket: Ticket): void {
  const { openedAt, firstReplyAt, firstSolvedAt, reopens } = ticket;
  const left =
    ticket.status === 'SPAM'
      ? 'EXCLUDED: spam'
      : ticket.status === 'MERGED'
        ? 'EXCLUDED: merged into another request'
        : null;
  const add = (key: string, outcome: Outcome) => tally.add(key, openedAt, left ?? outcome);
  add('first-response', tally.judge(openedAt + 4 * hour, firstReplyAt));
  add('requests-solved', tally.judge(openedAt + 48 * hour, firstSolvedAt));
  const onceSolved = (well: boolean) => (firstSolvedAt === null ? 'PENDING' : well ? 'MET' : 'BREACHED');
  add('reopened-requests', onceSolved(reopens === 0));
  const answers = ticket.steps.filter(
    ({ kind, actor, public: seen }) => kind === 'COMMENT' && actor === 'AGENT' && seen,
  );
  const unanswered = firstSolvedAt !== null && answers.length === 0;
  add(
    'one-touch-resolution',
    unanswered ? 'EXCLUDED: no public answer' : onceSolved(answers.length === 1 && reopens === 0),
  );
}
