import { type RawBuilder, sql } from 'kysely';
import type { MeasureContext } from './context.ts';
import { customerStates } from './customer-states.ts';
import { firstTouches } from './first-touch.ts';
import type { Dimension } from './metric.ts';
import { memberships } from './segments/index.ts';

/** How rows `f` fall into groups. */
export interface Grouping {
  join: RawBuilder<unknown>;
  key: RawBuilder<unknown>;
  /** Null where the key tells enough. */
  label: RawBuilder<unknown>;
}

const columns = [
  'country',
  'sales_channel',
  'currency',
  'customer_type',
  'punctuality',
  'survey',
  'ad',
  'cost_kind',
  'origin',
  'lead_segment',
] as const;
const nouns = {
  source: ['sources', 'name'],
  channel: ['channels', 'name'],
  campaign: ['campaigns', 'name'],
  ad_set: ['ad_sets', 'name'],
  product: ['products', 'title'],
  category: ['categories', 'name'],
} as const;

/**
 * The grouping by a dimension; rows without a value are the group UNKNOWN. A customer may be in several segments, and is then
 * in several groups: these overlap.
 */
export async function groupingBy(context: MeasureContext, by: Dimension | null): Promise<Grouping> {
  const none = sql`null::text`;
  if (by === null) return { join: sql``, key: none, label: none };
  if (by === 'lifecycle_stage' || by === 'rfm_group') {
    const column = sql.ref(by === 'rfm_group' ? 'state.rfm_group' : 'state.stage');
    const join = sql`left join (${await customerStates(context)}) state on state.customer_id = f.customer_id`;
    return { join, key: sql`coalesce(${column}, 'UNKNOWN')`, label: none };
  }
  if (by === 'segment') {
    const join = sql`left join (${await memberships(context)}) member on member.customer_id = f.customer_id`;
    return { join, key: sql`coalesce(member.segment_id, 'UNKNOWN')`, label: sql`member.segment` };
  }
  if (by === 'acquiring_channel') {
    const join = sql`left join (${firstTouches(context)}) touch on touch.customer_id = f.customer_id`;
    return { join, key: sql`coalesce(touch.channel_id::text, 'UNKNOWN')`, label: sql`touch.channel` };
  }
  if (by in nouns) {
    const noun = by as keyof typeof nouns;
    const [table, name] = nouns[noun];
    const join = sql`left join ${sql.table(table)} noun
      on noun.workspace_id = ${context.workspace.id} and noun.id = ${sql.ref(`f.${noun}_id`)}`;
    return { join, key: sql`coalesce(${sql.ref(`f.${noun}_id`)}::text, 'UNKNOWN')`, label: sql.ref(`noun.${name}`) };
  }
  const column = columns.find((name) => name === by)!;
  return { join: sql``, key: sql`coalesce(${sql.ref(`f.${column}`)}, 'UNKNOWN')`, label: none };
}

/** A key such as AT_RISK in words. */
export function keyInWords(key: string): string {
  const words = key.toLowerCase().replaceAll('_', ' ');
  return /^[A-Z_]{4,}$/.test(key) ? words.charAt(0).toUpperCase() + words.slice(1) : key;
}
