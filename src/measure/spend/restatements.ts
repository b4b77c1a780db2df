import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { spendVersions } from '../ad-spend-rows.ts';
import { type MeasureContext, throughAllData } from '../context.ts';
import type { NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { converted, joinRates } from '../rates.ts';
import { recallRows } from '../recall.ts';

/** What a campaign spent on a day, as it was first told and as it is told now; in the workspace's currency. */
export interface Restatement {
  /** Null for the total. */
  day: string | null;
  campaignId: string | null;
  firstTold: string | null;
  now: string | null;
  /** How much more it is now. */
  change: string | null;
  reason: NullReason | null;
  /** When it was told first, the day being over. */
  firstToldAt: Date | null;
  /** When it last changed: it has been final since, so far. */
  changedAt: Date | null;
}

export interface Restatements {
  total: Restatement;
  /** Days and campaigns that were restated, the latest day first. */
  restated: Restatement[];
  provenance: Provenance;
}

type Row = Restatement & { whole: boolean; unknown: number };

const description = {
  method: 'ad-spend-restatements@1',
  formula:
    'First told: what a source had told of a day one day after it was over, or with its first reading, whichever came later; ' +
    'a row that came later counts 0. Now: what is told now; a row that is gone counts 0. Change: now − first told, both at ' +
    'the day’s exchange rate.',
};

/** How much ad platforms restated the days of a period since they first told of them. */
export async function adSpendRestatements(asked: MeasureContext, period: Period): Promise<Restatements> {
  const context = throughAllData(asked);
  const { workspace } = context;
  const versions = spendVersions(workspace.id, sql`day between ${period.from}::date and ${period.to}::date`);
  const firstTold = sql`
    select source_id, day, greatest(max(seen_at) filter (where run_id = first_run),
      (day + 2)::timestamp at time zone ${workspace.timeZone}) as told_at
    from (
      select *, first_value(run_id) over (partition by source_id, day order by seen_at) as first_run from (${versions}) v
    ) runs group by source_id, day`;
  const each = sql`
    select v.ad_spend_id, v.day, min(v.source_id::text)::uuid as source_id, min(v.stream) as stream,
      (array_agg(coalesce(v.campaign_id, s.campaign_id) order by v.seen_at desc))[1] as campaign_id,
      max(v.currency) as currency,
      coalesce((array_agg(v.spend order by v.seen_at desc) filter (where v.seen_at <= t.told_at))[1], 0) as first_told,
      coalesce(max(v.last_spend), 0) as now, min(t.told_at) as told_at, max(v.seen_at) as changed_at
    from (${versions}) v
    join (${firstTold}) t on t.source_id = v.source_id and t.day = v.day
    left join ad_sets s on s.workspace_id = ${workspace.id} and s.id = v.ad_set_id
    group by v.ad_spend_id, v.day`;
  const home = (amount: string) => converted(workspace, sql.ref(amount), sql`e.currency`);
  const rows = await recallRows(
    context,
    sql<Row>`
    select * from (
      select grouping(day) = 1 as whole, day, campaign_id as "campaignId", sum(first_told) as "firstTold", sum(now) as now,
        sum(now - first_told) as change, (count(*) - count(now))::int as unknown, min(told_at) as "firstToldAt",
        max(changed_at) as "changedAt", bool_or(moved) as moved
      from (
        select e.day, e.campaign_id, e.told_at, e.changed_at, e.first_told <> e.now as moved,
          ${home('e.first_told')} as first_told, ${home('e.now')} as now
        from (${each}) e
        ${joinRates(workspace, sql`select currency, day from (${each}) n`, sql`e.currency`, sql`e.day`)}
      ) told
      group by grouping sets ((), (day, campaign_id))
    ) grouped where whole or moved
    order by day desc, change desc, "campaignId"`,
  );
  const told = rows.map(({ whole, unknown, ...row }) => {
    const reason: NullReason | null = unknown > 0 ? 'NO_RATE' : row.now === null ? 'NO_DATA' : null;
    const amounts = reason ? { firstTold: null, now: null, change: null } : {};
    return { whole, ...row, ...amounts, reason };
  });
  return {
    total: told.find(({ whole }) => whole)!,
    restated: told.filter(({ whole }) => !whole),
    provenance: await provenanceOf(context, description, versions, await adSpendNotes(context, period)),
  };
}
