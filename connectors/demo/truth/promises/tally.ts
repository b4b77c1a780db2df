import { monthOf, type Span } from '../../world/clock.ts';
import { Counts, Groups } from '../count.ts';

/** A promise that was kept or broken, is open, or cannot be judged for a reason. */
export type Outcome = 'MET' | 'BREACHED' | 'PENDING' | `EXCLUDED: ${string}`;

/** What became of promises, by the key of the ready-made CPI that tells it and by month. */
export class Tally {
  readonly span: Span;
  readonly #kinds = new Groups(() => new Groups(() => new Counts<Outcome>()));

  constructor(span: Span) {
    this.span = span;
  }

  add(key: string, at: number, outcome: Outcome): void {
    this.#kinds.at(key).at(monthOf(at)).add(outcome);
  }

  /** Met where it was done by then, and well; broken where not, also if it is only overdue; else open. */
  judge(due: number, done: number | null, well = true): Outcome {
    if (done !== null) return done <= due && well ? 'MET' : 'BREACHED';
    return due < this.span.end ? 'BREACHED' : 'PENDING';
  }

  totals() {
    return this.#kinds.all((months) => months.all((month) => month.all()));
  }
}
