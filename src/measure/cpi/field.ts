import { type RawBuilder, sql } from 'kysely';

export type Sql = RawBuilder<unknown>;

/** TEXT can be `in`, NUMBER `gte` and `lte`, FLAG `is`, INSTANT `notAfter` and a limit's end; all can be `known`. */
export type FieldType = 'TEXT' | 'NUMBER' | 'FLAG' | 'INSTANT';

export interface Field {
  type: FieldType;
  description: string;
  /** The field of a row `t` of the subject's table, with `o` the order where the subject belongs to one. */
  sql: Sql;
  /** The words that a TEXT can be, where these are fixed. */
  words?: readonly string[];
}

/** What a CPI can be about: its table, whom it concerns, and the fields that definitions may name. */
export interface Subject {
  description: string;
  /** Tables, `t` first. */
  from: Sql;
  /** Rows that are no such subject at all, as those of test orders. */
  valid: Sql;
  identityId: Sql;
  orderId: Sql;
  /** What it changes with besides its own records: its order, or what its customer does. */
  of: 'ORDER' | 'CUSTOMER' | null;
  /** Since when there has been such a thing: before, nobody could know of it. */
  since: Sql;
  /** The field that dates it unless told. */
  datedBy: string;
  fields: Readonly<Record<string, Field>>;
}

const field = (type: FieldType) => (description: string, value: Sql | string, words?: readonly string[]) => {
  const column = typeof value === 'string' ? sql.ref(value) : value;
  return { type, description, sql: column, ...(words && { words }) };
};
export const text = field('TEXT');
export const number = field('NUMBER');
export const flag = field('FLAG');
export const instant = field('INSTANT');

/** Orders that a customer placed, for the subjects that belong to one. */
export const realOrder = sql`(not o.test and o.status not in ('DRAFT', 'FAILED'))`;
export const withOrder = sql`join orders o on o.workspace_id = t.workspace_id and o.id = t.order_id`;

/** The customer whom row `t` belongs to, whatever name they went by; null for nobody known. */
export const person = sql`(select i.customer_id from identities i where i.workspace_id = t.workspace_id and i.id = t.identity_id)`;

/** When the person of row `t` first bought after an instant. */
export const nextPurchase = (after: Sql) => sql`(
  select min(p.placed_at) from order_facts p
  where p.workspace_id = t.workspace_id and p.customer_id = ${person} and p.purchase and p.placed_at > ${after})`;
