import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { customersWhere } from '../filter-sql.ts';
import { wilson } from '../math.ts';
import type { NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import type { Match } from './classify.ts';
import { firstOrdersByConsent, orderWays, touchesByMatch, touchesIn, unmatchedCampaigns } from './sql.ts';

/** A share of a count with its 95 % Wilson interval. */
export interface Share {
  part: number;
  whole: number;
  share: number | null;
  low: number | null;
  high: number | null;
  reason: NullReason | null;
}

export const adConsents = ['GRANTED', 'REFUSED', 'UNKNOWN'] as const;

export interface UnmatchedCampaign {
  utmCampaign: string;
  utmSource: string | null;
  utmMedium: string | null;
  channelId: string;
  touches: number;
  orders: number;
  lastDay: string;
}

export interface TouchCoverage {
  firstOrders: Share;
  orders: Share;
  /** First orders with a known touch, by what their customers last said of tracking for ads. */
  byConsent: { consent: (typeof adConsents)[number]; coverage: Share }[];
  /** What told the channels, most touches first. */
  matches: { matchedOn: Match; touches: number; origins: number }[];
  /** Touches that belong neither to a person nor to an order. */
  ofNobody: Share;
  provenance: Provenance;
}

const method = {
  method: 'touch-coverage@1',
  formula:
    'Orders with a touch that belongs to their customer since the purchase before, or that names the order, however long ago / orders. ' +
    'First orders are first purchases, all orders every valid one. Consent is the newest word of the customer on ADS by the as-of day. ' +
    'Touches count on their own day, each by itself, repeats within a session too.',
};

/** How much is known of where orders of a period came from; consent is as of the context's day. */
export async function touchCoverage(
  context: MeasureContext,
  { period, filter }: { period: Period; filter?: CustomerFilter },
): Promise<TouchCoverage> {
  const customers = filter ? await customersWhere(context, filter) : null;
  const ways = orderWays(context, { spans: [period], customers });
  const touches = touchesIn(context, period);
  const [orders] = await recallRows(
    context,
    sql<{ first: number; firstKnown: number; all: number; known: number }>`
    select (count(*) filter (where sequence = 1))::int as first, (count(*) filter (where sequence = 1 and known))::int as "firstKnown",
      count(*)::int as all, (count(*) filter (where known))::int as known
    from (${ways}) w`,
  );
  const consents = await recallRows(
    context,
    sql<{ state: string; orders: number; known: number }>`${firstOrdersByConsent(context, ways)}`,
  );
  const matched = await recallRows(
    context,
    sql<{ matched: Match | null; touches: number; origins: number }>`${touchesByMatch(context, touches)}`,
  );
  const nobody = matched.find((row) => row.matched === null)?.touches ?? 0;
  const everybody = matched.reduce((sum, row) => sum + row.touches, 0);
  return {
    firstOrders: shareOf(orders!.firstKnown, orders!.first),
    orders: shareOf(orders!.known, orders!.all),
    byConsent: adConsents.map((consent) => {
      const found = consents.find(({ state }) => state === consent);
      return { consent, coverage: shareOf(found?.known ?? 0, found?.orders ?? 0) };
    }),
    matches: matched
      .flatMap(({ matched: on, ...counts }) => (on === null ? [] : [{ matchedOn: on, ...counts }]))
      .toSorted((one, other) => other.touches - one.touches || (one.matchedOn < other.matchedOn ? -1 : 1)),
    ofNobody: shareOf(nobody, everybody),
    provenance: await provenanceOf(
      context,
      method,
      sql`select source_id, stream from (${ways}) w union all select source_id, stream from (${touches}) t`,
      filter ? ['The filter chooses customers and their orders; touches and campaigns are those of all.'] : [],
    ),
  };
}

/** The utm_campaign values of a period's touches that name no campaign of any source, most touches first. */
export function campaignsUnmatched(context: MeasureContext, period: Period): Promise<readonly UnmatchedCampaign[]> {
  return recallRows(context, sql<UnmatchedCampaign>`${unmatchedCampaigns(context, touchesIn(context, period))}`);
}

function shareOf(part: number, whole: number): Share {
  if (whole === 0) return { part, whole, share: null, low: null, high: null, reason: 'NO_DENOMINATOR' };
  return { part, whole, share: part / whole, ...wilson(part, whole), reason: null };
}
