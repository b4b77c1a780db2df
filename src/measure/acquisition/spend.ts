import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import { type CostScope, costRows, costScopes } from '../cost-rows.ts';
import type { NullReason } from '../metric.ts';
import { addDays, type Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { creditsOf, type Division, type Inquiry, unknownPart } from './credited.ts';
import type { AcquisitionQuery } from './question.ts';

/** What a part cost, as exact decimal text in the workspace's currency. */
export interface Spent {
  amount: string | null;
  reason: NullReason | null;
}

/** The days whose spend is set against the customers of a period. */
export function spendDays({ period, options }: AcquisitionQuery): Period {
  return { from: addDays(period.from, -options.spendLagDays), to: addDays(period.to, -options.spendLagDays) };
}

/**
 * What each part of a question cost. Costs of no channel (campaign) are those of the part of which nothing is known; nothing is
 * said where no cost was read up to the end of the days. Nobody can tell what some of a campaign's customers cost: with a
 * filter each of them is taken to have cost as much as the others, and to bear the same part of what won nobody or belongs to
 * no campaign.
 */
export async function readSpend(inquiry: Inquiry, scope: CostScope): Promise<Map<string, Spent>> {
  const costs = await readCosts(inquiry, scope);
  const shareOf = await sharesBorne(inquiry);
  const parts = Map.groupBy(costs, ({ channel, campaign }) => partOf(inquiry.division, channel, campaign));
  return new Map([...parts].map(([part, own]) => [part, borne(own)]));

  function borne(own: readonly Cost[]): Spent {
    if (own.some(({ amount }) => amount === null)) return { amount: null, reason: 'NO_RATE' };
    const sum = own.reduce((total, cost) => total.plus(shareOf(cost).times(cost.amount!)), new Exact(0));
    return { amount: sum.toDecimalPlaces(inquiry.query.filter ? 6 : 18).toFixed(), reason: null };
  }
}

/** Sums keep all their digits. */
const Exact = Decimal.clone({ precision: 60 });

interface Place {
  channel: string | null;
  campaign: string | null;
}
interface Cost extends Place {
  /** Null where a rate is missing. */
  amount: string | null;
}

const partOf = (division: Division, channel: string | null, campaign: string | null): string =>
  ({ ALL: null, CHANNEL: channel, CAMPAIGN: campaign })[division] ?? unknownPart;

/** No row at all where no cost was ever read. */
async function readCosts({ context, query }: Inquiry, scope: CostScope): Promise<Cost[]> {
  const { workspace } = context;
  const days = spendDays(query);
  const rows = await recallRows(
    context,
    sql<Cost & { known: boolean }>`
    select c.channel_id as channel, c.campaign_id as campaign, k.known,
      case when count(*) = count(c.amount) then sum(c.amount)::text end as amount
    from (
      select exists (select from ad_spend where workspace_id = ${workspace.id} and day <= ${days.to}::date)
        or ${sql.lit(scope === 'FULLY_LOADED')} as known
    ) k
    left join (
      select channel_id, campaign_id, amount from (${costRows(context, days, costScopes[scope])}) costs
      union all select null, null, 0
    ) c on true
    group by c.channel_id, c.campaign_id, k.known`,
  );
  return rows.filter(({ known }) => known);
}

/** How much of the cost at a place the customers asked for bear: all of it, where all customers are asked for. */
async function sharesBorne(inquiry: Inquiry): Promise<(place: Place) => Decimal> {
  const { filter, ...everybody } = inquiry.query;
  if (!filter) return () => new Exact(1);
  const all = await readCustomers({ ...inquiry, query: everybody });
  const some = await readCustomers(inquiry);
  const sumOf = (counts: ReadonlyMap<string, Decimal>) =>
    [...counts.values()].reduce((sum, count) => sum.plus(count), new Exact(0));
  const general = all.size === 0 ? new Exact(0) : sumOf(some).dividedBy(sumOf(all));
  return ({ channel, campaign }) => {
    const won = channel === null && campaign === null ? undefined : all.get(placeName(channel, campaign));
    return won ? (some.get(placeName(channel, campaign)) ?? new Exact(0)).dividedBy(won) : general;
  };
}

const placeName = (channel: string | null, campaign: string | null) => `${channel} ${campaign}`;

async function readCustomers({ context, query }: Inquiry): Promise<Map<string, Decimal>> {
  const rows = await recallRows(
    context,
    sql<Place & { customers: string }>`
    select channel_id as channel, campaign_id as campaign, sum(credit)::text as customers
    from (${await creditsOf(context, query, 'FIRST')}) c group by channel_id, campaign_id`,
  );
  return new Map(rows.map(({ channel, campaign, customers }) => [placeName(channel, campaign), new Exact(customers)]));
}
