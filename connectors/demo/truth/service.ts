import { afterBusinessMinutes } from '../world/business-hours.ts';
import { monthOf, type Span } from '../world/clock.ts';
import { quotes, service } from '../world/plan.ts';
import type { QuoteRequest } from '../world/quotes.ts';
import type { Survey } from '../world/surveys.ts';
import type { Ticket } from '../world/tickets.ts';
import { Counts, Groups } from './count.ts';

/** Met in time; breached, also by what is still open past its time; or pending. */
type State = 'met' | 'breached' | 'pending';

/** How requests and quotes were answered in business minutes, and what people said. */
export class ServiceTotals {
  readonly #span: Span;
  readonly #tickets = new Counts<string>();
  readonly #replies = new Groups(() => new Counts<State>());
  readonly #solutions = new Counts<State>();
  readonly #quotes = new Counts<string>();
  readonly #scores = new Groups(() => new Counts<string>());

  constructor(span: Span) {
    this.#span = span;
  }

  #state(from: number, done: number | null, minutes: number): State {
    const due = afterBusinessMinutes(this.#span, from, minutes);
    if (done !== null) return done <= due ? 'met' : 'breached';
    return due < this.#span.end ? 'breached' : 'pending';
  }

  ticket(ticket: Ticket): void {
    this.#tickets.add(ticket.status);
    if (ticket.reopens > 0) this.#tickets.add('reopened');
    if (ticket.status === 'SPAM' || ticket.status === 'MERGED') return;
    this.#replies
      .at(monthOf(ticket.openedAt))
      .add(this.#state(ticket.openedAt, ticket.firstReplyAt, service.replyTarget));
    this.#solutions.add(this.#state(ticket.openedAt, ticket.firstSolvedAt, service.solveTarget));
  }

  request({ requestedAt, quote }: QuoteRequest): void {
    this.#quotes.add('requests');
    this.#quotes.add(this.#state(requestedAt, quote?.sentAt ?? null, quotes.answerTarget));
    if (quote) this.#quotes.add(quote.status);
  }

  survey({ kind, score }: Survey): void {
    const scores = this.#scores.at(kind);
    scores.add('asked');
    if (score === null) return;
    scores.add('answered');
    scores.add('sum', score);
    if (kind === 'NPS') scores.add(score >= 9 ? 'promoters' : score >= 7 ? 'passives' : 'detractors');
    if (kind === 'CSAT' && score >= 4) scores.add('satisfied');
  }

  totals() {
    return {
      tickets: this.#tickets.all(),
      firstRepliesByMonth: this.#replies.all((month) => month.all()),
      firstSolutions: this.#solutions.all(),
      quotes: this.#quotes.all(),
      surveys: this.#scores.all((scores) => scores.all()),
    };
  }
}
