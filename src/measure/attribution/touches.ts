import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { type AttributionChoice, reachOf, sharingOf } from './credits.ts';
import { chainOf } from './markov.ts';
import { sharesOf } from './shares.ts';
import { type OrdersAsked, journeysOf } from './sql.ts';

/** A touch on the way to an order, with the share of the order that it gets; exact decimal text. */
export interface CreditedTouch {
  at: Date;
  channelId: string;
  campaignId: string | null;
  credit: string;
}

interface Row {
  orderId: string;
  customerId: string | null;
  placedAt: Date;
  /** Null, with all that is told of the touch, where none is known. */
  touchId: string | null;
}

/** An order, by whom, and what led to it, in time; nothing where no touch is known. */
export interface CreditedOrder {
  orderId: string;
  customerId: string | null;
  at: Date;
  touches: CreditedTouch[];
}

/** How some valid orders are shared among their touches; by order. By MARKOV with the effects of all journeys to date. */
export const creditedOrders = (context: MeasureContext, choice: AttributionChoice, orderIds: readonly string[]) =>
  credited(context, choice, 'ALL', sql`o.valid and o.order_id = any (${[...orderIds]}::uuid[])`);

/** The same of the first purchases of some customers. */
export const creditedFirstOrders = (
  context: MeasureContext,
  choice: AttributionChoice,
  customerIds: readonly string[],
) => credited(context, choice, 'FIRST', sql`o.sequence = 1 and o.customer_id = any (${[...customerIds]}::uuid[])`);

async function credited(
  context: MeasureContext,
  choice: AttributionChoice,
  kind: OrdersAsked,
  chosen: RawBuilder<unknown>,
): Promise<CreditedOrder[]> {
  const { em, workspace, asOf, span } = context;
  const reach = reachOf(choice);
  const toDate = { period: { from: span?.from ?? asOf, to: asOf }, orders: kind, customers: null };
  const chain = choice.model === 'MARKOV' ? await chainOf(context, toDate, reach) : null;
  const orders = sql`
    select o.order_id, o.customer_id, o.placed_at from order_facts o
    where o.workspace_id = ${workspace.id} and o.day <= ${asOf}::date and ${chosen}`;
  const shares = sharesOf(journeysOf(context, orders, reach), [sharingOf(choice, chain)]);
  const { rows } = await sql<CreditedTouch & Row>`
    select order_id as "orderId", customer_id as "customerId", placed_at as "placedAt", touch_id as "touchId", at,
      channel_id as "channelId", campaign_id as "campaignId", trim_scale(share_0)::text as credit
    from (${shares}) s order by at, touch_id`.execute(em.getKysely());
  return [...Map.groupBy(rows, ({ orderId }) => orderId)].map(([orderId, own]) => ({
    orderId,
    customerId: own[0]!.customerId,
    at: own[0]!.placedAt,
    touches: own.filter(({ touchId }) => touchId !== null),
  }));
}

/** Where the most of an order's credit went: the channel, of the same credit the earlier, and within it the campaign. */
export function leading(touches: readonly CreditedTouch[]): { channelId: string; campaignId: string | null } | null {
  const channelId = largest(touches, (touch) => touch.channelId);
  if (channelId === undefined) return null;
  const own = touches.filter((touch) => touch.channelId === channelId);
  return { channelId, campaignId: largest(own, (touch) => touch.campaignId) ?? null };
}

function largest<Key>(touches: readonly CreditedTouch[], keyOf: (touch: CreditedTouch) => Key): Key | undefined {
  const sums = new Map<Key, number>();
  for (const touch of touches) sums.set(keyOf(touch), (sums.get(keyOf(touch)) ?? 0) + Number(touch.credit));
  const most = Math.max(...sums.values());
  return [...sums].find(([, sum]) => most - sum < 1e-12)?.[0];
}
