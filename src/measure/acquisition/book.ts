import type { RawBuilder } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { CostScope } from '../cost-rows.ts';
import type { MarginBase } from '../order-margin.ts';
import { recallRows } from '../recall.ts';
import { type AgeRow, type Won, wonByPart } from './ages.ts';
import { creditedOrders, type Division, type Inquiry, wonOf } from './credited.ts';
import { type Lifetime, readLifetimes } from './lifetimes.ts';
import { agesAsked } from './months.ts';
import type { AcquisitionQuery } from './question.ts';
import { readReturns, type Returned } from './returns.ts';
import { readSpend, type Spent } from './spend.ts';
import { ageRows, type MarginTaken } from './sql.ts';
import { readSegments, type SegmentShare } from './top-segments.ts';

type ByPart<Value> = ReadonlyMap<string, Value>;

/**
 * What is known of all parts of a question. Everything is read when it is first asked for and then at hand for all parts, so
 * that a table of channels takes as many statements as one channel.
 */
export class Book implements Inquiry {
  readonly context: MeasureContext;
  readonly division: Division;
  readonly query: AcquisitionQuery;
  private undivided: Book | undefined;
  private readonly read = new Map<string, Promise<ByPart<unknown>>>();

  constructor({ context, division, query }: Inquiry) {
    this.context = context;
    this.division = division;
    this.query = query;
  }

  /** The customers won and what they brought: by the ages of the curve, and by those named in days. */
  won(base: MarginBase, days: readonly number[] = []): Promise<ByPart<Won>> {
    const cuts = agesAsked(this, days);
    return this.once(`won ${base} ${cuts.join()}`, async () => {
      const won = wonOf(await creditedOrders(this, 'FIRST'));
      const rows = ageRows(this.context, won, cuts, this.taken(base)) as RawBuilder<AgeRow>;
      return wonByPart(await recallRows(this.context, rows));
    });
  }

  spent(scope: CostScope): Promise<ByPart<Spent>> {
    return this.once(`spent ${scope}`, () => readSpend(this, scope));
  }

  lifetimes(base: MarginBase, days: number): Promise<ByPart<Lifetime>> {
    return this.once(`lifetimes ${base} ${days}`, async () =>
      readLifetimes(this, this.taken(base), days, await this.won(base)),
    );
  }

  /** Margins are CM2. */
  returned(): Promise<ByPart<Returned>> {
    return this.once('returned', () => readReturns(this, this.taken('CM2')));
  }

  segments(): Promise<ByPart<SegmentShare[]>> {
    return this.once('segments', () => readSegments(this));
  }

  /** The same question, not divided. */
  whole(): Book {
    return (this.undivided ??= new Book({ context: this.context, division: 'ALL', query: this.query }));
  }

  private taken(base: MarginBase): MarginTaken {
    return { base, assumed: this.query.options.marginShare };
  }

  private once<Value>(name: string, read: () => Promise<ByPart<Value>>): Promise<ByPart<Value>> {
    const found = (this.read.get(name) as Promise<ByPart<Value>> | undefined) ?? read();
    this.read.set(name, found);
    return found;
  }
}

/** One part of a book: a channel, a campaign, what nobody knows the origin of, or all. */
export interface Part {
  book: Book;
  key: string;
}
