import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Base } from '../metric.ts';
import { orderBases } from '../order-bases.ts';
import { recallRows } from '../recall.ts';
import { type AttributionModel, type AttributionReach, reachOf, sharingOf } from './credits.ts';
import { type Chain, chainFrom } from './markov.ts';
import { sumOf } from './math.ts';
import { type Sharing, sharesOf } from './shares.ts';
import { type Asked, askedOrders, journeysOf } from './sql.ts';
import { type Ways, waysOf } from './ways.ts';

/** What a campaign of a channel gets of the orders asked, by each model; numbers are exact decimal text. */
export interface Cell {
  /** Null where no touch is known. */
  channelId: string | null;
  /** Null for touches of no known campaign. */
  campaignId: string | null;
  credits: string[];
  /** The credits times what their orders brought, as far as that is known. */
  amounts: string[];
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

/**
 * The credits of all models. Those that go by the order of touches alone are worked out once for each way that journeys
 * went; only TIME_DECAY has to look at every touch.
 */
export async function creditCells(
  context: MeasureContext,
  asked: Asked,
  { models, base, ...terms }: { models: readonly AttributionModel[]; reach: AttributionReach; base: Base },
): Promise<Cells> {
  const reach = reachOf(terms.reach);
  const orders = askedOrders(context, asked, sql`${orderBases[base]} as amount`);
  const journeys = journeysOf(context, orders, reach);
  const ways = await waysOf(context, journeys);
  const chain = models.includes('MARKOV') ? await chainFrom(context, asked, reach, ways) : null;
  const cells = new Map<string, Cell>();
  for (const timed of [false, true]) {
    const chosen = [...models.entries()].filter(([, model]) => (model === 'TIME_DECAY') === timed);
    if (chosen.length === 0) continue;
    const rows = timed
      ? sql`select j.*, 1 as journeys, (j.amount is null)::int as unknown from (${journeys}) j`
      : walked(ways);
    const sharings = chosen.map(([, model]) => sharingOf({ model, ...terms.reach }, chain));
    for (const { channelId, campaignId, credits, amounts, unknown } of await shared(context, rows, sharings)) {
      const key = `${channelId} ${campaignId}`;
      const cell = cells.get(key) ?? { channelId, campaignId, credits: [], amounts: [], unknown };
      for (const [place, [index]] of chosen.entries()) {
        cell.credits[index] = credits[place]!;
        cell.amounts[index] = amounts[place]!;
      }
      cells.set(key, cell);
    }
  }
  return { cells: [...cells.values()], totals: totalsOf(ways), chain };
}

/** Ways as if each were one journey, with (journeys, amount, unknown) of all that went so. */
function walked({ places, ways }: Ways): RawBuilder<unknown> {
  const sequences = ways.map((way) => way.places && `{${way.places.join(',')}}`);
  return sql`
    select w.number as journey, w.journeys, w.amount, w.unknown, s.step as touch_id, s.step as at, 0::float8 as age,
      p.channel_id, p.campaign_id, p.channel_kind
    from unnest(${sequences}::text[], ${ways.map(({ journeys }) => journeys)}::int[],
        ${ways.map(({ amount }) => amount)}::numeric[], ${ways.map(({ unknown }) => unknown)}::int[])
      with ordinality as w (places, journeys, amount, unknown, number)
    left join lateral unnest(w.places::int[]) with ordinality as s (place, step) on true
    left join unnest(${places.map(({ place }) => place)}::int[], ${places.map(({ channelId }) => channelId)}::uuid[],
        ${places.map(({ campaignId }) => campaignId)}::uuid[], ${places.map(({ channelKind }) => channelKind)}::text[])
      as p (place, channel_id, campaign_id, channel_kind) on p.place = s.place`;
}

function shared(context: MeasureContext, journeys: RawBuilder<unknown>, sharings: readonly Sharing[]) {
  const shares = sharings.map((_, index) => sql.ref(`s.share_${index}`));
  const credits = sql.join(shares.map((share) => sql`trim_scale(sum(${share} * s.journeys))::text`));
  const amounts = sql.join(shares.map((share) => sql`coalesce(trim_scale(sum(${share} * s.amount)), 0)::text`));
  return recallRows(
    context,
    sql<Cell>`
    select s.channel_id as "channelId", s.campaign_id as "campaignId", array[${credits}] as credits,
      array[${amounts}] as amounts, sum(s.unknown)::int as unknown
    from (${sharesOf(journeys, sharings)}) s
    group by s.channel_id, s.campaign_id
    order by s.channel_id, s.campaign_id`,
  );
}

function totalsOf({ ways }: Ways): Totals {
  const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  return {
    orders: add(ways.map(({ journeys }) => journeys)),
    amount: sumOf(ways.map(({ amount }) => amount)).toFixed(),
    unknown: add(ways.map(({ unknown }) => unknown)),
  };
}
