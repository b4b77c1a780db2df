import { Decimal } from 'decimal.js';
import type { NullReason } from '../metric.ts';

/** As `ageRows` selects it: sums weighted by credit, exact decimal text. */
export interface AgeRow {
  part: string;
  /** Age in days; null for all to date. */
  days: number | null;
  /** Customers who are as old. */
  customers: string;
  net: string;
  /** Net sales of the orders whose costs are known, and what these leave. */
  known: string;
  rest: string;
  /** Orders whose amount is unknown. */
  unknown: number;
  /** The rest is of all customers to date. */
  tenure: string;
  loyal: string;
  again: string;
  judged: string;
  churned: string;
  firstNet: string;
  firstKnown: string;
  firstRest: string;
  firstTotal: string;
}

/** The customers that a part won, and what they brought by age. */
export interface Won {
  toDate: AgeRow;
  /** In the order of age. */
  ages: (AgeRow & { days: number })[];
}

export function wonByPart(rows: readonly AgeRow[]): Map<string, Won> {
  const parts = Map.groupBy(rows, ({ part }) => part);
  return new Map(
    [...parts].map(([part, own]) => [
      part,
      {
        toDate: own.find(({ days }) => days === null)!,
        ages: own.filter((row): row is AgeRow & { days: number } => row.days !== null),
      },
    ]),
  );
}

/** A sum of amounts whose costs may be known only in part. */
export type Takings = Pick<AgeRow, 'net' | 'known' | 'rest'>;

/** What known costs leave of net sales, as a share; null where no cost is known. */
export function shareLeft({ known, rest }: Takings): Decimal | null {
  return new Decimal(known).greaterThan(0) ? new Decimal(rest).dividedBy(known) : null;
}

/** What is left of takings: what is known, and of the rest the `share`. Null where that is needed and unknown. */
export function marginLeft({ net, known, rest }: Takings, share: Decimal | null): Decimal | null {
  const open = new Decimal(net).minus(known);
  if (open.isZero()) return new Decimal(rest);
  return share && new Decimal(rest).plus(open.times(share));
}

export interface Mean {
  /** Exact decimal text, rounded to six decimals. */
  value: string | null;
  reason: NullReason | null;
  customers: string;
}

/** Mean margin of the customers who are as old, or of all to date. */
export function meanMargin({ toDate }: Won, at: AgeRow | undefined): Mean {
  const customers = at?.customers ?? '0';
  const unknown = (reason: NullReason): Mean => ({ value: null, reason, customers });
  if (new Decimal(toDate.customers).isZero()) return unknown('NO_DENOMINATOR');
  if (!at || new Decimal(at.customers).isZero()) return unknown('NOT_YET');
  if (at.unknown > 0) return unknown('NO_RATE');
  const margin = marginLeft(at, shareLeft(toDate));
  if (!margin) return unknown('COST_UNKNOWN');
  return { value: margin.dividedBy(at.customers).toDecimalPlaces(6).toFixed(), reason: null, customers };
}
