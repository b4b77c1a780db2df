import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { keptPromise } from '../delivery-rows.ts';
import type { Question } from '../figure.ts';
import { recallRows } from '../recall.ts';

export type SurveyKind = 'REVIEW' | 'NPS' | 'CES' | 'CSAT';

/**
 * Answers with a score, on the day they came. `rank` is the place of the score on its scale, from 0 to 1. An answer to an
 * order is ON_TIME where all of the order's deliveries kept their promise, LATE where one did not.
 */
export function answerRows(kind: SurveyKind, context: MeasureContext, question: Question): RawBuilder<unknown> {
  const { from, to } = hull(context, question);
  const { id, timeZone } = context.workspace;
  return sql`
    select a.source_id, a.stream, i.customer_id, i.country, (a.answered_at at time zone ${timeZone})::date as day,
      a.score, (a.score - a.scale_min) / nullif(a.scale_max - a.scale_min, 0) as rank, p.punctuality,
      a.scale_min::text || '-' || a.scale_max::text as scale
    from survey_answers a
    left join orders o on o.workspace_id = a.workspace_id and o.id = a.order_id
    left join identities i on i.workspace_id = a.workspace_id and i.id = coalesce(a.identity_id, o.identity_id)
    left join (
      select d.order_id, case when bool_and(${keptPromise(context, question.options.punctuality)})
        then 'ON_TIME' else 'LATE' end as punctuality
      from deliveries d
      where d.workspace_id = ${id} and d.delivered_at is not null and d.promised_at is not null
      group by d.order_id
    ) p on p.order_id = a.order_id
    where a.workspace_id = ${id} and a.kind = ${kind} and a.score is not null
      and a.answered_at >= ${from}::date::timestamp at time zone ${timeZone}
      and a.answered_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
      and ${amongCustomers(question.customers, sql`i.customer_id`)}`;
}

/** The day of the first answer of a kind. */
export async function firstAnswer(kind: SurveyKind, context: MeasureContext): Promise<string | null> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select (min(answered_at) at time zone ${workspace.timeZone})::date as day from survey_answers
    where workspace_id = ${workspace.id} and kind = ${kind}`,
  );
  return rows[0]?.day ?? null;
}
