import { sql } from 'kysely';
import { Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { DateTimeScalar, JsonScalar } from './scalars.ts';
import { Source } from './source.ts';

@ObjectType({ description: 'How the vendor tells of changes by itself.', simpleResolvers: true })
export class Webhook {
  @Field(() => String, { description: 'The address to give to the vendor.' })
  url!: string;

  @Field(() => String, { description: 'How it is set up at the vendor.' })
  setup!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null where nothing came in the last days.' })
  lastDeliveryAt!: Date | null;

  @Field(() => Int, { description: 'Deliveries that wait to be taken.' })
  waiting!: number;

  @Field(() => Int, { description: 'Deliveries that could not be taken; what they tell, the next run reads.' })
  failed!: number;

  @Field(() => String, { nullable: true, description: 'Why a delivery could not be taken, the last time.' })
  lastError!: string | null;
}

type Deliveries = Pick<Webhook, 'lastDeliveryAt' | 'waiting' | 'failed' | 'lastError'>;

interface Settings {
  sourceId: string;
  settings: Record<string, unknown>;
  sealed: string[];
}

async function settingsOf(context: Context, source: Source): Promise<{ open: object; secretsSet: string[] } | null> {
  const connector = context.site.connectors.find(({ id }) => id === source.connectorKey);
  const found = await context.batch('settings of source', source.id, async (ids) => {
    const rows = await context.rows(sql<Settings>`
      select s.id as "sourceId", s.settings,
             array(select k.name from source_secrets k
                    where k.workspace_id = ${context.workspaceId} and k.source_id = s.id) as sealed
        from sources s where s.workspace_id = ${context.workspaceId} and s.id = any(${ids})`);
    return new Map(rows.map((row) => [row.sourceId, row]));
  });
  // Which settings are secret, only the connector says.
  if (!found || !connector) return null;
  const secrets: readonly string[] = connector.secrets ?? [];
  const isSecret = (name: string) => secrets.includes(name);
  const written = Object.entries(found.settings);
  return {
    open: Object.fromEntries(written.filter(([name]) => !isSecret(name))),
    secretsSet: [...new Set([...written.map(([name]) => name), ...found.sealed])].filter(isSecret).toSorted(),
  };
}

@Resolver(() => Source)
export class SourceSettings {
  @Authorized<Scope>('MANAGE_SOURCES')
  @FieldResolver(() => JsonScalar, {
    nullable: true,
    description:
      'Its settings without the secrets, which nobody can read. Null where the plugin is not installed here.',
  })
  async settings(@Root() source: Source, @Ctx() context: Context): Promise<object | null> {
    return (await settingsOf(context, source))?.open ?? null;
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @FieldResolver(() => [String], { nullable: true, description: 'The secrets that it was given.' })
  async secretsSet(@Root() source: Source, @Ctx() context: Context): Promise<string[] | null> {
    return (await settingsOf(context, source))?.secretsSet ?? null;
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @FieldResolver(() => Webhook, { nullable: true, description: 'Null where its connector takes no webhooks.' })
  async webhook(@Root() source: Source, @Ctx() context: Context): Promise<Webhook | null> {
    const setup = context.site.connectors.find(({ id }) => id === source.connectorKey)?.webhooks?.setup;
    if (setup === undefined) return null;
    const url = `${context.site.publicUrl}/webhooks/${source.id}`;
    const found = await context.batch('deliveries of source', source.id, async (ids) => {
      const rows = await context.rows(sql<Deliveries & { sourceId: string }>`
        select source_id as "sourceId", max(received_at) as "lastDeliveryAt",
               count(*) filter (where status = 'WAITING')::int as waiting,
               count(*) filter (where status = 'FAILED')::int as failed,
               (array_agg(error order by seq desc) filter (where error is not null))[1] as "lastError"
          from webhook_deliveries where workspace_id = ${context.workspaceId} and source_id = any(${ids})
         group by source_id`);
      return new Map(rows.map(({ sourceId, ...deliveries }) => [sourceId, deliveries]));
    });
    const none: Deliveries = { lastDeliveryAt: null, waiting: 0, failed: 0, lastError: null };
    return { url, setup: setup.replaceAll('{url}', url), ...(found ?? none) };
  }
}
