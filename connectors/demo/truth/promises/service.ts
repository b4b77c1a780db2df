import { afterBusinessMinutes, businessMinutes } from '../../world/business-hours.ts';
import type { QuoteRequest } from '../../world/quotes.ts';
import type { Survey } from '../../world/surveys.ts';
import type { Ticket } from '../../world/tickets.ts';
import { quotes, service } from '../../world/plan.ts';
import type { Outcome, Tally } from './tally.ts';

/** Minutes that a customer may wait for the helpdesk in all. */
const longestWait = 720;

/** How a request for help was served. */
export function seeTicket(tally: Tally, ticket: Ticket): void {
  const { openedAt, firstReplyAt, firstSolvedAt, reopens, status } = ticket;
  const left =
    status === 'SPAM' ? 'EXCLUDED: spam' : status === 'MERGED' ? 'EXCLUDED: merged into another request' : null;
  const add = (key: string, outcome: Outcome) => tally.add(key, openedAt, left ?? outcome);
  const within = (minutes: number) => afterBusinessMinutes(tally.span, openedAt, minutes);
  add('first-response', tally.judge(within(service.replyTarget), firstReplyAt));
  add('requests-solved', tally.judge(within(service.solveTarget), firstSolvedAt));
  const waited = waitFor(tally, ticket);
  add('wait-for-agent', waited > longestWait ? 'BREACHED' : firstSolvedAt === null ? 'PENDING' : 'MET');
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

/** Business minutes until a ticket was first solved, or the data ends, without those in which the helpdesk waited itself. */
function waitFor({ span }: Tally, { openedAt, firstSolvedAt, steps }: Ticket): number {
  const end = firstSolvedAt ?? span.end;
  let [minutes, since, waits] = [0, openedAt, true];
  const changes = steps.filter(({ kind, at }) => kind === 'STATUS' && at < end);
  for (const { at, value } of [...changes, { at: end, value: 'END' }]) {
    if (waits) minutes += businessMinutes(span, since, at);
    [since, waits] = [at, value !== 'PENDING'];
  }
  return minutes;
}

/** Whether a quote came in time. */
export function seeQuoteRequest(tally: Tally, { requestedAt, quote }: QuoteRequest): void {
  const due = afterBusinessMinutes(tally.span, requestedAt, quotes.answerTarget);
  tally.add('quotes-answered', requestedAt, tally.judge(due, quote?.sentAt ?? null));
}

/** Whether it was easy to be helped: 5 to 7 of 7. */
export function seeSurvey(tally: Tally, { kind, score, answeredAt }: Survey): void {
  if (kind === 'CES' && score !== null && answeredAt !== null)
    tally.add('effort', answeredAt, score >= 5 ? 'MET' : 'BREACHED');
}
