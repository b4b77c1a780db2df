import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { DeclaredStream, Payload, SourceRecord, Stream } from '../sdk/index.ts';
import type { Place } from './batch.ts';
import { instantOf, parseInstant } from './declared/instant.ts';

/**
 * The records without those that are older than what is kept of them, by the time at which the stream says they changed;
 * with `ends` also those that are older than the time at which they were found gone.
 */
export async function withoutOlder(
  em: SqlEntityManager,
  { workspaceId, sourceId, stream: name }: Place,
  stream: Stream | DeclaredStream,
  records: readonly SourceRecord[],
  { ends = false } = {},
): Promise<SourceRecord[]> {
  const cursor = 'cursor' in stream && stream.cursor !== 'scan' ? stream.cursor : null;
  if (cursor === null || records.length === 0) return [...records];
  const { rows } = await sql<{ key: string; payload: Payload; deletedAt: Date | null }>`
    select key, payload, deleted_at as "deletedAt" from raw_records
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${name}
      and key = any(${records.map(({ key }) => key)}::text[])`.execute(em.getKysely());
  const kept = new Map(
    rows.map(({ key, payload, deletedAt }) => [
      key,
      ends && deletedAt ? parseInstant(deletedAt.toISOString()) : instantOf(payload, cursor),
    ]),
  );
  return records.filter(({ key, payload }) => {
    const [before, told] = [kept.get(key) ?? null, instantOf(payload, cursor)];
    return before === null || told === null || told >= before;
  });
}
