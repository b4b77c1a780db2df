import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { DeclaredStream, Page, Stream, Unreadable } from '../sdk/index.ts';
import { type RawRow, rawRows, storable } from './raw-rows.ts';

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
  /** The keys of new and changed records that are there. */
  fresh: ReadonlySet<string>;
}

/** What is kept of a record. */
interface Kept {
  hash: string;
  runId: string;
  gone: boolean;
  day: string | null;
}

/** Keeps a page and the cursor that covers it. Runs in the caller's transaction. */
export async function landPage(
  em: SqlEntityManager,
  place: Place,
  stream: Stream | DeclaredStream,
  page: Page,
  at: Date,
): Promise<Landed> {
  const landed = await landRecords(em, place, stream, page, at);
  await sql`update streams set cursor = ${JSON.stringify(page.cursor)}::jsonb, updated_at = ${at}
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and name = ${place.stream}`.execute(
    em.getKysely(),
  );
  return landed;
}

/** Keeps new and changed records, which records are gone, and what was unreadable. Leaves alone how far the stream was read. */
export async function landRecords(
  em: SqlEntityManager,
  place: Place,
  stream: Stream | DeclaredStream,
  page: Omit<Page, 'cursor'>,
  at: Date,
): Promise<Landed> {
  const { rows, unreadable, repeated } = rawRows(page, stream);
  if (page.restart) await forgetUnreadable(em, place);
  const known = await readKept(em, place, [...rows.keys(), ...(page.deleted ?? [])]);
  const alive = (key: string) => known.get(key)?.gone === false;
  const changed = [...rows.values()].filter((row) => differs(row, known.get(row.key)));
  const ended = [...new Set(page.deleted)].filter((key) => alive(key) && !rows.has(key));
  const seq = changed.length + ended.length === 0 ? null : await openBatch(em, place, at);
  if (seq !== null) {
    await writeRecords(em, place, seq, changed, at);
    await endRecords(em, place, seq, { keys: ended, after: changed.length }, at);
  }
  await writeUnreadable(em, place, unreadable, at);
  const founded = changed.filter(({ key, gone }) => !gone && !alive(key)).length;
  const deleted = ended.length + changed.filter(({ key, gone }) => gone && alive(key)).length;
  if (founded !== deleted)
    await sql`update streams set rows = rows + ${founded - deleted}, updated_at = ${at}
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
    deleted,
    fresh: new Set(changed.flatMap(({ key, gone }) => (gone ? [] : [key]))),
  };
}

const differs = (row: RawRow, kept: Kept | undefined): boolean =>
  kept?.hash !== row.hash || kept.gone !== row.gone || kept.day !== row.day;

/** Forgets all that is kept of a stream, for its records have other names or another shape from now on. */
export async function forgetRecords(em: SqlEntityManager, { workspaceId, sourceId, stream }: Place): Promise<void> {
  for (const table of ['raw_records', 'rejects', 'batches', 'stream_fields']) {
    await sql`
      delete from ${sql.table(table)}
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream}`.execute(em.getKysely());
  }
  await sql`
    update streams set rows = 0
    where workspace_id = ${workspaceId} and source_id = ${sourceId} and name = ${stream}`.execute(em.getKysely());
}

async function readKept(em: SqlEntityManager, place: Place, keys: string[]): Promise<Map<string, Kept>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<Kept & { key: string }>`
    select key, hash, run_id as "runId", deleted_at is not null as gone, day from raw_records
    where workspace_id = ${place.workspaceId} and source_id = ${place.sourceId} and stream = ${place.stream}
      and key = any(${keys.map(storable)}::text[])`.execute(em.getKysely());
  return new Map(rows.map((row) => [row.key, row]));
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

async function writeRecords(
  em: SqlEntityManager,
  place: Place,
  seq: string,
  records: RawRow[],
  at: Date,
): Promise<void> {
  // One parameter for the whole batch; payloads are JSON text already.
  const json = records.map(
    (row, ordinal) =>
      `{"key":${JSON.stringify(row.key)},"hash":"${row.hash}","position":${JSON.stringify(row.position ?? null)},` +
      `"day":${JSON.stringify(row.day)},"gone":${row.gone},"ordinal":${ordinal},"payload":${row.payload}}`,
  );
  await sql`
    insert into raw_records
      (workspace_id, source_id, stream, key, hash, payload, position, day, deleted_at, batch_seq, ordinal, run_id, landed_at)
    select ${place.workspaceId}::uuid, ${place.sourceId}::uuid, ${place.stream}::text, r.key, r.hash, r.payload, r.position,
      r.day, case when r.gone then ${at}::timestamptz end, ${seq}::bigint, r.ordinal, ${place.runId}::uuid, ${at}::timestamptz
    from json_to_recordset(${`[${json.join(',')}]`}::json)
      as r (key text, hash text, payload json, position text, day date, gone boolean, ordinal int)
    on conflict (workspace_id, source_id, stream, key) do update set
      hash = excluded.hash, payload = excluded.payload, position = excluded.position, day = excluded.day,
      deleted_at = excluded.deleted_at, batch_seq = excluded.batch_seq, ordinal = excluded.ordinal,
      run_id = excluded.run_id, landed_at = excluded.landed_at
    where (raw_records.hash, raw_records.day, raw_records.deleted_at is null)
      is distinct from (excluded.hash, excluded.day, excluded.deleted_at is null)`.execute(em.getKysely());
}

/** Marks kept records as gone. They join the batch, so that what they had become is removed in its turn. */
async function endRecords(
  em: SqlEntityManager,
  place: Place,
  seq: string,
  { keys, after }: { keys: readonly string[]; after: number },
  at: Date,
): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    update raw_records set deleted_at = ${at}, batch_seq = ${seq}, ordinal = ${after} + e.ordinal, run_id = ${place.runId},
      landed_at = ${at}
    from unnest(${keys}::text[]) with ordinality as e (key, ordinal)
    where raw_records.workspace_id = ${place.workspaceId} and raw_records.source_id = ${place.sourceId}
      and raw_records.stream = ${place.stream} and raw_records.key = e.key`.execute(em.getKysely());
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
