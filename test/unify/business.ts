import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { factId } from '../../src/model/ids.ts';
import { type Draft, type DraftType, draftTypes, type Payload } from '../../src/sdk/index.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { unifyBatch } from '../../src/unify/unify-batch.ts';
import { modelDatabase } from '../setup/database.ts';

/** A raw record whose payload holds its drafts as they are. */
export interface Told {
  key: string;
  drafts: unknown;
  /** Whether it is gone at the source. */
  gone?: boolean;
}

/** Drafts as raw records, one each, with keys of their own. */
export const each = (...drafts: Draft[]): Told[] =>
  drafts.map((draft) => ({ key: `${draft.type} ${draft.data.key}`, drafts: [draft] }));

const mapDrafts = (payload: Payload): Draft[] => payload['drafts'] as unknown as Draft[];

/** Opens a database of its own for a test file. */
export async function openModel(): Promise<Store> {
  const store = await openStore({ url: await modelDatabase(), entities });
  afterAll(() => store.close());
  return store;
}

/** A workspace with one source, into which tests put records. */
export class Business {
  readonly runId = randomUUID();
  readonly #seq = new Map<string, number>();

  private constructor(
    readonly store: Store,
    readonly workspaceId: string,
    readonly sourceId: string,
  ) {}

  static async open(store: Store, { currency = 'EUR', country = 'IT' } = {}): Promise<Business> {
    const workspaceId = randomUUID();
    await sql`
      insert into workspaces values (${workspaceId}, 'Test', ${currency}, 'Europe/Rome', ${country}, 3, 365, 90, false,
        ${new Date()})`.execute(store.em().getKysely());
    return new Business(store, workspaceId, await addSource(store, workspaceId));
  }

  /** The same workspace seen from another source. */
  async secondSource(): Promise<Business> {
    return new Business(this.store, this.workspaceId, await addSource(this.store, this.workspaceId));
  }

  /** Lands records as one batch and unifies it. */
  async tell(records: readonly Told[], { stream = 'all', map = mapDrafts } = {}) {
    const seq = (this.#seq.get(stream) ?? 0) + 1;
    this.#seq.set(stream, seq);
    const at = new Date();
    await this.store.transaction(async (em) => {
      const db = em.getKysely();
      await sql`
        insert into streams values (${this.workspaceId}, ${this.sourceId}, ${stream}, ${draftTypes.join(',')}, true, true,
          null, 0, null, ${at}) on conflict do nothing`.execute(db);
      await sql`
        insert into batches values (${this.workspaceId}, ${this.sourceId}, ${stream}, ${seq}, ${this.runId}, ${at})`.execute(
        db,
      );
      const json = JSON.stringify(
        records.map(({ key, drafts, gone }, ordinal) => ({ key, ordinal, gone, payload: { drafts } })),
      );
      await sql`
        insert into raw_records
        select ${this.workspaceId}::uuid, ${this.sourceId}::uuid, ${stream}, r.key, md5(r.payload::text), r.payload,
          'test:' || r.ordinal, ${seq}::bigint, r.ordinal, ${this.runId}::uuid, ${at}::timestamptz,
          case when r.gone then ${at}::timestamptz end
        from json_to_recordset(${json}::json) as r (key text, ordinal int, gone boolean, payload json)
        on conflict (workspace_id, source_id, stream, key) do update set hash = excluded.hash,
          payload = excluded.payload, batch_seq = excluded.batch_seq, ordinal = excluded.ordinal,
          deleted_at = excluded.deleted_at`.execute(db);
    });
    return this.unify(String(seq), { stream, map });
  }

  /** Unifies a batch that was landed before. */
  unify(seq: string, { stream = 'all', map = mapDrafts } = {}) {
    const { workspaceId, sourceId, runId } = this;
    return unifyBatch(this.store, { workspaceId, sourceId, stream, seq, runId }, map);
  }

  id(type: DraftType, key: string): string {
    return factId(this.workspaceId, this.sourceId, type, key);
  }

  /** Rows of a table of this workspace, in the order of their columns. */
  async rows<Row = Record<string, unknown>>(table: string): Promise<Row[]> {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where workspace_id = ${this.workspaceId} order by ${sql.table(table)}::text`.execute(
      this.store.em().getKysely(),
    );
    return rows;
  }

  /** One fact, by its draft's key. */
  async fact(table: string, key: string): Promise<Record<string, unknown>> {
    const found = (await this.rows(table)).filter((row) => row['external_id'] === key);
    if (found.length !== 1) throw new Error(`${found.length} rows of ${table} have the key ${key}`);
    return found[0]!;
  }

  /** Identities' keys by the key of the identity that founded their customer. */
  async people(): Promise<Record<string, string[]>> {
    const rows = await this.rows<{ id: string; customer_id: string; external_id: string; seq: string }>('identities');
    rows.sort((a, b) => Number(a.seq) - Number(b.seq));
    const keys = new Map(rows.map((row) => [row.id, row.external_id]));
    const people: Record<string, string[]> = {};
    for (const row of rows) (people[keys.get(row.customer_id)!] ??= []).push(row.external_id);
    return people;
  }
}

async function addSource(store: Store, workspaceId: string): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into sources values (${workspaceId}, ${id}, 'test', ${id}, '{}', true, ${new Date()})`.execute(
    store.em().getKysely(),
  );
  return id;
}
