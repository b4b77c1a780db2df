import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { type Chain, chainOf } from './markov.ts';
import { apportion } from './math.ts';
import { type Sharing, sharesOf } from './shares.ts';
import { type Asked, type Reach, askedOrders, journeysOf } from './sql.ts';

export const attributionModels = [
  'FIRST_TOUCH',
  'LAST_TOUCH',
  'LAST_NON_DIRECT',
  'LINEAR',
  'TIME_DECAY',
  'POSITION_BASED',
  'MARKOV',
  'SHAPLEY',
] as const;
export type AttributionModel = (typeof attributionModels)[number];

/** Which touches count, and how fast they fade. */
export interface AttributionReach {
  /** How far before its order a touch may lie; 30 where it is not said. */
  lookBackDays: number;
  /** The same for ads that were only seen; 0 by default, so that they do not count. */
  viewDays?: number;
  /** After so many days a touch weighs half, in TIME_DECAY; 7 by default. */
  halfLifeDays?: number;
}

export interface AttributionChoice extends AttributionReach {
  model: AttributionModel;
}

/**
 * Statement with one row a share of an order's credit: (order_id, customer_id, day, channel_id, campaign_id, credit numeric).
 * channel_id null is UNATTRIBUTED: an order that no touch is known of. Over the period credits add up to exactly the number
 * of orders asked; so they do for every single order, but by MARKOV, which gives a channel what all journeys say of it.
 */
export async function creditRows(
  context: MeasureContext,
  choice: AttributionChoice,
  asked: Asked,
): Promise<RawBuilder<unknown>> {
  const reach = reachOf(choice);
  const chain = choice.model === 'MARKOV' ? await chainOf(context, asked, reach) : null;
  const shares = sharesOf(journeysOf(context, askedOrders(context, asked), reach), [sharingOf(choice, chain)]);
  return sql`
    select s.order_id, s.customer_id, s.day, s.channel_id, s.campaign_id, s.share_0 as credit
    from (${chain ? toEffects(shares, chain) : shares}) s
    where s.share_0 > 0`;
}

export const reachOf = ({ lookBackDays, viewDays = 0 }: AttributionReach): Reach => ({ lookBackDays, viewDays });

export function sharingOf({ model, halfLifeDays = 7 }: AttributionChoice, chain: Chain | null): Sharing {
  if (model === 'TIME_DECAY') return { model, halfLifeDays };
  return model === 'MARKOV' ? { model, effects: chain!.effects } : { model };
}

/**
 * Shares of single orders, stretched for each channel so that over all orders it gets its part of the removal effects. What
 * was given out up to each share is rounded, so that they add up to exactly that.
 */
function toEffects(shares: RawBuilder<unknown>, { effects, orders }: Chain): RawBuilder<unknown> {
  const credits = apportion(String(orders), [...effects.values()].map(String), 18);
  const inChannel = sql`partition by s.channel_id order by s.journey, s.at, s.touch_id`;
  const sofar = sql`sum(s.share_0::float8) over (${inChannel})`;
  const all = sql`sum(s.share_0::float8) over (partition by s.channel_id)`;
  return sql`
    select s.*, case when s.channel_id is null then 1 else s.upto - coalesce(lag(s.upto) over (${inChannel}), 0) end as share_0
    from (
      select s.order_id, s.customer_id, s.day, s.journey, s.at, s.touch_id, s.channel_id, s.campaign_id,
        case when lead(s.journey) over (${inChannel}) is null then e.credit
          else round(e.credit * (${sofar} / ${all})::numeric, 18) end as upto
      from (${shares}) s
      left join unnest(${[...effects.keys()]}::uuid[], ${credits}::numeric[]) as e (channel_id, credit)
        on e.channel_id = s.channel_id
    ) s`;
}
