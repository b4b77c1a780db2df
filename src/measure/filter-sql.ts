import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { customerStates } from './customer-states.ts';
import type { CustomerFilter, IntRange } from './filter.ts';
import { type PeriodInput, resolvePeriod } from './period.ts';
import { type PlainFilter, withoutSegments } from './saved-segments.ts';

type Condition = RawBuilder<unknown>;

/** A statement that selects the ids of the customers a filter means. Fails with BAD_INPUT naming what is wrong with it. */
export async function customersWhere(context: MeasureContext, filter: CustomerFilter): Promise<RawBuilder<unknown>> {
  return sql`
    select c.customer_id from (${await customerStates(context)}) c where ${await conditionOf(context, filter)}`;
}

/** A filter as a condition on a row `c` of a customer's state. */
export async function conditionOf(context: MeasureContext, filter: CustomerFilter): Promise<Condition> {
  return compile(context, await withoutSegments(context, filter));
}

function compile(context: MeasureContext, filter: PlainFilter): Condition {
  const { workspace } = context;
  const [id, zone] = [workspace.id, workspace.timeZone];
  const parts: Condition[] = [];
  const add = <Value>(value: Value | null | undefined, condition: (value: Value) => Condition) => {
    if (value !== undefined && value !== null) parts.push(sql`coalesce(${condition(value)}, false)`);
  };
  const inDays = (column: Condition) => (input: PeriodInput) => {
    const { from, to } = resolvePeriod(input, context.asOf, 'filter');
    return sql`${column} between ${from}::date and ${to}::date`;
  };

  for (const inner of filter.all ?? []) parts.push(compile(context, inner));
  add(
    filter.any,
    (any) =>
      sql`(${sql.join(
        any.map((inner) => compile(context, inner)),
        sql` or `,
      )})`,
  );
  add(filter.not, (inner) => sql`not (${compile(context, inner)})`);
  add(filter.search, (text) => {
    const like = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
    return sql`(c.name ilike ${like} or c.email ilike ${like} or c.phone ilike ${like})`;
  });
  add(filter.rfm, (groups) => sql`c.rfm_group = any (${groups}::text[])`);
  add(filter.stage, (stages) => sql`c.stage = any (${stages}::text[])`);
  add(filter.firstSeen, inDays(sql`(c.first_seen_at at time zone ${zone})::date`));
  add(filter.firstOrdered, inDays(sql`c.first_day`));
  add(filter.lastOrdered, inDays(sql`c.last_day`));
  add(filter.ordered, ({ period, count }) => bought(count ?? {}, inDays(sql`o.day`)(period)));
  add(filter.orders, (range) => within(sql`c.orders`, range));
  add(filter.revenue, (range) => within(sql`c.net`, range));
  add(filter.predictedValue, (range) => within(sql`c.predicted_value`, range));
  add(filter.alive, (range) => within(sql`c.alive`, range));
  add(filter.country, (countries) => sql`c.country = any (${countries.map((code) => code.toUpperCase())}::text[])`);
  add(
    filter.bought,
    (products) => sql`c.customer_id in (
      select o.customer_id from order_lines l
      join order_facts o on o.workspace_id = l.workspace_id and o.order_id = l.order_id and o.valid
      where l.workspace_id = ${id} and l.product_id = any (${products}::uuid[]) and o.day <= ${context.asOf}::date)`,
  );
  add(
    filter.source,
    (sources) => sql`c.customer_id in (
      select i.customer_id from identities i
      where i.workspace_id = ${id} and i.source_id = any (${sources}::uuid[]))`,
  );
  return parts.length > 0 ? sql`(${sql.join(parts, sql` and `)})` : sql`true`;

  /** At least once unless a range is given; at most zero times means never. */
  function bought({ gte, lte }: IntRange, days: Condition): Condition {
    const least = gte ?? (lte === undefined ? 1 : 0);
    const times = (having: Condition) => sql`(
      select o.customer_id from order_facts o
      where o.workspace_id = ${id} and o.purchase and ${days} group by o.customer_id having ${having})`;
    return sql`(${least <= 0 ? sql`true` : sql`c.customer_id in ${times(sql`count(*) >= ${least}::int`)}`}
      and ${lte === undefined ? sql`true` : sql`c.customer_id not in ${times(sql`count(*) > ${lte}::int`)}`})`;
  }
}

function within(value: Condition, { gte, lte }: { gte?: number | string; lte?: number | string }): Condition {
  const least = gte === undefined ? sql`true` : sql`${value} >= ${gte}::numeric`;
  return sql`(${least} and ${lte === undefined ? sql`true` : sql`${value} <= ${lte}::numeric`})`;
}
