import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { cancelRun, requestRun } from '../land/queue/run-queue.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { sourceKey } from './source-changes.ts';
import { SyncRun, loadRun } from './sync-run.ts';
import { UserError, asUserErrors } from './user-error.ts';

@InputType()
export class StartSyncInput {
  @Field(() => ID)
  source!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Reads everything again, not only what changed.' })
  full!: boolean;
}

@InputType()
export class CancelRunInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
export class RunPayload {
  @Field(() => SyncRun, { nullable: true, description: 'Null where there are errors.' })
  run?: SyncRun | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class RunMutations {
  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => RunPayload, {
    description: 'Puts a run of a source into the queue. Where one waits there already, it is that.',
  })
  startSync(@Ctx() context: Context, @Arg('input', () => StartSyncInput) { source, full }: StartSyncInput) {
    return asUserErrors(async (): Promise<RunPayload> => {
      const key = await sourceKey(context, source, 'source');
      const runId = await requestRun(context.store, { ...key, trigger: 'MANUAL', full });
      context.forget();
      return { run: await loadRun(context, runId), userErrors: [] };
    });
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => RunPayload, {
    description: 'Ends a run that waits at once, and one that is under way after the page at hand; what is kept stays.',
  })
  cancelRun(@Ctx() context: Context, @Arg('input', () => CancelRunInput) { id }: CancelRunInput) {
    return asUserErrors(async (): Promise<RunPayload> => {
      const runId = idOf('SyncRun', id, 'id');
      const { workspaceId, store } = context;
      if (!(await context.count(sql`runs where workspace_id = ${workspaceId} and id = ${runId}`)))
        throw unknownId('SyncRun', id, 'id');
      await cancelRun(store, { workspaceId, runId });
      context.forget();
      return { run: await loadRun(context, runId), userErrors: [] };
    });
  }
}
