import { type RawBuilder, sql } from 'kysely';
import { amongCustomers, hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import { keptPromise } from '../delivery-rows.ts';
import type { Question } from '../figure.ts';
import { recallRows } from '../recall.ts';

type Sql = RawBuilder<unknown>;
export type SurveyKind = 'REVIEW' | 'NPS' | 'CES' | 'CSAT';

/** The scale of a survey `a` as its vendor has it. */
const scale = sql`trim_scale(a.scale_min)::text || '-' || trim_scale(a.scale_max)::text`;

/**
 * Answers with a score, on the day they came. `rank` is the place of the score on its scale, from 0 to 1; `next_day` that of
 * the same person's next answer to the same survey, null after the last and for the anonymous.
 */
export function answerRows(kind: SurveyKind, context: MeasureContext, question: Question): Sql {
  return surveyRows(context, question, {
    at: sql`a.answered_at`,
    where: sql`a.kind = ${kind} and a.score is not null`,
    columns: sql`a.score, (a.score - a.scale_min) / nullif(a.scale_max - a.scale_min, 0) as rank, ${scale} as scale,
      case when i.customer_id is not null then lead((a.answered_at at time zone ${context.workspace.timeZone})::date) over (
        partition by i.customer_id, a.source_id, a.stream order by a.answered_at, a.id) end as next_day`,
  });
}

/** Surveys that were sent, on the day they were; `answered` tells whether a score came back by the as-of day. */
export function askedRows(context: MeasureContext, question: Question): Sql {
  const { asOf, workspace } = context;
  return surveyRows(context, question, {
    at: sql`a.sent_at`,
    where: sql`true`,
    columns: sql`coalesce(a.score is not null
      and a.answered_at < (${asOf}::date + 1)::timestamp at time zone ${workspace.timeZone}, false) as answered`,
  });
}

/**
 * Surveys on a day of theirs, with what they can be broken down by. One about an order is ON_TIME where all of the order's
 * deliveries kept their promise, LATE where one did not; by product it is about the product that it names, else about every
 * product of its order.
 */
function surveyRows(
  context: MeasureContext,
  question: Question,
  { at, where, columns }: { at: Sql; where: Sql; columns: Sql },
): Sql {
  const { from, to } = hull(context, question);
  const { id, timeZone } = context.workspace;
  const rows = sql`
    select a.source_id, a.stream, a.kind as survey, a.order_id, a.product_id as named_id, i.customer_id, i.country, o.sales_channel,
      (${at} at time zone ${timeZone})::date as day, p.punctuality, ${columns}
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
    where a.workspace_id = ${id} and ${where}
      and ${at} >= ${from}::date::timestamp at time zone ${timeZone}
      and ${at} < (${to}::date + 1)::timestamp at time zone ${timeZone}
      and ${amongCustomers(question.customers, sql`i.customer_id`)}`;
  if (question.by !== 'product') return rows;
  return sql`
    select s.*, coalesce(s.named_id, l.product_id) as product_id from (${rows}) s
    left join (select distinct order_id, product_id from order_lines where workspace_id = ${id}) l
      on s.named_id is null and l.order_id = s.order_id`;
}

/** The day of the first answer of a kind. */
export async function firstAnswer(kind: SurveyKind, context: MeasureContext): Promise<string | null> {
  return firstDay(context, sql`min(answered_at) filter (where kind = ${kind})`);
}

/** The day on which a survey was first sent. */
export async function firstAsked(context: MeasureContext): Promise<string | null> {
  return firstDay(context, sql`min(sent_at)`);
}

async function firstDay(context: MeasureContext, first: Sql): Promise<string | null> {
  const { workspace } = context;
  const rows = await recallRows(
    context,
    sql<{ day: string | null }>`
    select (${first} at time zone ${workspace.timeZone})::date as day from survey_answers
    where workspace_id = ${workspace.id}`,
  );
  return rows[0]?.day ?? null;
}
