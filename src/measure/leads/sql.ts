import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Question } from '../figure.ts';
import { recallRows } from '../recall.ts';

/** The day on which a lead counts: that of the first contact, or of the deal where no contact is known. */
export type LeadDay = 'CONTACT' | 'DEAL';

/**
 * Leads by the day of their first contact, or those won by the day of the deal: (day, customer_id, country, origin,
 * lead_segment, won, days: from the first contact to the deal, early: won before the first contact, source_id, stream).
 * What happened after the as-of day is not known yet. Without a day a lead is in no period.
 */
export function leadRows(dated: LeadDay, context: MeasureContext, question: Question): RawBuilder<unknown> {
  const { from, to } = hull(context, question);
  const { id, timeZone } = context.workspace;
  const instant = dated === 'CONTACT' ? sql`coalesce(l.first_contact_at, l.won_at)` : sql`l.won_at`;
  return sql`
    select (${instant} at time zone ${timeZone})::date as day, i.customer_id, i.country, l.origin,
      l.segment as lead_segment, l.source_id, l.stream, coalesce(l.won_at < (${context.asOf}::date + 1)::timestamp
        at time zone ${timeZone}, l.status = 'WON') as won, coalesce(l.won_at < l.first_contact_at, false) as early,
      case when l.won_at >= l.first_contact_at then round(extract(epoch from l.won_at - l.first_contact_at) / 86400, 6) end
        as days
    from leads l
    left join identities i on i.workspace_id = l.workspace_id and i.id = l.identity_id
    where l.workspace_id = ${id} and ${amongCustomers(question.customers, sql`i.customer_id`)}
      and ${instant} >= ${from}::date::timestamp at time zone ${timeZone}
      and ${instant} < (${to}::date + 1)::timestamp at time zone ${timeZone}`;
}

/** How many of the deals asked for are dated before their first contact, and how many have none. */
export async function dealsWithoutDuration(
  context: MeasureContext,
  question: Question,
): Promise<{ early: number; unknown: number }> {
  const rows = await recallRows(
    context,
    sql<{ early: number; unknown: number }>`
    select (count(*) filter (where early))::int as early, (count(*) filter (where days is null and not early))::int as unknown
    from (${leadRows('DEAL', context, question)}) f`,
  );
  return rows[0]!;
}

/** The day of the first lead. */
export async function firstLead(context: MeasureContext): Promise<string | null> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select (min(coalesce(first_contact_at, won_at)) at time zone ${workspace.timeZone})::date as day from leads
    where workspace_id = ${workspace.id}`,
  );
  return rows[0]!.day;
}

/** How many leads have no day at all. */
export async function undatedLeads(context: MeasureContext): Promise<number> {
  const rows = await recallRows(
    context,
    sql<{ leads: number }>`
    select count(*)::int as leads from leads
    where workspace_id = ${context.workspace.id} and first_contact_at is null and won_at is null`,
  );
  return rows[0]!.leads;
}
