import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { customerStates } from './customer-states.ts';
import type { CustomerFilter, IntRange, Times } from './filter.ts';
import { acquiredBy, buyersOf, consenting, knownTo, latePromisesOn, listedIn, purchasesOn } from './filter-facts.ts';
import { type PlainFilter, plainFilter } from './plain-filter.ts';
import { resolveWhen, type When } from './when.ts';

type Condition = RawBuilder<unknown>;

/** A statement that selects the ids of the customers a filter means. Fails with BAD_INPUT naming what is wrong with it. */
export async function customersWhere(context: MeasureContext, filter: CustomerFilter): Promise<RawBuilder<unknown>> {
  return sql`
    select c.customer_id from (${await customerStates(context)}) c where ${await conditionOf(context, filter)}`;
}

/** A filter as a condition on a row `c` of a customer's state. */
export async function conditionOf(context: MeasureContext, filter: CustomerFilter): Promise<Condition> {
  return compile(context, await plainFilter(context, filter));
}

function compile(context: MeasureContext, filter: PlainFilter): Condition {
  const { workspace, asOf } = context;
  const parts: Condition[] = [];
  const add = <Value>(value: Value | null | undefined, condition: (value: Value) => Condition) => {
    if (value !== undefined && value !== null) parts.push(sql`coalesce(${condition(value)}, false)`);
  };
  const among = (customers: Condition) => sql`c.customer_id in (${customers})`;
  const inDays = (column: Condition) => (when: When) => {
    const { from, to } = resolveWhen(when, asOf, 'filter');
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
  add(filter.list, (id) => among(listedIn(context, id)));
  add(filter.rfm, (groups) => sql`c.rfm_group = any (${groups}::text[])`);
  add(filter.stage, (stages) => sql`c.stage = any (${stages}::text[])`);
  add(filter.firstSeen, inDays(sql`(c.first_seen_at at time zone ${workspace.timeZone})::date`));
  add(filter.firstOrdered, inDays(sql`c.first_day`));
  add(filter.lastOrdered, inDays(sql`c.last_day`));
  add(filter.ordered, (times) => happened(times, (days) => purchasesOn(context, days)));
  add(filter.lateDelivery, (times) => happened(times, (days) => latePromisesOn(context, days)));
  add(filter.orders, (range) => within(sql`c.orders`, range));
  add(filter.daysBetweenOrders, (range) =>
    within(sql`((c.last_day - c.first_day)::numeric / nullif(c.purchase_days - 1, 0))`, range),
  );
  add(filter.revenue, (range) => within(sql`c.net`, range));
  add(filter.averageOrder, (range) => within(sql`(c.net / nullif(c.orders, 0))`, range));
  add(filter.predictedValue, (range) => within(sql`c.predicted_value`, range));
  add(filter.alive, (range) => within(sql`c.alive`, range));
  add(filter.bought, (products) => among(buyersOf(context, sql`l.product_id = any (${products}::uuid[])`)));
  add(filter.boughtIn, (categories) => {
    const products = sql`select p.id from products p
      where p.workspace_id = ${workspace.id} and p.category_id = any (${categories}::uuid[])`;
    return among(buyersOf(context, sql`l.product_id in (${products})`));
  });
  add(filter.acquiredBy, (origin) => among(acquiredBy(context, origin)));
  add(filter.consent, (consent) => among(consenting(context, consent)));
  add(filter.country, (countries) => sql`c.country = any (${countries.map((code) => code.toUpperCase())}::text[])`);
  add(filter.source, (sources) => among(knownTo(context, sources)));
  add(filter.sample, ({ seed, share }) => {
    // The first 32 bits of a digest, which is the same in every version of the database.
    const drawn = sql`('x' || left(md5(${seed} || ':' || c.customer_id::text), 8))::bit(32)::bigint`;
    return sql`(${drawn} < ${share * 2 ** 32}::float8)`;
  });
  return parts.length > 0 ? sql`(${sql.join(parts, sql` and `)})` : sql`true`;

  /** At least once unless a range is given; at most zero times means never. `rows` has one row each time. */
  function happened({ period, count }: Times, rows: (days: (day: Condition) => Condition) => Condition): Condition {
    const { gte, lte }: IntRange = count ?? {};
    const least = gte ?? (lte === undefined ? 1 : 0);
    const customers = rows((day) => inDays(day)(period));
    const times = (having: Condition) => sql`(
      select t.customer_id from (${customers}) t where t.customer_id is not null group by t.customer_id having ${having})`;
    return sql`(${least <= 0 ? sql`true` : sql`c.customer_id in ${times(sql`count(*) >= ${least}::int`)}`}
      and ${lte === undefined ? sql`true` : sql`c.customer_id not in ${times(sql`count(*) > ${lte}::int`)}`})`;
  }
}

function within(value: Condition, { gte, lte }: { gte?: number | string; lte?: number | string }): Condition {
  const least = gte === undefined ? sql`true` : sql`${value} >= ${gte}::numeric`;
  return sql`(${least} and ${lte === undefined ? sql`true` : sql`${value} <= ${lte}::numeric`})`;
}
