import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { recallRows } from '../recall.ts';
import { removalEffects, type Step } from './math.ts';
import { type Asked, type Reach, askedOrders, journeysOf, lostJourneys } from './sql.ts';

/** What the journeys of a period say of channels. */
export interface Chain {
  /** The removal effect of each channel that any of the orders was touched by. */
  effects: ReadonlyMap<string, number>;
  /** Orders with a journey. */
  orders: number;
}

/** The chain that the journeys of the orders asked make, with those that led to none. */
export async function chainOf(context: MeasureContext, asked: Asked, reach: Reach): Promise<Chain> {
  const won = journeysOf(context, askedOrders(context, asked), reach);
  const way = sql`w.journey, w.at, w.touch_id, w.channel_id`;
  const steps = await recallRows(
    context,
    sql<Step & { touchedOrders: boolean }>`
    select before as "from", channel_id as "to", count(*)::int as times, bool_or(won) as "touchedOrders",
      (count(*) filter (where last and won))::int as won, (count(*) filter (where last and not won))::int as lost
    from (
      select j.won, j.channel_id, lag(j.channel_id) over onward as before, lead(j.touch_id) over onward is null as last
      from (
        select true as won, ${way} from (${won}) w where w.touch_id is not null
        union all select false, ${way} from (${lostJourneys(context, asked, reach)}) w
      ) j
      window onward as (partition by j.won, j.journey order by j.at, j.touch_id)
    ) s
    group by 1, 2`,
  );
  const touching = new Set(steps.filter(({ touchedOrders }) => touchedOrders).map(({ to }) => to));
  const effects = [...removalEffects(steps)].filter(([channel]) => touching.has(channel));
  return { effects: new Map(effects), orders: steps.reduce((sum, step) => sum + step.won, 0) };
}
