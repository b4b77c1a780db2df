import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { adSpendRows } from '../ad-spend-rows.ts';
import { type MeasureContext, throughAllData } from '../context.ts';
import { wilson } from '../math.ts';
import type { NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import { firstSpend } from './sql.ts';

export const spendLevels = ['CHANNEL', 'CAMPAIGN', 'AD_SET', 'AD'] as const;
export type SpendLevel = (typeof spendLevels)[number];

export interface SpendQuery {
  /** Null for what was reported without a day. */
  period: Period | null;
  level: SpendLevel;
  /** Only what is of this campaign. */
  campaignId?: string | null;
  /** The day by whose end it had been told so. */
  knownOn?: string | null;
}

/** What ads cost and did; amounts in the workspace's currency, counts as far as the platforms tell them for every row. */
export interface SpendFigures {
  spend: string | null;
  reason: NullReason | null;
  impressions: string | null;
  clicks: string | null;
  costPerClick: string | null;
  costPerThousandImpressions: string | null;
  /** Clicks / impressions, with its 95 % interval. */
  clickRate: { value: number; low: number; high: number } | null;
  /** As the platform claims them. */
  claimedConversions: string | null;
  costPerClaimedConversion: string | null;
}

/** One channel, campaign, ad set or ad; what is above it is named too, what a row does not say is null. */
export interface SpendGroup extends SpendFigures {
  channelId: string | null;
  campaignId: string | null;
  adSetId: string | null;
  adSet: string | null;
  ad: string | null;
}

export interface SpendByLevel {
  total: SpendFigures;
  groups: SpendGroup[];
  provenance: Provenance;
}

type Row = Omit<SpendGroup, 'clickRate' | 'reason'> & { whole: boolean; rows: number; unknown: number };

const description = {
  method: 'ad-spend-by-level@1',
  formula:
    'Sums of what the ad platforms report for the days of their accounts, at each day’s exchange rate. Cost per click: spend / ' +
    'clicks; per thousand impressions: 1000 × spend / impressions; click rate: clicks / impressions; cost per claimed ' +
    'conversion: spend / the conversions that the platform claims for itself, which is no CAC. A count that a platform does ' +
    'not tell for every row is unknown.',
};

/** Ad spend by channel, campaign, ad set or ad, the largest spend first. */
export async function spendByLevel(asked: MeasureContext, query: SpendQuery): Promise<SpendByLevel> {
  const context = throughAllData(asked);
  const { level, campaignId = null } = query;
  const fed = adSpendRows(context, query.period ?? 'UNDATED', query.knownOn);
  const chosen = sql`select * from (${fed}) f where ${campaignId}::uuid is null or f.campaign_id = ${campaignId}::uuid`;
  const keys = ['channel_id', 'campaign_id', 'ad_set_id', 'ad'].slice(0, spendLevels.indexOf(level) + 1);
  const by = sql.join(keys.map((key) => sql.ref(key)));
  const key = (name: string) => (keys.includes(name) ? sql.ref(`g.${name}`) : sql`null::text`);
  const known = (column: string) =>
    sql`case when count(*) = count(${sql.ref(column)}) then sum(${sql.ref(column)}) end`;
  const per = (count: string, times = 1) =>
    sql`trim_scale(round(${times}::int * spend / nullif(${sql.ref(`g.${count}`)}, 0), 6))`;
  const rows = await recallRows(
    context,
    sql<Row>`
    select g.whole, ${key('channel_id')} as "channelId", ${key('campaign_id')} as "campaignId",
      ${key('ad_set_id')} as "adSetId", s.name as "adSet", ${key('ad')} as ad, g.rows::int, g.unknown::int,
      g.spend, g.impressions, g.clicks, g.conversions as "claimedConversions", ${per('clicks')} as "costPerClick",
      ${per('impressions', 1000)} as "costPerThousandImpressions", ${per('conversions')} as "costPerClaimedConversion"
    from (
      select grouping(channel_id) = 1 as whole, ${by}, count(*) as rows, count(*) - count(spend) as unknown,
        ${known('spend')} as spend, ${known('impressions')} as impressions, ${known('clicks')} as clicks,
        ${known('conversions')} as conversions
      from (${chosen}) f group by grouping sets ((), (${by}))
    ) g
    left join ad_sets s on s.workspace_id = ${context.workspace.id} and s.id = ${keys.includes('ad_set_id') ? sql`g.ad_set_id` : sql`null`}
    order by g.spend desc nulls last, ${sql.join(keys.map(key))}`,
  );
  const nothing = (await wasRead(context, query.period)) ? zero : { reason: 'NO_DATA' as const };
  const figures = rows.map(({ whole, rows: count, unknown, ...row }) => ({
    whole,
    ...row,
    ...(count === 0 ? { clickRate: null, ...nothing } : derived(row, unknown)),
  }));
  const notes = await adSpendNotes(context, query.period);
  return {
    total: figures.find(({ whole }) => whole)!,
    groups: figures.filter(({ whole }) => !whole),
    provenance: await provenanceOf(context, description, chosen, notes),
  };
}

const zero = { spend: '0', impressions: '0', clicks: '0', claimedConversions: '0', reason: null };

/** Whether days without a row are days on which nothing was spent. */
async function wasRead(context: MeasureContext, period: Period | null): Promise<boolean> {
  const first = await firstSpend(context);
  return period !== null && first !== null && first <= period.to && period.from <= context.asOf;
}

function derived(row: Pick<Row, 'clicks' | 'impressions'>, unknown: number) {
  const [clicks, impressions] = [Number(row.clicks ?? 0), Number(row.impressions ?? 0)];
  const rated = row.clicks !== null && impressions > 0 && clicks <= impressions;
  const reason: NullReason | null = unknown > 0 ? 'NO_RATE' : null;
  return { reason, clickRate: rated ? { value: clicks / impressions, ...wilson(clicks, impressions) } : null };
}
