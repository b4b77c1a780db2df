import { sql } from 'kysely';
import { Arg, Authorized, Ctx, ID, Resolver, Subscription } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { SyncRun, loadRun } from './sync-run.ts';

/** Something whenever the run has changed, the last time when it has ended. */
async function* changes(context: Context, runId: string): AsyncGenerator<object> {
  const { workspaceId } = context;
  for await (const _ of context.site.runs.changes(`${workspaceId} ${runId}`)) {
    const [run] = await context.rows(sql<{ ended: boolean }>`
      select finished_at is not null as ended from runs where workspace_id = ${workspaceId} and id = ${runId}`);
    yield {};
    // With its source the run is gone too.
    if (run?.ended !== false) return;
  }
}

@Resolver(() => SyncRun)
export class RunSubscription {
  @Authorized<Scope>('READ_METRICS')
  @Subscription(() => SyncRun, {
    nullable: true,
    description: 'How a run gets on, about once a second while it changes, until it has ended.',
    subscribe: ({ args, context }: { args: { id: string }; context: Context }) =>
      changes(context, idOf('SyncRun', args.id, 'id')),
  })
  async syncRun(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SyncRun> {
    const run = await loadRun(context, idOf('SyncRun', id, 'id'));
    if (!run) throw unknownId('SyncRun', id, 'id');
    return run;
  }
}
