import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { customerStates } from '../customer-states.ts';
import type { Provenance } from '../metric.ts';
import { ordersUpToNow, provenanceOf } from '../provenance.ts';
import { recallRows } from '../recall.ts';
import type { RfmGroup } from './groups.ts';

/** Customers whom a source puts into one of its groups, and the figures into one of theirs. */
export interface ComparedGroup {
  sourceId: string;
  /** In the source's own words. */
  sourceGroup: string;
  /** Null where no purchase of theirs is known. */
  group: RfmGroup | null;
  customers: number;
  /** Of the source's group: these add up to 1. */
  share: number;
}

/** The groups of a source beside those that are worked out here. */
export interface GroupComparison {
  sourceId: string;
  customers: number;
  /** Share of the customers who are in the group in which most of their source's group are: 1 where theirs tells ours. */
  agreement: number;
  groups: ComparedGroup[];
}

/** One comparison for each source that puts its customers into groups; these are of today. */
export async function compareGroups(context: MeasureContext): Promise<GroupComparison[]> {
  const rows = await recallRows(
    context,
    sql<ComparedGroup>`
    select found.*, found.customers::float8 / sum(found.customers) over (partition by "sourceId", "sourceGroup") as share
    from (
      select i.source_id as "sourceId", i.source_group as "sourceGroup", s.rfm_group as "group", count(*)::int as customers
      from identities i join (${await customerStates(context)}) s on s.customer_id = i.customer_id
      where i.workspace_id = ${context.workspace.id} and i.source_group is not null group by 1, 2, 3
    ) found order by "sourceId", "sourceGroup", found.customers desc, found."group"`,
  );
  const sources = Map.groupBy(rows, ({ sourceId }) => sourceId);
  return [...sources].map(([sourceId, groups]) => {
    const customers = groups.reduce((sum, group) => sum + group.customers, 0);
    const most = new Map<string, number>();
    for (const { sourceGroup, customers: count } of groups)
      most.set(sourceGroup, Math.max(count, most.get(sourceGroup) ?? 0));
    const agreeing = [...most.values()].reduce((sum, count) => sum + count, 0);
    return { sourceId, customers, agreement: agreeing / customers, groups };
  });
}

export const comparisonProvenance = (context: MeasureContext): Promise<Provenance> =>
  provenanceOf(
    context,
    {
      method: 'source-groups@1',
      formula:
        'Customer records by the group that their source last told and the RFM group of their customer. agreement: of all of ' +
        'them those who are in the RFM group in which most of their source’s group are; names play no part in it.',
    },
    ordersUpToNow(context),
  );
