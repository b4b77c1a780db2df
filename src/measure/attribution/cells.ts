import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Base } from '../metric.ts';
import { orderBases } from '../order-bases.ts';
import { recallRows } from '../recall.ts';
import { type AttributionModel, type AttributionReach, reachOf, sharingOf } from './credits.ts';
import { type Chain, chainOf } from './markov.ts';
import { sharesOf } from './shares.ts';
import { type Asked, askedOrders, journeysOf } from './sql.ts';

/** What a campaign of a channel gets of the orders asked, by each model; numbers are exact decimal text. */
export interface Cell {
  /** Null where no touch is known. */
  channelId: string | null;
  /** Null for touches of no known campaign. */
  campaignId: string | null;
  credits: readonly string[];
  /** The credits times what their orders brought, as far as that is known. */
  amounts: readonly string[];
  /** Shares of orders of which it is not known what they brought. */
  unknown: number;
}

export interface Totals {
  orders: number;
  /** What the orders brought, as far as that is known. */
  amount: string;
  /** Orders of which it is not known. */
  unknown: number;
}

export interface Cells {
  cells: readonly Cell[];
  totals: Totals;
  /** Where MARKOV is asked: its credits here are still those of single orders, to be stretched. */
  chain: Chain | null;
}

/** The credits of all models in one statement. */
export async function creditCells(
  context: MeasureContext,
  asked: Asked,
  { models, base, ...terms }: { models: readonly AttributionModel[]; reach: AttributionReach; base: Base },
): Promise<Cells> {
  const reach = reachOf(terms.reach);
  const chain = models.includes('MARKOV') ? await chainOf(context, asked, reach) : null;
  const sharings = models.map((model) => sharingOf({ model, ...terms.reach }, chain));
  const asOrdered = askedOrders(context, asked, sql`${orderBases[base]} as amount`);
  const shares = sharesOf(journeysOf(context, asOrdered, reach), sharings);
  const credits = sharings.map((_, index) => sql.ref(`s.share_${index}`));
  const columns = sql.join(credits.map((credit) => sql`trim_scale(sum(${credit}))::text`));
  const amounts = sql.join(credits.map((credit) => sql`coalesce(trim_scale(sum(${credit} * s.amount)), 0)::text`));
  const cells = await recallRows(
    context,
    sql<Cell>`
    select s.channel_id as "channelId", s.campaign_id as "campaignId", array[${columns}] as credits,
      array[${amounts}] as amounts, (count(*) - count(s.amount))::int as unknown
    from (${shares}) s
    group by s.channel_id, s.campaign_id
    order by s.channel_id, s.campaign_id`,
  );
  const [totals] = await recallRows(
    context,
    sql<Totals>`
    select count(*)::int as orders, coalesce(trim_scale(sum(amount)), 0)::text as amount,
      (count(*) - count(amount))::int as unknown
    from (${asOrdered}) o`,
  );
  return { cells, totals: totals!, chain };
}
