import { type RawBuilder, sql } from 'kysely';
import { type AttributionChoice, creditRows } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import { costRows } from '../cost-rows.ts';
import type { Period } from '../period.ts';

/** One row a week and campaign; without a campaign, what channels won that never had a cost. */
export interface WeekRow {
  /** Weeks before the last one. */
  week: number;
  campaign: string | null;
  customers: number;
  spend: number | null;
  days: number;
}

/** What campaigns spent on ads and won, in weeks that end with the period. */
export async function weekRows(
  context: MeasureContext,
  choice: AttributionChoice,
  period: Period,
): Promise<RawBuilder<WeekRow>> {
  const credits = await creditRows(context, choice, { period, orders: 'FIRST', customers: null });
  const week = (day: RawBuilder<unknown>) => sql`(${period.to}::date - ${day}) / 7`;
  return sql<WeekRow>`
    with spent as materialized (
      select c.day, c.channel_id, c.campaign_id, sum(c.amount) as amount, bool_or(c.amount is null) as unknown
      from (${costRows(context, period, ['MEDIA'])}) c group by 1, 2, 3
    ), won as materialized (
      select c.day, c.channel_id, c.campaign_id, sum(c.credit) as customers from (${credits}) c group by 1, 2, 3
    )
    select coalesce(s.week, w.week)::int as week, coalesce(s.campaign, w.campaign)::text as campaign,
      coalesce(w.customers, 0)::float8 as customers, s.spend, coalesce(s.days, 0)::int as days
    from (
      select ${week(sql`day`)} as week, campaign_id as campaign, count(distinct day) filter (where amount > 0) as days,
        case when not bool_or(unknown) then sum(amount)::float8 end as spend
      from spent where campaign_id is not null group by 1, 2
    ) s
    full join (
      select ${week(sql`day`)} as week, campaign_id as campaign, sum(customers) as customers
      from won where campaign_id is not null group by 1, 2
    ) w on w.week = s.week and w.campaign = s.campaign
    union all
    select (${week(sql`day`)})::int, null, sum(customers)::float8, null, 0
    from won
    where channel_id is not null and channel_id not in (select channel_id from spent where channel_id is not null)
    group by 1`;
}
