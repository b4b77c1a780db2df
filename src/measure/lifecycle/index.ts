import { sql } from 'kysely';
import { DateTime } from 'luxon';
import type { MeasureContext } from '../context.ts';
import { readThresholds, vipShare } from '../customer-states.ts';
import type { Provenance } from '../metric.ts';
import { movements } from '../movements.ts';
import { addDays, daysBetween } from '../period.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { type LifeDay, stageHistory } from './math.ts';
import type { LifecycleStage } from './stages.ts';

export interface StageChange {
  stage: LifecycleStage;
  /** The day it began; null where nothing says when the customer was first seen. */
  day: string | null;
}

export interface Lifecycle {
  stage: LifecycleStage;
  since: string | null;
  /** Oldest first, ending with the present stage. */
  history: StageChange[];
}

interface LifeRow {
  id: string;
  firstSeenAt: Date | null;
  /** Days of purchases and returns, oldest first, with the purchases of each and what it added to net sales. */
  days: string[] | null;
  orders: number[];
  values: (string | null)[];
}

const epoch = '1970-01-01';

/** The life of each customer of a page. A VIP is one of today's measure throughout: history is not re-ranked. */
export async function lifecycles(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, Lifecycle>> {
  const { em, workspace } = context;
  const { vip } = await readThresholds(context);
  const { rows } = await sql<LifeRow>`
    select c.id, c.first_seen_at as "firstSeenAt", p.days, p.orders, p.values
    from customers c
    left join (
      select d.customer_id, array_agg(d.day::text order by d.day) as days, array_agg(d.orders order by d.day) as orders,
        array_agg(d.value::text order by d.day) as values
      from (
        select customer_id, day, (count(*) filter (where purchase))::int as orders,
          case when count(*) = count(value) then sum(value) end as value
        from (${movements(context)}) m where customer_id = any (${customerIds}::uuid[])
        group by customer_id, day
      ) d group by d.customer_id
    ) p on p.customer_id = c.id
    where c.workspace_id = ${workspace.id} and c.id = any (${customerIds}::uuid[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.id, lifeOf(context, row, vip)]));
}

function lifeOf({ workspace, asOf }: MeasureContext, row: LifeRow, vip: string | null): Lifecycle {
  const days = (row.days ?? []).map((day, index): LifeDay => {
    return { day: daysBetween(epoch, day), orders: row.orders[index]!, value: exact(row.values[index] ?? null) };
  });
  const rules = { ...workspace, vipValue: vip === null ? null : exact(vip) };
  const changes = stageHistory(days, rules, daysBetween(epoch, asOf));
  const history: StageChange[] = changes.map(({ day, stage }) => ({ stage, day: addDays(epoch, day) }));
  const seen = row.firstSeenAt && DateTime.fromJSDate(row.firstSeenAt, { zone: workspace.timeZone }).toISODate();
  if (!history[0] || (seen && seen < history[0].day!)) history.unshift({ stage: 'PROSPECT', day: seen });
  const { stage, day } = history.at(-1)!;
  return { stage, since: day, history };
}

/** An amount in whole millionths, so that sums compare exactly; NaN where it is unknown. */
function exact(amount: string | null): number {
  return amount === null ? Number.NaN : Math.round(Number(amount) * 1e6);
}

/** The rules of the stages, as this workspace has set them. */
export async function lifecycleProvenance(context: MeasureContext): Promise<Provenance> {
  const { churnAfterDays, newForDays, loyalAfterOrders } = context.workspace;
  const formula =
    `The first that holds at the end of the day: PROSPECT without a purchase; CHURNED ${churnAfterDays} days or more after ` +
    `the last one; NEW less than ${newForDays} days after the first; AT_RISK after half of the silence that counts as ` +
    `churned; WON_BACK where the last purchase ended a silence of more than ${churnAfterDays} days; VIP with ` +
    `${loyalAfterOrders} or more purchases and net sales among the top ${vipShare * 100} % of those who are LOYAL; LOYAL with ` +
    `${loyalAfterOrders} or more purchases; ACTIVE with purchases on two or more days; else ONE_TIME. In a history the ` +
    'limit of VIPs is today’s.';
  return provenanceOf(context, { method: 'lifecycle-rules@1', formula }, ordersUpToNow(context));
}
