import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { count, table } from './table.ts';

/** Rejects of one stream that share a field and a reason. */
export interface RejectGroup {
  stream: string;
  field: string;
  reason: string;
  count: number;
  /** Where the first of them stand. */
  positions: string[];
  value: string | null;
}

/** What a source could not take, grouped by reason, the most frequent first; the first positions in the order of their lines. */
export async function rejectGroups(
  store: Store,
  workspaceId: string,
  sourceId: string,
  positions: number,
): Promise<RejectGroup[]> {
  const { rows } = await sql<RejectGroup>`
    select stream, field, reason, count(*)::int as count, min(value) as value,
      (array_agg(coalesce(position, key)
        order by length(coalesce(position, key)), coalesce(position, key)))[1:${positions}::int] as positions
    from rejects where workspace_id = ${workspaceId} and source_id = ${sourceId}
    group by stream, field, reason
    order by count desc, stream, field, reason`.execute(store.em().getKysely());
  return rows;
}

export function describeRejects(groups: readonly RejectGroup[]): string {
  return groups
    .map(({ field, reason, count: times, positions, value }) => {
      const said = value === null || value === '' ? '' : `, such as ${JSON.stringify(value.slice(0, 60))}`;
      const more = times > positions.length ? ', …' : '';
      return `  ${count(times)} × ${field ? `${field} ` : ''}${reason}${said}\n      ${positions.join(', ')}${more}`;
    })
    .join('\n');
}

export interface ReadCounts {
  stream: string;
  read: number;
  written: number;
  rejected: number;
  unreadable: number;
  repeated: number;
  error?: string;
}

export function describeCounts(counts: readonly ReadCounts[]): string {
  const rows = counts.map(({ stream, read, written, rejected, unreadable }) => [
    stream,
    read,
    written,
    Math.max(0, read - written - unreadable),
    rejected,
  ]);
  const repeated = counts
    .filter((each) => each.repeated > 0)
    .map(
      (each) =>
        `${each.stream}: ${count(each.repeated)} rows had the key of an earlier row, whose place they took. Is "key:" complete?`,
    );
  return [table(['file', 'read', 'new or changed', 'unchanged', 'rejected'], rows), ...repeated].join('\n');
}
