import { sql } from 'kysely';
import {
  Arg,
  Args,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { Node } from './node.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

const RunStatus = enumType(
  'RunStatus',
  'How far a run got.',
  ['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED'],
  { PARTIAL: 'It finished, and some records were rejected.' },
);

const RunTrigger = enumType('RunTrigger', 'Who wanted a run.', ['MANUAL', 'SCHEDULE', 'WEBHOOK']);

@ObjectType({ description: 'One pass over a source.', implements: Node, simpleResolvers: true })
export class SyncRun extends Node {
  @Field(() => RunStatus)
  status!: string;

  @Field(() => RunTrigger, { description: 'Who wanted it.' })
  trigger!: string;

  @Field(() => Boolean, { description: 'Whether everything is read again, not only what changed.' })
  full!: boolean;

  @Field(() => DateTimeScalar)
  requestedAt!: Date;

  @Field(() => DateTimeScalar, { description: 'It starts no earlier.' })
  dueAt!: Date;

  @Field(() => Boolean, { description: 'Whether somebody wants it to end.' })
  cancelRequested!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null while it waits, or where it never started.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  finishedAt!: Date | null;

  @Field(() => Int, { description: 'Records that the source gave.' })
  read!: string;

  @Field(() => Int, { description: 'Records among them that were new or changed.' })
  written!: string;

  @Field(() => Int, { description: 'Records that could not be taken.' })
  rejected!: string;

  @Field(() => String, { nullable: true })
  error!: string | null;

  sourceId!: string;
}

const SyncRunConnection = connectionType('SyncRun', () => SyncRun);
const columns = sql`r.id, r.source_id as "sourceId", r.status, r.trigger, r."full",
  r.requested_at as "requestedAt", r.due_at as "dueAt",
  r.cancel_requested_at is not null as "cancelRequested", r.started_at as "startedAt", r.finished_at as "finishedAt",
  r.read, r.written, r.rejected, r.error`;

/** The run with that id, null where the workspace has none. */
export const loadRun = (context: Context, id: string): Promise<SyncRun | null> =>
  context.batch('run', id, async (ids) => {
    const rows = await context.rows(
      sql<SyncRun>`select ${columns} from runs r where r.workspace_id = ${context.workspaceId} and r.id = any(${ids})`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  });

/** The source's latest run. */
export const loadLastRun = (context: Context, sourceId: string): Promise<SyncRun | null> =>
  context.batch('last run of source', sourceId, async (ids) => {
    const rows = await context.rows(sql<SyncRun>`
      select distinct on (r.source_id) ${columns} from runs r
       where r.workspace_id = ${context.workspaceId} and r.source_id = any(${ids})
       order by r.source_id, r.requested_at desc, r.id`);
    return new Map(rows.map((row) => [row.sourceId, row]));
  });

@Resolver(() => SyncRun)
export class SyncRunResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => SyncRun, { nullable: true })
  async run(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SyncRun> {
    const run = await loadRun(context, idOf('SyncRun', id, 'id'));
    if (!run) throw unknownId('SyncRun', id, 'id');
    return run;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether figures are still to be worked out from what this run or another brought. A run ends with what it read; the ' +
      'figures of the customers whom it touched follow.',
  })
  async figuresPending(@Root() _run: SyncRun, @Ctx() context: Context): Promise<boolean> {
    const pending = await context.batch('figures pending', context.workspaceId, async (ids) => {
      const rows = await context.rows(sql<{ id: string; pending: boolean }>`
        select w.id, exists (select from touched_customers t where t.workspace_id = w.id)
          or exists (select from touched_orders t where t.workspace_id = w.id)
          or exists (select from touched_subjects t where t.workspace_id = w.id) as pending
        from workspaces w where w.id = any (${ids})`);
      return new Map(rows.map((row) => [row.id, row.pending]));
    });
    return pending === true;
  }

  @FieldResolver(() => Source, { nullable: true })
  source(@Root() run: SyncRun, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, run.sourceId);
  }
}

@Resolver(() => Source)
export class SourceRuns {
  @FieldResolver(() => SyncRun, { nullable: true })
  lastRun(@Root() source: Source, @Ctx() context: Context): Promise<SyncRun | null> {
    return loadLastRun(context, source.id);
  }

  @FieldResolver(() => SyncRunConnection, { description: 'Its runs, the latest first.' })
  async runs(
    @Root() source: Source,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<SyncRun & PagedRow>> {
    const page = pageOf(args, {
      name: 'runs',
      value: sql`r.requested_at`,
      type: 'timestamptz',
      id: sql`r.id`,
      descending: true,
    });
    const of = sql<boolean>`r.workspace_id = ${context.workspaceId} and r.source_id = ${source.id}`;
    const rows = await context.rows(sql<SyncRun & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from runs r
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`runs r where ${of}`));
  }
}
