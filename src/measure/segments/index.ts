import { sql } from 'kysely';
import { Segment } from '../../model/segment.ts';
import type { MeasureContext } from '../context.ts';
import { customerStates } from '../customer-states.ts';
import type { CustomerFilter } from '../filter.ts';
import { conditionOf } from '../filter-sql.ts';
import { describeFilter } from '../filter-words.ts';
import { withoutSegments } from '../saved-segments.ts';
import { builtInSegments, type SegmentDefinition } from './built-in.ts';

/** Built-in segments first, then saved ones by name. */
export async function listSegments({ em, workspace }: MeasureContext): Promise<SegmentDefinition[]> {
  const saved = await em.find(Segment, { workspaceId: workspace.id }, { orderBy: { name: 'asc', id: 'asc' } });
  const names = new Map([...builtInSegments, ...saved].map(({ id, name }) => [id, name]));
  return [
    ...builtInSegments,
    ...saved.map(({ id, name, filter }) => {
      const described = describeFilter(filter as CustomerFilter, (other) => names.get(other));
      return { id, name, description: described, filter: filter as CustomerFilter, builtIn: false };
    }),
  ];
}

/** A segment by id; null where there is none. */
export async function findSegment(context: MeasureContext, id: string): Promise<SegmentDefinition | null> {
  return (await listSegments(context)).find((segment) => segment.id === id) ?? null;
}

/** How many customers are in each, in the order asked. */
export async function segmentSizes(context: MeasureContext, segments: readonly SegmentDefinition[]): Promise<number[]> {
  if (segments.length === 0) return [];
  const conditions = await Promise.all(segments.map(({ filter }) => conditionOf(context, filter)));
  const { rows } = await sql<{ sizes: number[] }>`
    select array[${sql.join(conditions.map((condition) => sql`count(*) filter (where ${condition})`))}]::int[] as sizes
    from (${await customerStates(context)}) c`.execute(context.em.getKysely());
  return rows[0]!.sizes;
}

/** The segments that each customer of a page is in. */
export async function segmentsOf(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, SegmentDefinition[]>> {
  const segments = await listSegments(context);
  const conditions = await Promise.all(segments.map(({ filter }) => conditionOf(context, filter)));
  const { rows } = await sql<{ id: string; member: boolean[] }>`
    select customer_id as id, array[${sql.join(conditions)}] as member
    from (${await customerStates(context)}) c
    where customer_id = any (${customerIds}::uuid[])`.execute(context.em.getKysely());
  return new Map(rows.map(({ id, member }) => [id, segments.filter((_, index) => member[index])]));
}

/** Fails with BAD_INPUT where a filter cannot be saved under `id`: it is malformed or leads back to itself. */
export async function checkSegmentFilter(
  context: MeasureContext,
  filter: CustomerFilter,
  id: string | null,
): Promise<void> {
  await withoutSegments(context, filter, id === null ? [] : [id]);
}

export type { SegmentDefinition };
