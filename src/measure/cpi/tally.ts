import { type RawBuilder, sql } from 'kysely';
import { spanRows } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { type CpiDimension, partsBy } from './dimension.ts';
import type { Sql } from './field.ts';
import type { Cpi } from './list.ts';
import { outcomeRows } from './outcomes.ts';
import type { CpiState } from './states.ts';

/** How many subjects of a stretch of days (and of a group) are in a state. */
export interface Tally {
  /** Position of the stretch. */
  span: number;
  key: string | null;
  label: string | null;
  state: CpiState;
  /** Why they are excluded. */
  reason: string | null;
  count: number;
}

export interface Tallied {
  spans: readonly Period[];
  by?: CpiDimension | null;
  /** Statement that selects the ids of the customers meant. */
  customers?: RawBuilder<unknown> | null;
}

/** Counts what a CPI finds in each stretch of days, which may overlap, in one statement. */
export async function tally(
  context: MeasureContext,
  cpi: Cpi,
  { spans, by = null, customers = null }: Tallied,
): Promise<readonly Tally[]> {
  const { join, key, label, rows } = await partsBy(context, cpi, by, await outcomeRows(context, cpi));
  const chosen = customers ? sql`f.customer_id in (${customers})` : sql`true`;
  const parts = sql`
    select f.day, f.customer_id, f.state, f.reason, ${key} as key, ${label} as label
    from (${rows}) f ${join} where ${chosen} and f.day between ${first(spans)}::date and ${last(spans)}::date`;
  return recallRows(
    context,
    cpi.definition.unit === 'CUSTOMER' ? countCustomers(spans, parts) : countAll(spans, parts),
  );
}

/** The days come first: there are far fewer of them than of subjects. */
const countAll = (spans: readonly Period[], parts: Sql): RawBuilder<Tally> => sql`
  select (s.number - 1)::int as span, d.key, min(d.label) as label, d.state, d.reason, sum(d.count)::int as count
  from (${daysOf(spans)}) s
  join (
    select day, key, min(label) as label, state, reason, count(*) as count from (${parts}) p group by day, key, state, reason
  ) d on d.day = s.day
  group by s.number, d.key, d.state, d.reason`;

/** Customers of each stretch: broken where one thing is, else pending, else kept. What nobody is known for has none. */
const countCustomers = (spans: readonly Period[], parts: Sql): RawBuilder<Tally> => sql`
  select (number - 1)::int as span, key, min(label) as label, state,
    case when state = 'EXCLUDED' then reason end as reason, count(*)::int as count
  from (
    select s.number, p.key, min(p.label) as label, min(p.reason) as reason,
      case when bool_or(p.state = 'BREACHED') then 'BREACHED' when bool_or(p.state = 'PENDING') then 'PENDING'
        when bool_or(p.state = 'MET') then 'MET' else 'EXCLUDED' end as state
    from (${daysOf(spans)}) s join (${parts}) p on p.day = s.day
    where p.customer_id is not null group by s.number, p.key, p.customer_id
  ) c
  group by 1, 2, 4, 5`;

const daysOf = (spans: readonly Period[]): Sql => sql`
  select s.number, d.day::date as day
  from ${spanRows(spans)}, generate_series(s.first::timestamp, s.last::timestamp, interval '1 day') as d (day)`;

const first = (spans: readonly Period[]) =>
  spans.map(({ from }) => from).reduce((one, other) => (other < one ? other : one));
const last = (spans: readonly Period[]) =>
  spans.map(({ to }) => to).reduce((one, other) => (other > one ? other : one));
