import { type RawBuilder, sql } from 'kysely';

export const customerSortKeys = [
  'REVENUE',
  'TOTAL',
  'MARGIN',
  'PREDICTED_VALUE',
  'ORDERS',
  'FIRST_SEEN',
  'FIRST_ORDER',
  'LAST_ORDER',
] as const;
export type CustomerSortKey = (typeof customerSortKeys)[number];

interface SortColumn {
  /** A column of customerStates. */
  value: RawBuilder<unknown>;
  /** The same as it is stored, where customers of whom nothing is stored count as zero. */
  stored?: RawBuilder<unknown>;
  type: RawBuilder<unknown>;
}

export const sortColumns: Record<CustomerSortKey, SortColumn> = {
  REVENUE: { value: sql`c.net`, stored: sql`c.known_net`, type: sql`numeric` },
  TOTAL: { value: sql`c.total`, type: sql`numeric` },
  MARGIN: { value: sql`c.margin`, type: sql`numeric` },
  PREDICTED_VALUE: { value: sql`c.predicted_value`, type: sql`numeric` },
  ORDERS: { value: sql`c.orders`, stored: sql`c.known_orders`, type: sql`int` },
  FIRST_SEEN: { value: sql`c.first_seen_at`, type: sql`timestamptz` },
  FIRST_ORDER: { value: sql`c.first_day`, type: sql`date` },
  LAST_ORDER: { value: sql`c.last_day`, type: sql`date` },
};

/** Where a row stands in the order; the value as text, null where it is unknown. */
export interface Standing {
  id: string;
  value: string | null;
}

/** How a list is walked. Walking backwards turns everything round, the place of the unknown values included. */
export interface Walk {
  direction: 'ASC' | 'DESC';
  backwards: boolean;
  /** What was read last. */
  from: Standing | null;
}

/** Customers who follow one another, and how they do. */
export interface Stretch {
  where: RawBuilder<unknown>;
  order: RawBuilder<unknown>;
}

/**
 * The stretches of a list that lie ahead, the next one first: an index leads through each, while no index leads through all
 * customers, of some of whom nothing is stored. Unknown values stand last, equal ones by id.
 */
export function stretchesAhead(key: CustomerSortKey, { direction, backwards, from }: Walk): Stretch[] {
  const { value, stored, type } = sortColumns[key];
  const descending = (direction === 'DESC') !== backwards;
  const [turn, further] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const order = backwards ? sql`c.customer_id desc` : sql`c.customer_id`;
  const nextId = sql`c.customer_id ${backwards ? sql`<` : sql`>`} ${from?.id}::uuid`;
  const at = sql`${from?.value}::${type}`;
  const known = (among: RawBuilder<unknown>, by: RawBuilder<unknown>): Stretch => ({
    where:
      from === null || from.value === null
        ? among
        : sql`${among} and ${by} ${further}= ${at} and (${by} ${further} ${at} or ${nextId})`,
    order: sql`${by} ${turn}, ${order}`,
  });
  const largestFirst = stored
    ? [known(sql`${stored} > 0`, stored), known(sql`${value} = 0`, sql`0::int`), known(sql`${stored} < 0`, stored)]
    : [known(sql`${value} is not null`, value)];
  const allKnown = descending ? largestFirst : largestFirst.toReversed();
  const unknown = { where: sql`${value} is null and ${from?.value === null ? nextId : sql`true`}`, order };
  if (backwards) return from && from.value !== null ? allKnown : [unknown, ...allKnown];
  return from?.value === null ? [unknown] : [...allKnown, unknown];
}
