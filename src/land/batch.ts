import { hash as digest } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { Page, SourceRecord, Unreadable } from '../sdk/index.ts';

/** Where a page belongs. */
export interface Place {
  workspaceId: string;
  sourceId: string;
  stream: string;
  runId: string;
}

/** What became of a page. `seq` names its batch; null where it held nothing new. */
export interface Landed {
  seq: string | null;
  read: number;
  written: number;
  repeated: number;
  unreadable: number;
  /** Records found gone at the source. */
  deleted: number;
}

interface Row extends Omit<SourceRecord, 'payload'> {
  hash: string;
  /** The payload as JSON text. */
  payload: string;
}

/** An escape in JSON text that PostgreSQL's text cannot hold: NUL, or half of a surrogate pair. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;

/** Keeps a page's new and changed records, what was unreadable, and the cursor that covers them. Runs in the caller's transaction. */
export async function landPage(em: SqlEntityManager, place: Place, page: Page, at: Date): Promise<Landed> {
  const { rows, unreadable, repeated } = prepare(page);
  if (page.restart) await forgetUnreadable(em, place);
  const known = await readHashes(em, place, [...rows.keys()]);
  const changed = [...rows.values()].filter((row) => known.get(row.key)?.hash !== row.hash);
  const seq = changed.length === 0 ? null : await openBatch(em, place, at);
  if (seq !== null) await writeRecords(em, place, seq, changed, at);
  await writeUnreadable(em, place, unreadable, at);
  const created = changed.filter((row) => !known.has(row.key)).length;
  await sql`update streams set cursor = ${JSON.stringify(page.cursor)}::jsonb, rows = rows + ${created}, updated_at = ${at}
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and name = ${place.stream}`.execute(
    em.getKysely(),
  );
  const replaced = changed.filter((row) => known.get(row.key)?.runId === place.runId).length;
  return {
    seq,
    read: page.records.length + (page.unreadable?.length ?? 0),
    written: changed.length,
    repeated: repeated + replaced,
    unreadable: unreadable.length,
    deleted: 0,
  };
}

/** Forgets all that is kept of a stream, for its records have other names or another shape from now on. */
export async function forgetRecords(em: SqlEntityManager, { workspaceId, sourceId, stream }: Place): Promise<void> {
  for (const table of ['raw_records', 'rejects', 'batches']) {
    await sql`
      delete from ${sql.table(table)}
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream}`.execute(em.getKysely());
  }
  await sql`
    update streams set rows = 0
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and name = ${stream}`.execute(em.getKysely());
}

/** Hashes the records; of several with one key the last counts. */
function prepare(page: Page): { rows: Map<string, Row>; unreadable: Unreadable[]; repeated: number } {
  const rows = new Map<string, Row>();
  const unreadable = [...(page.unreadable ?? [])];
  let repeated = 0;
  for (const { key, payload, position } of page.records) {
    const text = JSON.stringify(payload);
    if (unstorable.test(text)) {
      const reason =
        'contains a NUL or half a character, which no text can hold: the file is damaged or in another encoding';
      unreadable.push({ key: storable(key), reason, ...(position === undefined ? {} : { position }) });
      continue;
    }
    // Deleted first, so that the record takes its last place in the order.
    if (rows.delete(key)) repeated++;
    const hash = digest('sha256', text, 'hex');
    rows.set(key, { key, hash, payload: text, ...(position === undefined ? {} : { position }) });
  }
  return { rows, unreadable, repeated };
}

async function readHashes(
  em: SqlEntityManager,
  place: Place,
  keys: string[],
): Promise<Map<string, { hash: string; runId: string }>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; hash: string; run_id: string }>`
    select key, hash, run_id from raw_records
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and stream = ${place.stream}
      and key = any(${keys})`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.key, { hash: row.hash, runId: row.run_id }]));
}

async function openBatch(em: SqlEntityManager, place: Place, at: Date): Promise<string> {
  const { rows } = await sql<{ seq: string }>`
    insert into batches (workspace_id, source_id, stream, seq, run_id, landed_at)
    select ${place.workspaceId}::uuid, ${place.sourceId}::uuid, ${place.stream}::text, coalesce(max(seq), 0) + 1,
      ${place.runId}::uuid, ${at}::timestamptz
    from batches
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and stream = ${place.stream}
    returning seq`.execute(em.getKysely());
  return rows[0]!.seq;
}

async function writeRecords(em: SqlEntityManager, place: Place, seq: string, records: Row[], at: Date): Promise<void> {
  // One parameter for the whole batch; payloads are JSON text already.
  const json = records.map(
    (row, ordinal) =>
      `{"key":${JSON.stringify(row.key)},"hash":"${row.hash}","position":${JSON.stringify(row.position ?? null)},` +
      `"ordinal":${ordinal},"payload":${row.payload}}`,
  );
  await sql`
    insert into raw_records
      (workspace_id, source_id, stream, key, hash, payload, position, batch_seq, ordinal, run_id, landed_at)
    select ${place.workspaceId}::uuid, ${place.sourceId}::uuid, ${place.stream}::text, r.key, r.hash, r.payload, r.position,
      ${seq}::bigint, r.ordinal, ${place.runId}::uuid, ${at}::timestamptz
    from json_to_recordset(${`[${json.join(',')}]`}::json)
      as r (key text, hash text, payload json, position text, ordinal int)
    on conflict (workspace_id, source_id, stream, key) do update set
      hash = excluded.hash, payload = excluded.payload, position = excluded.position, batch_seq = excluded.batch_seq,
      ordinal = excluded.ordinal, run_id = excluded.run_id, landed_at = excluded.landed_at
    where raw_records.hash is distinct from excluded.hash`.execute(em.getKysely());
}

/** An unreadable part is a reject without a field. */
async function writeUnreadable(em: SqlEntityManager, place: Place, unreadable: Unreadable[], at: Date): Promise<void> {
  if (unreadable.length === 0) return;
  const distinct = new Map(unreadable.map((part) => [part.key, part]));
  const json = JSON.stringify(
    [...distinct.values()].map((part) => ({
      key: storable(part.key),
      position: part.position,
      reason: part.reason,
      value: part.value === undefined ? null : storable(part.value).slice(0, 500),
    })),
  );
  await sql`
    insert into rejects (workspace_id, source_id, stream, key, field, position, reason, value, run_id, rejected_at)
    select ${place.workspaceId}::uuid, ${place.sourceId}::uuid, ${place.stream}::text, r.key, '', r.position, r.reason, r.value,
      ${place.runId}::uuid, ${at}::timestamptz
    from json_to_recordset(${json}::json) as r (key text, position text, reason text, value text)
    on conflict (workspace_id, source_id, stream, key, field) do update set
      position = excluded.position, reason = excluded.reason, value = excluded.value, run_id = excluded.run_id,
      rejected_at = excluded.rejected_at
    where (rejects.position, rejects.reason, rejects.value)
      is distinct from (excluded.position, excluded.reason, excluded.value)`.execute(em.getKysely());
}

/** Removes the unreadable parts that an earlier reading found; rejected records keep their rejects. */
async function forgetUnreadable(em: SqlEntityManager, place: Place): Promise<void> {
  await sql`
    delete from rejects
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and stream = ${place.stream} and field = ''
      and not exists (
        select 1 from raw_records r
        where r.workspace_id = rejects.workspace_id and r.source_id = rejects.source_id and r.stream = rejects.stream
          and r.key = rejects.key)`.execute(em.getKysely());
}

const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');
