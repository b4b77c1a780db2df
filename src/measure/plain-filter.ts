import { type RawBuilder, sql } from 'kysely';
import { fail } from '../errors.ts';
import { Segment } from '../model/segment.ts';
import type { MeasureContext } from './context.ts';
import { listCpis } from './cpi/list.ts';
import { stateRows } from './cpi/states.ts';
import type { CustomerFilter, Times } from './filter.ts';
import { checkFilter } from './filter-check.ts';
import { builtInSegments } from './segments/built-in.ts';

/** A filter with all it refers to put in its place: no segment but a list, and every category with those below it. */
export type PlainFilter = Omit<CustomerFilter, 'segment' | 'all' | 'any' | 'not' | 'breach'> & {
  all?: PlainFilter[];
  any?: PlainFilter[];
  not?: PlainFilter;
  /** Id of a segment that is a list of customers. */
  list?: string;
  /** The rows of a CPI, as stateRows has them. */
  broken?: Times & { rows: RawBuilder<unknown> };
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The filter with the filters of its segments in their place; `within` are the segments it stands in. Fails with BAD_INPUT
 * for a malformed filter, a segment that does not exist, and one that leads back to itself.
 */
export async function plainFilter(
  context: MeasureContext,
  filter: CustomerFilter,
  within: readonly string[] = [],
  field = 'filter',
): Promise<PlainFilter> {
  checkFilter(filter, field);
  return replace(filter);

  async function replace({ segment, all, any, not, breach, ...conditions }: CustomerFilter): Promise<PlainFilter> {
    const [everyOf, oneOf, inverse] = await Promise.all([
      Promise.all((all ?? []).map(replace)),
      Promise.all((any ?? []).map(replace)),
      not ? replace(not) : null,
    ]);
    if (segment) everyOf.push(await resolve(segment));
    if (breach) everyOf.push(...(await promises(breach)));
    return {
      ...conditions,
      ...(conditions.boughtIn && { boughtIn: await withThoseBelow(context, conditions.boughtIn) }),
      ...(everyOf.length > 0 && { all: everyOf }),
      ...(oneOf.length > 0 && { any: oneOf }),
      ...(inverse && { not: inverse }),
    };
  }

  /** Those let down by a CPI, of the customers who count for it. */
  async function promises({ cpi: key, ...times }: NonNullable<CustomerFilter['breach']>): Promise<PlainFilter[]> {
    const place = `the CPI ${key}`;
    const at = `${field}.breach.cpi`;
    if (within.includes(place)) fail('BAD_INPUT', { field: at, reason: `leads back to ${place}` });
    const cpi = (await listCpis(context, { archived: true })).find(({ definition }) => definition.key === key);
    if (!cpi)
      return fail('BAD_INPUT', {
        field: at,
        reason: `is "${key}", and there is no such CPI; the query "cpis" lists them`,
      });
    const { customers } = cpi.definition;
    const counted = customers ? [await plainFilter(context, customers, [...within, place], field)] : [];
    return [{ broken: { ...times, rows: await stateRows(context, cpi) } }, ...counted];
  }

  async function resolve(id: string): Promise<PlainFilter> {
    if (within.includes(id))
      fail('BAD_INPUT', { field: `${field}.segment`, reason: `leads back to the segment ${id}` });
    const found = await segmentFilter(context, id);
    if (!found) {
      const reason = `is "${id}", and there is no such segment; the query "segments" lists them`;
      return fail('BAD_INPUT', { field: `${field}.segment`, reason });
    }
    return found === 'LIST' ? { list: id } : plainFilter(context, found, [...within, id], field);
  }
}

async function segmentFilter({ em, workspace }: MeasureContext, id: string): Promise<CustomerFilter | 'LIST' | null> {
  const builtIn = builtInSegments.find((segment) => segment.id === id);
  if (builtIn) return builtIn.filter;
  if (!uuid.test(id)) return null;
  const saved = await em.findOne(Segment, { workspaceId: workspace.id, id });
  return saved ? ((saved.filter as CustomerFilter | null) ?? 'LIST') : null;
}

/** Categories with all below them, however deep. */
async function withThoseBelow({ em, workspace }: MeasureContext, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; parentId: string }>`
    select id, parent_id as "parentId" from categories
    where workspace_id = ${workspace.id} and parent_id is not null`.execute(em.getKysely());
  const below = Map.groupBy(rows, ({ parentId }) => parentId);
  const found = new Set(ids);
  // A set is walked through with what is added on the way, and no category is walked twice.
  for (const id of found) for (const child of below.get(id) ?? []) found.add(child.id);
  return [...found];
}
