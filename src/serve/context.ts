import type { SqlEntityManager } from '@mikro-orm/postgresql';
import DataLoader from 'dataloader';
import { type RawBuilder, sql } from 'kysely';
import { expected } from '../errors.ts';
import { findApiKey, noteUse, type Scope } from '../model/api-key.ts';
import type { SourceDesk } from '../land/desk.ts';
import type { Access } from '../land/open-source.ts';
import { type MeasureContext, openContext } from '../measure/context.ts';
import { type ApiKey, Workspace } from '../model/workspace.ts';
import type { AlertDesk } from '../notify/desk.ts';
import type { Store } from '../store/store.ts';
import type { NewsWatch } from './news-watch.ts';

/** What the server has besides its database. */
export interface Site {
  /** The kinds of systems that can be connected. */
  connectors: Access['connectors'];
  /** Where sources are connected and changed. */
  desk: SourceDesk;
  /** Where webhooks are made and changed. */
  alerts: AlertDesk;
  /** News of runs, named by workspace and run. */
  runs: NewsWatch;
  /** News of insights, named by workspace. */
  found: NewsWatch;
  /** Where the server is reached from outside. */
  publicUrl: string;
}

/** Who asks, and for which workspace. */
export interface Caller {
  apiKey: ApiKey;
  workspace: Workspace;
}

/** One request: it reads through one entity manager, in the one workspace that its API key names. */
export class Context {
  readonly em: SqlEntityManager;
  // No #private fields: Apollo copies the context with Object.assign.
  private readonly measures = new Map<string | undefined, Promise<MeasureContext>>();
  private readonly loaders = new Map<string, DataLoader<string, unknown>>();

  constructor(
    readonly store: Store,
    readonly site: Site,
    private readonly caller: Caller | null,
  ) {
    this.em = store.em();
  }

  /** Throws UNAUTHENTICATED where the request came without a key. */
  get workspace(): Workspace {
    if (!this.caller) throw expected('UNAUTHENTICATED', {});
    return this.caller.workspace;
  }

  get workspaceId(): string {
    return this.workspace.id;
  }

  /** Throws FORBIDDEN, naming `field`, where the key lacks the scope. */
  allow(scope: Scope, field: string): void {
    if (!this.caller) throw expected('UNAUTHENTICATED', {});
    if (!this.caller.apiKey.scopes.includes(scope)) {
      const { scopes } = this.caller.apiKey;
      throw expected('FORBIDDEN', { scope, field, scopes: [...scopes, scope].join(',') });
    }
  }

  /** What figures are asked in, as of a day: by default the last day of the data. */
  measure(asOf?: string): Promise<MeasureContext> {
    let measure = this.measures.get(asOf);
    if (!measure) this.measures.set(asOf, (measure = openContext(this.em, this.workspaceId, asOf)));
    return measure;
  }

  /** The rows that a query selects. */
  async rows<Row>(query: RawBuilder<Row>): Promise<Row[]> {
    return (await query.execute(this.em.getKysely())).rows;
  }

  /** How many rows `select … from <from>` has; `from` includes its conditions. */
  async count(from: RawBuilder<unknown>): Promise<number> {
    const [row] = await this.rows(sql<{ count: string }>`select count(*) as count from ${from}`);
    return Number(row?.count);
  }

  /**
   * What `read` gives for `id`, null where it gives nothing. All ids asked for under one name while the query is being
   * answered are read at once; the name must hold whatever else `read` depends on.
   */
  async batch<Value>(
    name: string,
    id: string,
    read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<Value | null> {
    let loader = this.loaders.get(name);
    if (!loader) {
      loader = new DataLoader<string, unknown>(async (ids) => {
        const found = await read(ids);
        return ids.map((each) => found.get(each) ?? null);
      });
      this.loaders.set(name, loader);
    }
    return (await loader.load(id)) as Value | null;
  }

  /** Something was changed: figures, and what `batch` has read, are read anew. */
  forget(): void {
    this.measures.clear();
    this.loaders.clear();
  }
}

/** The caller that an Authorization header names; null without one. Throws KEY_REFUSED. */
export async function authenticate(em: SqlEntityManager, header: string | undefined): Promise<Caller | null> {
  // GraphiQL starts with an empty "Bearer ", to be filled in.
  if (!header || /^Bearer\s*$/i.test(header)) return null;
  const [, secret] = /^Bearer\s+(clk_\S+)$/i.exec(header.trim()) ?? [];
  if (!secret) throw expected('UNAUTHENTICATED', {});
  const apiKey = await findApiKey(em, secret);
  await noteUse(em, apiKey);
  return { apiKey, workspace: await em.findOneOrFail(Workspace, { id: apiKey.workspaceId }) };
}
