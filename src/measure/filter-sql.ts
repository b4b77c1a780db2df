import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { customerStates } from './customer-states.ts';
import { customersOf } from './experiments/frozen.ts';
import type { CustomerFilter, IntRange, Times } from './filter.ts';
import { acquiredBy, buyersOf, consenting, knownTo, latePromisesOn, listedIn, purchasesOn } from './filter-facts.ts';
import { type PlainFilter, plainFilter } from './plain-filter.ts';
import { resolveWhen, type When } from './when.ts';

type Condition = RawBuilder<unknown>;

/** Customers `c` in their states, and a condition on them for each filter. */
export interface Asked {
  states: RawBuilder<unknown>;
  conditions: Condition[];
}

/** What filters ask of all customers, or of those named. Fails with BAD_INPUT naming what is wrong with a filter. */
export async function asked(
  context: MeasureContext,
  filters: readonly CustomerFilter[],
  of?: readonly string[],
): Promise<Asked> {
  const plain = await Promise.all(filters.map((filter) => plainFilter(context, filter)));
  const states = await customerStates(context, { ...(of && { of }), ranked: plain.some(ranks) });
  return { states, conditions: plain.map((filter) => compile(context, filter)) };
}

/** A statement that selects the ids of the customers a filter means. Fails with BAD_INPUT naming what is wrong with it. */
export async function customersWhere(context: MeasureContext, filter: CustomerFilter): Promise<RawBuilder<unknown>> {
  const { states, conditions } = await asked(context, [filter]);
  return sql`select c.customer_id from (${states}) c where ${conditions[0]}`;
}

/** Whether a filter asks for what a customer is among all others. */
const ranks = ({ rfm, stage, all = [], any = [], not }: PlainFilter): boolean =>
  Boolean(rfm ?? stage) || [...all, ...any, ...(not ? [not] : [])].some(ranks);

function compile(context: MeasureContext, filter: PlainFilter): Condition {
  const { workspace, asOf } = context;
  const parts: Condition[] = [];
  const add = <Value>(value: Value | null | undefined, condition: (value: Value) => Condition) => {
    if (value !== undefined && value !== null) parts.push(condition(value));
  };
  /** A condition on what may be unknown, and then does not hold. */
  const addKnown = <Value>(value: Value | null | undefined, condition: (value: Value) => Condition) =>
    add(value, (given) => sql`coalesce(${condition(given)}, false)`);
  // Asked this way the database looks up the customers of a page one by one, and hashes those of all.
  const among = (customers: Condition) =>
    sql`exists (select from (${customers}) m where m.customer_id = c.customer_id)`;
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
  addKnown(filter.search, (text) => {
    const like = `%${text.trim().replaceAll(/[\\%_]/g, '\\$&')}%`;
    return sql`(c.name ilike ${like} or c.email ilike ${like} or c.phone ilike ${like})`;
  });
  add(filter.list, (id) => among(listedIn(context, id)));
  addKnown(filter.rfm, (groups) => sql`c.rfm_group = any (${groups}::text[])`);
  addKnown(filter.stage, (stages) => sql`c.stage = any (${stages}::text[])`);
  addKnown(filter.firstSeen, inDays(sql`(c.first_seen_at at time zone ${workspace.timeZone})::date`));
  addKnown(filter.firstOrdered, inDays(sql`c.first_day`));
  addKnown(filter.lastOrdered, inDays(sql`c.last_day`));
  add(filter.ordered, (times) => happened(times, (days) => purchasesOn(context, days)));
  add(filter.lateDelivery, (times) => happened(times, (days) => latePromisesOn(context, days)));
  add(filter.broken, ({ rows, ...times }) =>
    happened(
      times,
      (days) => sql`select b.customer_id from (${rows}) b
        where b.state = 'BREACHED' and ${days(sql`(b.decided_at at time zone ${workspace.timeZone})::date`)}`,
    ),
  );
  addKnown(filter.orders, (range) => within(sql`c.orders`, range));
  addKnown(filter.daysBetweenOrders, (range) =>
    within(sql`((c.last_day - c.first_day)::numeric / nullif(c.purchase_days - 1, 0))`, range),
  );
  addKnown(filter.revenue, (range) => within(sql`c.net`, range));
  addKnown(filter.averageOrder, (range) => within(sql`(c.net / nullif(c.orders, 0))`, range));
  addKnown(filter.predictedValue, (range) => within(sql`c.predicted_value`, range));
  addKnown(filter.alive, (range) => within(sql`c.alive`, range));
  add(filter.bought, (products) => among(buyersOf(context, sql`l.product_id = any (${products}::uuid[])`)));
  add(filter.boughtIn, (categories) => {
    const products = sql`select p.id from products p
      where p.workspace_id = ${workspace.id} and p.category_id = any (${categories}::uuid[])`;
    return among(buyersOf(context, sql`l.product_id in (${products})`));
  });
  add(filter.acquiredBy, (origin) => among(acquiredBy(context, origin)));
  add(filter.consent, (consent) => among(consenting(context, consent)));
  addKnown(
    filter.country,
    (countries) => sql`c.country = any (${countries.map((code) => code.toUpperCase())}::text[])`,
  );
  add(filter.source, (sources) => among(knownTo(context, sources)));
  add(filter.experimentArm, ({ experiment, arm }) => among(customersOf(context, experiment, arm)));
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
    const happenings = rows((day) => inDays(day)(period));
    const times = (having: Condition) => sql`
      select h.customer_id from (${happenings}) h group by h.customer_id having ${having}`;
    const often = least <= 1 ? happenings : times(sql`count(*) >= ${least}::int`);
    return sql`(${least <= 0 ? sql`true` : among(often)}
      and ${lte === undefined ? sql`true` : sql`not ${among(times(sql`count(*) > ${lte}::int`))}`})`;
  }
}

function within(value: Condition, { gte, lte }: { gte?: number | string; lte?: number | string }): Condition {
  const least = gte === undefined ? sql`true` : sql`${value} >= ${gte}::numeric`;
  return sql`(${least} and ${lte === undefined ? sql`true` : sql`${value} <= ${lte}::numeric`})`;
}
