import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { MeasureContext } from '../context.ts';
import { type Grouping, groupingBy } from '../dimension.ts';
import type { Sql } from './field.ts';
import type { Cpi } from './list.ts';
import { findField, subjects } from './subjects.ts';

const shared = [
  'segment',
  'acquiring_channel',
  'source',
  'product',
  'country',
  'lifecycle_stage',
  'rfm_group',
] as const;
/** What CPIs can be broken down by: what is known of the customer or order, or a text that the subject has itself. */
export type CpiDimension = { of: 'CUSTOMER'; name: (typeof shared)[number] } | { of: 'SUBJECT'; name: string };

/** The dimensions of a CPI by their names, such as "segment", or "carrier" for deliveries. */
export function dimensionsOf({ definition }: Cpi): string[] {
  const own = definition.unit === 'ORDER' ? [] : Object.entries(subjects[definition.subject].fields);
  return [...shared, ...own.filter(([, { type }]) => type === 'TEXT').map(([name]) => name)];
}

/** Fails with BAD_INPUT where the CPI cannot be broken down so. */
export function dimensionNamed(cpi: Cpi, name: string): CpiDimension {
  const customers = shared.find((each) => each === name);
  if (customers) return { of: 'CUSTOMER', name: customers };
  const known = dimensionsOf(cpi);
  const property = cpi.definition.unit !== 'ORDER' && findField(cpi.definition.subject, name)?.type === 'TEXT';
  if (property) return { of: 'SUBJECT', name };
  const reason = `is "${name}"; ${cpi.definition.key} can be broken down by ${known.join(', ')}`;
  return fail('BAD_INPUT', { field: 'dimension', reason });
}

/** The rows of a CPI with what they are grouped by. A subject of an order with several products is in several groups. */
export async function partsBy(
  context: MeasureContext,
  { definition }: Cpi,
  by: CpiDimension | null,
  rows: Sql,
): Promise<Grouping & { rows: Sql }> {
  const { id } = context.workspace;
  if (by?.of === 'SUBJECT') {
    const subject = subjects[definition.subject];
    const own = sql`select t.id, ${findField(definition.subject, by.name)!.sql} as value
      from ${subject.from} where t.workspace_id = ${id}`;
    const join = sql`left join (${own}) own on own.id = f.subject_id`;
    return { rows, join, key: sql`coalesce(own.value, 'UNKNOWN')`, label: sql`null::text` };
  }
  const grouping = await groupingBy(context, by?.name ?? null);
  if (by?.name === 'country') {
    const countries = sql`
      select f.*, c.country from (${rows}) f
      left join customers c on c.workspace_id = ${id} and c.id = f.customer_id`;
    return { ...grouping, rows: countries };
  }
  if (by?.name === 'product') {
    const lines = definition.subject === 'ORDER_LINE' && definition.unit !== 'ORDER';
    const same = lines ? sql`l.id = f.subject_id` : sql`l.order_id = f.order_id`;
    const columns = lines ? sql`id, product_id` : sql`distinct order_id, product_id`;
    const products = sql`
      select f.*, l.product_id from (${rows}) f
      left join (select ${columns} from order_lines where workspace_id = ${id}) l on ${same}`;
    return { ...grouping, rows: products };
  }
  return { ...grouping, rows };
}
