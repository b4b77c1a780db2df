import { fail } from '../errors.ts';
import { Segment } from '../model/segment.ts';
import type { MeasureContext } from './context.ts';
import type { CustomerFilter } from './filter.ts';
import { checkFilter } from './filter-check.ts';
import { builtInSegments } from './segments/built-in.ts';

/** A filter that refers to no segment any more. */
export type PlainFilter = Omit<CustomerFilter, 'segment' | 'all' | 'any' | 'not'> & {
  all?: PlainFilter[];
  any?: PlainFilter[];
  not?: PlainFilter;
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The filter with the filters of its segments in their place; `within` are the segments it stands in. Fails with BAD_INPUT
 * for a malformed filter, a segment that does not exist, and one that leads back to itself.
 */
export async function withoutSegments(
  context: MeasureContext,
  filter: CustomerFilter,
  within: readonly string[] = [],
  field = 'filter',
): Promise<PlainFilter> {
  checkFilter(filter, field);
  return replace(filter);

  async function replace({ segment, all, any, not, ...conditions }: CustomerFilter): Promise<PlainFilter> {
    const [everyOf, oneOf, inverse] = await Promise.all([
      Promise.all((all ?? []).map(replace)),
      Promise.all((any ?? []).map(replace)),
      not ? replace(not) : null,
    ]);
    if (segment) everyOf.push(await resolve(segment));
    return {
      ...conditions,
      ...(everyOf.length > 0 && { all: everyOf }),
      ...(oneOf.length > 0 && { any: oneOf }),
      ...(inverse && { not: inverse }),
    };
  }

  async function resolve(id: string): Promise<PlainFilter> {
    if (within.includes(id))
      fail('BAD_INPUT', { field: `${field}.segment`, reason: `leads back to the segment ${id}` });
    const saved = await segmentFilter(context, id);
    if (!saved) {
      const reason = `is "${id}", and there is no such segment; the query "segments" lists them`;
      return fail('BAD_INPUT', { field: `${field}.segment`, reason });
    }
    return withoutSegments(context, saved, [...within, id], field);
  }
}

async function segmentFilter({ em, workspace }: MeasureContext, id: string): Promise<CustomerFilter | null> {
  const builtIn = builtInSegments.find((segment) => segment.id === id);
  if (builtIn) return builtIn.filter;
  if (!uuid.test(id)) return null;
  const saved = await em.findOne(Segment, { workspaceId: workspace.id, id });
  return saved ? (saved.filter as CustomerFilter) : null;
}
