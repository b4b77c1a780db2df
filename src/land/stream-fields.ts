import { sql } from 'kysely';
import type { SourceRecord } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';
import type { Place } from './batch.ts';
import { type Drift, driftOf, FieldLog, type Fields } from './drift.ts';

/** Stands for the records themselves among their fields. */
const whole = '';

/** The fields that the new and changed records of a stream have, over all runs. */
export class StreamFields {
  private readonly now = new FieldLog();
  private saved = 0;

  private constructor(
    private readonly store: Store,
    private readonly place: Place,
    private readonly before: Fields,
    /** Whether the stream has been read to its end before: until then everything may be new. */
    private readonly settled: boolean,
  ) {}

  /** `anew`: what is kept of the stream gives way to what is read now, so that nothing is known of it. */
  static async open(store: Store, place: Place, anew: boolean): Promise<StreamFields> {
    if (anew) return new StreamFields(store, place, { records: 0, byName: new Map() }, false);
    const { workspaceId, sourceId, stream } = place;
    const db = store.em().getKysely();
    const { rows } = await sql<{ field: string; types: string[]; seen: string }>`
      select field, types, seen from stream_fields
      where workspace_id = ${workspaceId} and source_id = ${sourceId} and stream = ${stream}`.execute(db);
    const ended = await sql`
      select 1 from run_streams s
      join runs r on r.workspace_id = s.workspace_id and r.id = s.run_id and r.source_id = ${sourceId}
      where s.workspace_id = ${workspaceId} and s.stream = ${stream} and s.status in ('SUCCEEDED', 'PARTIAL')
      limit 1`.execute(db);
    const fields = rows.map(
      ({ field, types, seen }) => [field, { types: new Set(types), seen: Number(seen) }] as const,
    );
    const byName = new Map(fields);
    const records = byName.get(whole)?.seen ?? 0;
    byName.delete(whole);
    return new StreamFields(store, place, { records, byName }, ended.rows.length > 0);
  }

  /** Looks at those of the records that are new or changed. */
  see(records: readonly SourceRecord[], fresh: ReadonlySet<string>): void {
    for (const { key, payload } of records) if (fresh.has(key)) this.now.see(payload);
  }

  drift(): Drift[] {
    return this.settled ? driftOf(this.before, this.now) : [];
  }

  async save(): Promise<void> {
    if (this.now.records === this.saved) return;
    this.saved = this.now.records;
    const rows = [...this.now.byName].map(([field, { types, seen }]) => {
      const known = this.before.byName.get(field);
      return { field, types: [...new Set([...(known?.types ?? []), ...types])], seen: seen + (known?.seen ?? 0) };
    });
    rows.push({ field: whole, types: ['object'], seen: this.now.records + this.before.records });
    const { workspaceId, sourceId, stream, runId } = this.place;
    await sql`
      insert into stream_fields (workspace_id, source_id, stream, field, types, seen, first_run_id, last_run_id)
      select ${workspaceId}::uuid, ${sourceId}::uuid, ${stream}, f.field, f.types, f.seen, ${runId}::uuid, ${runId}::uuid
      from json_to_recordset(${JSON.stringify(rows)}::json) as f (field text, types text[], seen bigint)
      on conflict (workspace_id, source_id, stream, field) do update set
        types = excluded.types, seen = excluded.seen, last_run_id = excluded.last_run_id
      where (stream_fields.types, stream_fields.seen) is distinct from (excluded.types, excluded.seen)`.execute(
      this.store.em().getKysely(),
    );
  }
}
