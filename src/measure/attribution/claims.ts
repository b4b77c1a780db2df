import { sql } from 'kysely';
import { adSpendRows } from '../ad-spend-rows.ts';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import { recallRows } from '../recall.ts';

/** The conversions that the platform of a campaign claims, by its own count; exact decimal text. */
export interface Claim {
  channelId: string | null;
  campaignId: string | null;
  claimed: string;
}

/** What ad platforms claim of a period, on the days of their accounts; nothing of those that say nothing. */
export function claimsOf(context: MeasureContext, period: Period): Promise<readonly Claim[]> {
  return recallRows(
    context,
    sql<Claim>`
    select channel_id as "channelId", campaign_id as "campaignId", trim_scale(sum(conversions))::text as claimed
    from (${adSpendRows(context, period)}) a
    where conversions is not null
    group by 1, 2 order by 1, 2`,
  );
}
