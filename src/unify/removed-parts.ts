import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { LandedBatch } from '../land/stream-run.ts';
import { factId } from '../model/ids.ts';
import type { DraftType } from '../sdk/index.ts';
import type { FactType } from './fact-types.ts';
import type { TakenDraft } from './take-records.ts';
import type { FactRows } from './write-facts.ts';

interface Part {
  type: FactType;
  table: string;
  column: string;
}

/** Facts that are parts of another. */
const parts: readonly (readonly [whole: FactType, parts: readonly Part[]])[] = [
  [
    'order',
    [
      { type: 'line', table: 'order_lines', column: 'order_id' },
      { type: 'discount', table: 'discounts', column: 'order_id' },
      { type: 'refund', table: 'refunds', column: 'order_id' },
      { type: 'payment', table: 'payments', column: 'order_id' },
      { type: 'delivery', table: 'deliveries', column: 'order_id' },
      { type: 'touch', table: 'touches', column: 'order_id' },
    ],
  ],
  ['refund', [{ type: 'refundLine', table: 'refund_lines', column: 'refund_id' }]],
];

/**
 * Removes parts that a record told of before and tells no more: an order that is edited at the shop loses a line here too.
 * Parts that another record told of stay. `types` are the drafts that the batch's stream can yield.
 */
export async function removeGoneParts(
  em: EntityManager,
  { workspaceId, sourceId, stream }: LandedBatch,
  taken: readonly TakenDraft[],
  facts: FactRows,
  types: ReadonlySet<DraftType>,
): Promise<void> {
  for (const [whole, partsOfWhole] of parts) {
    const possible = partsOfWhole.filter(({ type }) => types.has(type));
    if (!facts.has(whole) || possible.length === 0) continue;
    const told = taken.filter(({ draft }) => draft.type === whole);
    const ids = told.map(({ draft }) => factId(workspaceId, sourceId, whole, draft.data.key));
    const recordKeys = told.map(({ recordKey }) => recordKey);
    for (const { type, table, column } of possible) {
      const kept = [...(facts.get(type)?.values() ?? [])].map((row) => row['id']);
      await sql`
        delete from ${sql.table(table)} part
        using unnest(${ids}::uuid[], ${recordKeys}::text[]) as whole (id, record_key)
        where part.workspace_id = ${workspaceId} and part.${sql.ref(column)} = whole.id and part.source_id = ${sourceId}
          and part.stream = ${stream} and part.record_key = whole.record_key and part.id <> all(${kept}::uuid[])`.execute(
        em.getKysely(),
      );
    }
  }
}
