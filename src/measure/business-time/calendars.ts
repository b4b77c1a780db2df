import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Schedule } from '../../model/calendar.ts';

/** Opening hours over time, under the name that CPIs call them by. */
export interface Calendar {
  name: string;
  /** The source that tells of it; null for one of the workspace's own. */
  sourceId: string | null;
  /** By the day from which they hold. */
  schedules: Schedule[];
}

/**
 * The calendars of a workspace, by name: its own, and those of sources, whose rows of one name are one calendar. One of its
 * own stands in for a source's; where several sources use the same name, theirs are called "name (source)".
 */
export async function listCalendars(em: SqlEntityManager, workspaceId: string): Promise<Calendar[]> {
  const { rows } = await sql<Calendar>`
    with told as (
      select c.name, c.source_id, s.name as source, count(*) over (partition by c.name) > 1 as shared, c.schedules from (
        select name, source_id, jsonb_agg(jsonb_build_object('timeZone', time_zone, 'hours', hours,
          'holidays', holidays, 'validFrom', valid_from, 'validTo', valid_to)
          order by valid_from nulls first, id) as schedules
        from business_calendars where workspace_id = ${workspaceId} group by name, source_id
      ) c join sources s on s.workspace_id = ${workspaceId} and s.id = c.source_id
    ), named as (
      select case when shared then name || ' (' || source || ')' else name end as name, source_id, schedules from told
      union all
      select name, null, schedules from own_calendars where workspace_id = ${workspaceId}
    )
    select distinct on (name) name, source_id as "sourceId", schedules from named
    order by name, source_id nulls first`.execute(em.getKysely());
  return rows;
}
