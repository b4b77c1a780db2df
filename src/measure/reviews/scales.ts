import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import type { SurveyKind } from './sql.ts';

export interface Scale {
  kind: SurveyKind;
  low: string;
  high: string;
  answers: number;
}

/** The scales that answers of a period were given on, as the vendors have them, the most used first. */
export async function readScales(context: MeasureContext, { from, to }: Period): Promise<readonly Scale[]> {
  const { id, timeZone } = context.workspace;
  return recallRows(
    context,
    sql<Scale>`
    select kind, trim_scale(scale_min)::text as low, trim_scale(scale_max)::text as high, count(*)::int as answers
    from survey_answers
    where workspace_id = ${id} and score is not null
      and answered_at >= ${from}::date::timestamp at time zone ${timeZone}
      and answered_at < (${to}::date + 1)::timestamp at time zone ${timeZone}
    group by kind, scale_min, scale_max order by 1, 4 desc, 2, 3`,
  );
}
