import { Decimal } from 'decimal.js';
import { type RawBuilder, sql } from 'kysely';
import { adSpendRows } from '../ad-spend-rows.ts';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { customersWhere } from '../filter-sql.ts';
import type { Base, NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { creditCells } from './cells.ts';
import { type AttributedChannel, channelsOf, claimedIn } from './channels.ts';
import { claimsOf } from './claims.ts';
import { type AttributionModel, type AttributionReach, reachOf } from './credits.ts';
import { type Asked, type OrdersAsked, askedOrders, journeysOf } from './sql.ts';
import { attributedIsNotIncremental, claimsAreTheirs, inWords } from './words.ts';

export interface AttributionQuery {
  period: Period;
  /** At least one. */
  models: readonly AttributionModel[];
  reach: AttributionReach;
  orders: OrdersAsked;
  base: Base;
  filter?: CustomerFilter;
}

/** How orders, and what they brought, are shared among channels and campaigns, model beside model. */
export interface Attribution {
  /** Orders shared out. */
  orders: number;
  /** What they brought, in the workspace's currency, rounded to its smallest unit: every model adds up to it. */
  revenue: string | null;
  reason: NullReason | null;
  /** Conversions of the period that ad platforms claim, exact decimal text; null where none says. */
  claimed: string | null;
  /** The first model's largest first; what no touch is known of comes last. */
  channels: AttributedChannel[];
  provenance: () => Promise<Provenance>;
}

/** Sets models side by side over the orders of a period. Fails with BAD_INPUT where something is wrong with the filter. */
export async function attribution(context: MeasureContext, query: AttributionQuery): Promise<Attribution> {
  const { period, models, orders, base, filter, reach } = query;
  const asked = { period, orders, customers: filter ? await customersWhere(context, filter) : null };
  const found = await creditCells(context, asked, { models, reach, base });
  const claims = await claimsOf(context, period);
  const digits = smallestUnit(context.workspace.currency);
  const whenUnknown = base === 'CM1' ? 'COST_UNKNOWN' : 'NO_RATE';
  const { totals } = found;
  const known = totals.unknown === 0;
  const channels = channelsOf(found, claims, { models, digits, whenUnknown });
  const nowhere = channels.find(({ channelId }) => channelId === null)?.credits[0]!.orders ?? '0';
  return {
    orders: totals.orders,
    revenue: known ? new Decimal(totals.amount).toFixed(digits) : null,
    reason: known ? null : whenUnknown,
    claimed: claimedIn(claims),
    channels,
    provenance: () =>
      provenanceOf(
        context,
        { method: 'attribution@1', formula: inWords(models, reach, orders) },
        fed(context, asked, reach),
        [
          attributedIsNotIncremental,
          ...(nowhere === '0' ? [] : [`No touch is known of ${nowhere} of ${totals.orders} orders: UNATTRIBUTED.`]),
          ...(claims.length > 0 ? [claimsAreTheirs] : []),
        ],
      ),
  };
}

/** Orders, the touches on the way to them, and the days of ads for which conversions are claimed. */
function fed(context: MeasureContext, asked: Asked, reach: AttributionReach): RawBuilder<unknown> {
  const orders = askedOrders(context, asked, sql`f.source_id`, sql`f.stream`);
  return sql`
    select source_id, stream from (${orders}) o
    union all
    select t.source_id, t.stream from (${journeysOf(context, askedOrders(context, asked), reachOf(reach))}) j
    join touch_facts t on t.workspace_id = ${context.workspace.id} and t.touch_id = j.touch_id
    union all
    select source_id, stream from (${adSpendRows(context, asked.period)}) a where conversions is not null`;
}

/** Decimals of a currency. */
function smallestUnit(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
