import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { groupingBy } from './dimension.ts';
import type { Figure, Question, Reading } from './figure.ts';
import type { Metric } from './metric.ts';
import type { Period } from './period.ts';
import { recallRows } from './recall.ts';

type Expression = RawBuilder<unknown>;
type Rows = (context: MeasureContext, question: Question) => Expression;

/** A figure that is one aggregate over dated rows `f`, in a stretch of days `s` (first, last). */
export interface Aggregate extends Metric {
  zero?: boolean;
  share?: boolean;
  whenUnknown?: Figure['whenUnknown'];
  whenUndivided?: NonNullable<Figure['whenUndivided']>;
  endsWithOrders?: boolean;
  matureAfterDays?: number;
  /** Rows with (day, customer_id, source_id, stream) and a column for each dimension. */
  rows: Rows;
  /** Which rows belong to a stretch; by default, or where it gives null, those whose day is in it. */
  match?: (question: Question) => Expression | null;
  /** The value; by default the numerator, over the denominator if there is one. */
  value?: (question: Question) => Expression;
  numerator: (question: Question) => Expression;
  denominator?: (question: Question) => Expression;
  /** Sum of the squares of what the rows add to the numerator: the mean then has a standard error. */
  squares?: (question: Question) => Expression;
  bounds?: NonNullable<Figure['bounds']>;
  count?: Expression;
  /** How many of the rows have no amount. */
  unknown?: (question: Question) => Expression;
  inputs?: Rows;
  since?: NonNullable<Figure['since']>;
  notes?: NonNullable<Figure['notes']>;
}

/** Makes the figure of an aggregate: one statement answers all stretches. */
export function aggregate(spec: Aggregate): Figure {
  const { zero = false, share = false, whenUnknown = 'NO_RATE', matureAfterDays = 0, inputs = spec.rows } = spec;
  return { ...spec, zero, share, whenUnknown, matureAfterDays, inputs, read: (...asked) => read(spec, ...asked) };
}

async function read(spec: Aggregate, context: MeasureContext, question: Question): Promise<readonly Reading[]> {
  const { join, key, label } = await groupingBy(context, question.by);
  const numerator = spec.numerator(question);
  const denominator = spec.denominator?.(question) ?? sql`null::numeric`;
  const ratio = spec.denominator ? sql`trim_scale(${numerator}::numeric / nullif(${denominator}, 0))` : numerator;
  const value = spec.value?.(question) ?? ratio;
  const match = spec.match?.(question);
  const spans = match
    ? sql`${spanRows(question.spans)} join (${spec.rows(context, question)}) f on ${match}`
    : sql`(${spanDays(context, question)}) s join (${spec.rows(context, question)}) f on f.day = s.day`;
  const rows = await recallRows(
    context,
    sql<Reading>`
    select (s.number - 1)::int as span, ${key} as key, min(${label}) as label, (${value})::text as value,
      (${numerator})::text as numerator, (${denominator})::text as denominator,
      (${spec.squares?.(question) ?? sql`null`})::text as squares,
      (${spec.count ?? sql`count(*)`})::int as count, (${spec.unknown?.(question) ?? sql`0`})::int as unknown
    from ${spans}
    ${join}
    group by 1, 2`,
  );
  return rows;
}

/** The question's spans as rows `s` (first, last, number counted from 1). */
export function spanRows(spans: readonly Period[]): Expression {
  return sql`unnest(${spans.map(({ from }) => from)}::date[], ${spans.map(({ to }) => to)}::date[])
    with ordinality as s (first, last, number)`;
}

/** The question's spans as rows (first, last, number, day), one for each of their days up to the as-of day. */
export function spanDays({ asOf }: MeasureContext, { spans }: Question): Expression {
  return sql`
    select s.*, d.day::date as day
    from ${spanRows(spans)},
      generate_series(s.first::timestamp, least(s.last, ${asOf}::date)::timestamp, interval '1 day') as d (day)`;
}

/** All days of a question up to the as-of day. */
export function hull({ asOf }: MeasureContext, { spans }: Pick<Question, 'spans'>): Period {
  const from = spans.reduce((first, span) => (span.from < first ? span.from : first), asOf);
  const to = spans.reduce((last, span) => (span.to > last ? span.to : last), from);
  return { from, to: to < asOf ? to : asOf };
}

/** Whether a row's customer, given as SQL, is among those that a statement selects; null is all. */
export function amongCustomers(customers: Expression | null, customerId: Expression): Expression {
  return customers ? sql`${customerId} in (${customers})` : sql`true`;
}
