import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { RunSummary } from '../../src/land/run-log.ts';
import { connectSource } from '../../src/land/source.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import type { Connector } from '../../src/sdk/index.ts';
import type { Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { withSmallPages } from './small-pages.mjs';

const program = join(import.meta.dirname, 'sync-process.mjs');

interface Options<Config> {
  store: Store;
  /** The database's. */
  url: string;
  connector: Connector<Config>;
  settings: object;
  pageSize: number;
}

/** What is kept of a source. */
export interface Kept {
  /** Rows of a table by the source's own keys. */
  rows(columns: string, table: string): Promise<Record<string, unknown>[]>;
}

/** A source that reads a real server into a workspace of its own, in small pages. */
export class ServerSource<Config> implements Kept {
  private constructor(
    private readonly options: Options<Config>,
    private readonly place: { workspaceId: string; sourceId: string },
  ) {}

  static async connect<Config>(options: Options<Config>): Promise<ServerSource<Config>> {
    const { store, connector } = options;
    const { id: workspaceId } = await createWorkspace(store.em(), { name: 'real', currency: 'EUR', timeZone: 'UTC' });
    const sourceId = await connectSource(store, { connector: connector.id, name: 'real', settings: {}, workspaceId });
    return new ServerSource(options, { workspaceId, sourceId });
  }

  sync(): Promise<RunSummary> {
    const { store, settings, pageSize } = this.options;
    const connector = withSmallPages(this.options.connector, pageSize);
    const http = { allowPrivateAddresses: true };
    return syncSource(store, { ...this.place, connector, config: connector.parse(settings), http });
  }

  /** Synchronises in another process and kills it so many milliseconds after it began to read; says whether it was in the midst. */
  async syncAndKill(milliseconds: number): Promise<boolean> {
    const { url, connector, settings, pageSize } = this.options;
    const order = JSON.stringify({ url, connector: connector.id, settings, pageSize, ...this.place });
    const child = spawn(execPath, [program, order], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), ended]);
    await Promise.race([pause(milliseconds), ended]);
    const killed = child.exitCode === null && child.kill('SIGKILL');
    await ended;
    await this.released();
    return killed;
  }

  /** Waits until the database has noticed that the process is gone, and holds the source for it no longer. */
  private async released(): Promise<void> {
    const db = this.options.store.em().getKysely();
    for (let held = 1; held > 0; await pause(20)) {
      const { rows } = await sql<{ held: number }>`
        select count(*)::int as held from pg_locks
        where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`.execute(
        db,
      );
      held = rows[0]!.held;
    }
  }

  async rows(columns: string, table: string): Promise<Record<string, unknown>[]> {
    const { rows } = await sql<{ row: Record<string, unknown> }>`
      select to_jsonb(t) as row from (
        select external_id, ${sql.raw(columns)} from ${sql.table(table)}
        where workspace_id = ${this.place.workspaceId}) t
      order by length(t.external_id), t.external_id`.execute(this.options.store.em().getKysely());
    return rows.map(({ row }) => row);
  }
}
