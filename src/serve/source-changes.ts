import { Arg, Authorized, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { sql } from 'kysely';
import { expected } from '../errors.ts';
import type { SourceDesk } from '../land/desk.ts';
import { nextTime, pauseSource, resumeSource, scheduleSource } from '../land/queue/schedule.ts';
import { type SourceKey, renameSource } from '../land/source.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { JsonScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';
import { UserError, asUserErrors, checkText, userError } from './user-error.ts';

/** As `SourceDesk` takes them. */
export type Settings = Parameters<SourceDesk['update']>[1];

const settingsDescription = "As the connector's settingsSchema says; secrets are kept encrypted and never read back.";

@InputType()
export class ConnectSourceInput {
  @Field(() => String, { description: 'The key of the connector.' })
  connector!: string;

  @Field(() => String)
  name!: string;

  @Field(() => JsonScalar, { description: settingsDescription })
  settings!: Settings;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateSourceInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => JsonScalar, {
    nullable: true,
    description: `Settings that are not named stay as they are; null takes one away. ${settingsDescription}`,
  })
  settings?: Settings | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cron text (minute, hour, day, month, weekday) in the time zone of the workspace; null ends it.',
  })
  schedule?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'False pauses it, true resumes it.' })
  enabled?: boolean | null;
}

@InputType()
export class DisconnectSourceInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
export class SourcePayload {
  @Field(() => Source, { nullable: true, description: 'Null where there are errors.' })
  source?: Source | null;

  @Field(() => String, { nullable: true, description: 'What it is connected to, where that was asked.' })
  account?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DisconnectSourcePayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  disconnectedSourceId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Records that went with it, and all that had come of them.' })
  removedRecords?: number | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class SourceMutations {
  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => SourcePayload, {
    description: 'Connects a system, once it answered with these settings. Nothing is read before a run is started.',
  })
  connectSource(@Ctx() context: Context, @Arg('input', () => ConnectSourceInput) input: ConnectSourceInput) {
    return asUserErrors(async (): Promise<SourcePayload> => {
      const { connector, settings } = input;
      const name = input.name.trim();
      const userErrors = await checkName(context, name, null);
      if (userErrors.length > 0) return { userErrors };
      const { workspaceId } = context;
      checkSettings(settings);
      const { sourceId, account } = await context.site.desk.connect({ workspaceId, connector, name, settings });
      context.forget();
      return { source: await loadSource(context, sourceId), account, userErrors };
    });
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => SourcePayload, {
    description:
      'Changes a source. Other settings are kept once it answered with them; the next run maps its records anew.',
  })
  updateSource(@Ctx() context: Context, @Arg('input', () => UpdateSourceInput) input: UpdateSourceInput) {
    return asUserErrors(async (): Promise<SourcePayload> => {
      const key = await sourceKey(context, input.id, 'id');
      const { store } = context;
      const name = input.name?.trim();
      const userErrors = name === undefined ? [] : await checkName(context, name, key.sourceId);
      if (userErrors.length > 0) return { userErrors };
      if (input.settings) checkSettings(input.settings);
      if (input.schedule != null) nextTime(input.schedule, context.workspace.timeZone, key.sourceId, new Date());
      // First what may be refused by others, so that a change is made as a whole or not at all.
      const connected = input.settings && (await context.site.desk.update(key, input.settings));
      if (name !== undefined) await renameSource(store, key, name);
      if (input.schedule !== undefined) await scheduleSource(store, key, input.schedule);
      if (input.enabled != null) await (input.enabled ? resumeSource : pauseSource)(store, key);
      context.forget();
      return { source: await loadSource(context, key.sourceId), account: connected?.account ?? null, userErrors };
    });
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => DisconnectSourcePayload, {
    description: 'Removes a source with all its records and all that came of them; figures are worked out anew.',
  })
  disconnectSource(@Ctx() context: Context, @Arg('input', () => DisconnectSourceInput) input: DisconnectSourceInput) {
    return asUserErrors(async (): Promise<DisconnectSourcePayload> => {
      const key = await sourceKey(context, input.id, 'id');
      const [held] = await context.rows(sql<{ records: number }>`
        select coalesce(sum(rows), 0)::int as records from streams
         where workspace_id = ${key.workspaceId} and source_id = ${key.sourceId}`);
      await context.site.desk.remove(key);
      context.forget();
      return { disconnectedSourceId: input.id, removedRecords: held!.records, userErrors: [] };
    });
  }
}

/** The source with that global id. Throws BAD_INPUT naming `field`. */
export async function sourceKey(context: Context, globalId: string, field: string): Promise<SourceKey> {
  const source = await loadSource(context, idOf('Source', globalId, field));
  if (!source) throw unknownId('Source', globalId, field);
  return { workspaceId: context.workspaceId, sourceId: source.id };
}

/** Throws BAD_INPUT where the settings are no JSON object. */
export function checkSettings(settings: unknown): void {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw expected('BAD_INPUT', { field: 'settings', reason: 'must be a JSON object' });
}

async function checkName(context: Context, name: string, id: string | null): Promise<UserError[]> {
  const taken = await context.count(sql`sources where workspace_id = ${context.workspaceId}
    and name = ${name} and id is distinct from ${id}`);
  if (taken > 0) return [userError('TAKEN', 'name', `There is a source named "${name}" already.`)];
  return checkText(name, 'name');
}
