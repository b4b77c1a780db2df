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
 * The stretches of a list that lie ahead, the next one first. Through one of them an index leads, from the end at which the
 * list begins; the rest has none, for of some customers nothing is stored. Unknown values stand last, equal ones by id.
 */
export function stretchesAhead(key: CustomerSortKey, { direction, backwards, from }: Walk): Stretch[] {
  const { value, stored, type } = sortColumns[key];
  const beginning = direction === 'DESC' ? sql`>` : sql`<`;
  const isLed = stored ? sql`${stored} ${beginning} 0` : sql`${value} is not null`;
  const by = stored ?? value;
  const descending = (direction === 'DESC') !== backwards;
  const [turn, further] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
  const idOrder = backwards ? sql`c.customer_id desc` : sql`c.customer_id`;
  const nextId = sql`c.customer_id ${backwards ? sql`<` : sql`>`} ${from?.id}::uuid`;
  const at = sql`${from?.value}::${type}`;

  const led: Stretch = { where: isLed, order: sql`${by} ${turn}, ${idOrder}` };
  const rest: Stretch = {
    where: sql`(${isLed}) is not true`,
    order: sql`${value} ${turn} nulls ${backwards ? sql`first` : sql`last`}, ${idOrder}`,
  };
  if (from === null) return backwards ? [rest, led] : [led, rest];
  if (isLedAt(from.value)) {
    const ahead = sql`${isLed} and ${by} ${further}= ${at} and (${by} ${further} ${at} or ${nextId})`;
    return backwards ? [{ ...led, where: ahead }] : [{ ...led, where: ahead }, rest];
  }
  const beyond =
    from.value === null
      ? sql`(${value} is null and ${nextId} ${backwards ? sql`or ${value} is not null` : sql``})`
      : sql`(${value} ${further} ${at} or (${value} = ${at} and ${nextId}) ${backwards ? sql`` : sql`or ${value} is null`})`;
  const ahead = { ...rest, where: sql`${rest.where} and ${beyond}` };
  return backwards ? [ahead, led] : [ahead];

  function isLedAt(text: string | null): boolean {
    if (!stored) return text !== null;
    return direction === 'DESC' ? Number(text) > 0 : Number(text) < 0;
  }
}
