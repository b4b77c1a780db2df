import { type RawBuilder, sql } from 'kysely';
import type { Base } from './metric.ts';

/** What the amount of an order `f` of order_facts is taken to be; null where it is unknown. */
export const orderBases: Readonly<Record<Base, RawBuilder<unknown>>> = {
  GROSS: sql`f.gross`,
  NET: sql`f.net`,
  NET_PLUS_SHIPPING: sql`(f.net + f.shipping)`,
  TOTAL: sql`f.total`,
  CM1: sql`(f.net - f.cost)`,
};
