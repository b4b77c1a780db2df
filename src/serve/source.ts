import { sql } from 'kysely';
import { Arg, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root, Authorized } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { Connector, connectorOf } from './connector.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { Node } from './node.ts';
import { DateTimeScalar } from './scalars.ts';

@ObjectType({
  description: 'One configured connection: which data we hold, of what kind, from which system.',
  implements: Node,
  simpleResolvers: true,
})
export class Source extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'The key of the plugin that reads it.' })
  connectorKey!: string;

  @Field(() => Boolean, { description: 'False while it is paused.' })
  enabled!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "When it is read by itself, as cron text in the workspace's time zone. Null where only when asked to.",
  })
  schedule!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it is read by itself the next time.' })
  nextRunAt!: Date | null;

  @Field(() => DateTimeScalar)
  createdAt!: Date;
}

const columns = sql`id, name, connector as "connectorKey", enabled, schedule,
  case when enabled then next_run_at end as "nextRunAt", created_at as "createdAt"`;

/** The source with that id, null where the workspace has none. */
export const loadSource = (context: Context, id: string): Promise<Source | null> =>
  context.batch('source', id, async (ids) => {
    const rows = await context.rows(
      sql<Source>`select ${columns} from sources where workspace_id = ${context.workspaceId} and id = any(${ids})`,
    );
    return new Map(rows.map((row) => [row.id, row]));
  });

@Resolver(() => Source)
export class SourceResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [Source], { nullable: true, description: 'Every configured source, by name.' })
  sources(@Ctx() context: Context): Promise<Source[]> {
    return context.rows(
      sql<Source>`select ${columns} from sources where workspace_id = ${context.workspaceId} order by name`,
    );
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => Source, { nullable: true })
  async source(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Source> {
    const source = await loadSource(context, idOf('Source', id, 'id'));
    if (!source) throw unknownId('Source', id, 'id');
    return source;
  }

  @FieldResolver(() => Connector, { nullable: true, description: 'Null where the plugin is not installed here.' })
  connector(@Root() source: Source, @Ctx() context: Context): Connector | null {
    return connectorOf(context, source.connectorKey);
  }
}
