import { type RawBuilder, sql } from 'kysely';
import { Segment } from '../../model/segment.ts';
import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import { asked } from '../filter-sql.ts';
import { describeFilter } from '../filter-words.ts';
import { plainFilter } from '../plain-filter.ts';
import { builtInSegments, type SegmentDefinition } from './built-in.ts';
import { recallRows } from '../recall.ts';

/** Built-in segments first, then saved ones by name. */
export async function listSegments({ em, workspace }: MeasureContext): Promise<SegmentDefinition[]> {
  const rows = await em.find(Segment, { workspaceId: workspace.id }, { orderBy: { name: 'asc', id: 'asc' } });
  const saved = rows.map(({ id, name, filter }) => ({ id, name, filter: filter as CustomerFilter | null }));
  const names = new Map([...builtInSegments, ...saved].map(({ id, name }) => [id, name]));
  return [
    ...builtInSegments,
    ...saved.map(({ id, name, filter }) => {
      const description = filter ? describeFilter(filter, (other) => names.get(other)) : 'A list of chosen customers.';
      return { id, name, description, filter, builtIn: false };
    }),
  ];
}

/** A segment by id; null where there is none. */
export async function findSegment(context: MeasureContext, id: string): Promise<SegmentDefinition | null> {
  return (await listSegments(context)).find((segment) => segment.id === id) ?? null;
}

/** Filters in words that name the segments they refer to. */
export async function inWords(context: MeasureContext, filters: readonly CustomerFilter[]): Promise<string[]> {
  const names = new Map((await listSegments(context)).map(({ id, name }) => [id, name]));
  return filters.map((filter) => describeFilter(filter, (id) => names.get(id)));
}

/** What finds the customers of a segment. */
export const filterOf = ({ id, filter }: SegmentDefinition): CustomerFilter => filter ?? { segment: id };

/** How many customers are in each, in the order asked. */
export async function segmentSizes(context: MeasureContext, segments: readonly SegmentDefinition[]): Promise<number[]> {
  return filterSizes(context, segments.map(filterOf));
}

/** How many customers each filter finds, in the order asked. */
export async function filterSizes(context: MeasureContext, filters: readonly CustomerFilter[]): Promise<number[]> {
  if (filters.length === 0) return [];
  const { states, conditions } = await asked(context, filters);
  const sizes = filters.map((_, index) => sql`count(*) filter (where m.member[${index + 1}::int])`);
  // "offset 0" has the conditions asked row by row before they are counted: only then are their look-ups hashed.
  const rows = await recallRows(
    context,
    sql<{ sizes: number[] }>`
    select array[${sql.join(sizes)}]::int[] as sizes from (
      select array[${sql.join(conditions)}] as member from (${states}) c offset 0
    ) m`,
  );
  return rows[0]!.sizes;
}

/** Statement with one row (customer_id, segment_id, segment) for each segment that a customer is in on the as-of day. */
export async function memberships(context: MeasureContext): Promise<RawBuilder<unknown>> {
  const segments = await listSegments(context);
  const { states, conditions } = await asked(context, segments.map(filterOf));
  return sql`
    select m.customer_id, s.id as segment_id, s.name as segment
    from (select c.customer_id, array[${sql.join(conditions)}] as member from (${states}) c offset 0) m
    join unnest(${segments.map(({ id }) => id)}::text[], ${segments.map(({ name }) => name)}::text[])
      with ordinality as s (id, name, place) on m.member[s.place]`;
}

/** The segments that each customer of a page is in. */
export async function segmentsOf(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, SegmentDefinition[]>> {
  const segments = await listSegments(context);
  const { states, conditions } = await asked(context, segments.map(filterOf), customerIds);
  const { rows } = await sql<{ id: string; member: boolean[] }>`
    select customer_id as id, array[${sql.join(conditions)}] as member
    from (${states}) c`.execute(context.em.getKysely());
  return new Map(rows.map(({ id, member }) => [id, segments.filter((_, index) => member[index])]));
}

/** Those among the segments whose filters refer to one, which would lose their meaning without it. */
export function usersOf(segments: readonly SegmentDefinition[], id: string): SegmentDefinition[] {
  return segments.filter(({ filter }) => filter && refersTo(filter, id));
}

const refersTo = ({ segment, all = [], any = [], not }: CustomerFilter, id: string): boolean =>
  segment === id || [...all, ...any, ...(not ? [not] : [])].some((part) => refersTo(part, id));

/** Fails with BAD_INPUT where a filter cannot be saved under `id`: it is malformed or leads back to itself. */
export async function checkSegmentFilter(
  context: MeasureContext,
  filter: CustomerFilter,
  id: string | null,
): Promise<void> {
  await plainFilter(context, filter, id === null ? [] : [id]);
}

export type { SegmentDefinition };
