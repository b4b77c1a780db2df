import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import { type CostScope, costRows, costScopes } from '../cost-rows.ts';
import type { NullReason } from '../metric.ts';
import { addDays, type Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { creditedOrders, type Inquiry, unknownPart } from './credited.ts';
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
 * said where no cost was read up to the end of the days. Nobody can tell what some of a channel's customers cost: with a
 * filter each of them is taken to have cost as much as the others, and bears the same part of what belongs to no one.
 */
export async function readSpend(inquiry: Inquiry, scope: CostScope): Promise<Map<string, Spent>> {
  const { division, query } = inquiry;
  if (!query.filter) return inText(await readCosts(inquiry, scope));
  // The parts must add up to the whole, so the whole is made of channels.
  const divided = division === 'ALL' ? { ...inquiry, division: 'CHANNEL' as const } : inquiry;
  const { filter: _, ...everybody } = query;
  const spent = shareOut(
    await readCosts(divided, scope),
    await readCustomers({ ...divided, query: everybody }),
    await readCustomers(divided),
  );
  return inText(division === 'ALL' ? new Map([[unknownPart, sumOf(spent.values())]]) : spent);
}

/** Null where a rate is missing; no part at all where no cost was ever read. */
type Amounts = Map<string, Decimal | null>;

const inText = (amounts: Amounts): Map<string, Spent> =>
  new Map(
    [...amounts].map(([part, amount]) => [
      part,
      amount ? { amount: amount.toFixed(), reason: null } : { amount: null, reason: 'NO_RATE' },
    ]),
  );

const sumOf = (amounts: Iterable<Decimal | null>): Decimal | null =>
  [...amounts].reduce<Decimal | null>((sum, amount) => (sum && amount ? sum.plus(amount) : null), new Decimal(0));

async function readCosts({ context, division, query }: Inquiry, scope: CostScope): Promise<Amounts> {
  const { workspace } = context;
  const days = spendDays(query);
  const part = { ALL: sql`null`, CHANNEL: sql`c.channel_id`, CAMPAIGN: sql`c.campaign_id` }[division];
  const rows = await recallRows(
    context,
    sql<{ part: string; amount: string | null; known: boolean }>`
    select coalesce(p.part, ${unknownPart}) as part, coalesce(p.amount, '0') as amount, k.known
    from (
      select exists (select from ad_spend where workspace_id = ${workspace.id} and day <= ${days.to}::date)
        or ${scope === 'FULLY_LOADED' ? sql`true` : sql`false`} as known
    ) k
    left join (
      select coalesce(${part}::text, ${unknownPart}) as part,
        case when count(*) = count(c.amount) then sum(c.amount)::text else '' end as amount
      from (${costRows(context, days, costScopes[scope])}) c group by 1
    ) p on true`,
  );
  const amount = (text: string) => (text === '' ? null : new Decimal(text));
  return new Map(rows.flatMap(({ part: key, amount: text, known }) => (known ? [[key, amount(text!)]] : [])));
}

async function readCustomers(inquiry: Inquiry): Promise<Map<string, Decimal>> {
  const credited = await creditedOrders(inquiry, 'FIRST');
  const rows = await recallRows(
    inquiry.context,
    sql<{ part: string; customers: string }>`
    select part, sum(credit)::text as customers from (${credited}) c group by part`,
  );
  return new Map(rows.map(({ part, customers }) => [part, new Decimal(customers)]));
}

/** Costs by part, as far as some of the customers bear them. */
function shareOut(costs: Amounts, all: Map<string, Decimal>, some: Map<string, Decimal>): Amounts {
  if (costs.size === 0) return costs;
  const shareOf = (of: Decimal | undefined, part: Decimal | undefined) =>
    of && !of.isZero() ? (part ?? new Decimal(0)).dividedBy(of) : null;
  const shares = new Map([...costs.keys()].map((part) => [part, shareOf(all.get(part), some.get(part))]));
  const everybody = sumOf(all.values());
  const general = [...costs].filter(([part]) => part === unknownPart || shares.get(part) === null);
  const ofAll = sumOf(general.map(([, amount]) => amount));
  const theirs = shareOf(everybody ?? undefined, sumOf(some.values()) ?? undefined) ?? new Decimal(0);
  const own = [...costs].flatMap(([part, amount]) => {
    const share = shares.get(part);
    return part === unknownPart || !share ? [] : [[part, amount && amount.times(share).toDecimalPlaces(6)] as const];
  });
  return new Map([...own, [unknownPart, ofAll && ofAll.times(theirs).toDecimalPlaces(6)]]);
}
