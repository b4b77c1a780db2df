import { sql } from 'kysely';
import { Args, Authorized, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';

@ObjectType({
  description: 'A record that could not be taken, and why. It goes once its record is taken.',
  simpleResolvers: true,
})
export class Reject {
  @Field(() => String)
  stream!: string;

  @Field(() => String, { description: 'The key of the record in its stream.' })
  key!: string;

  @Field(() => String, { nullable: true, description: 'Null where the record as a whole could not be read.' })
  field!: string | null;

  @Field(() => String, { nullable: true, description: 'Where the record stood, such as "orders.csv:17".' })
  position!: string | null;

  @Field(() => String)
  reason!: string;

  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, { nullable: true, simple: false, description: 'The value at fault.' })
  value!: string | null;

  @Field(() => DateTimeScalar)
  rejectedAt!: Date;
}

const RejectConnection = connectionType('Reject', () => Reject);

@Resolver(() => Source)
export class SourceRejects {
  @Authorized<Scope>('MANAGE_SOURCES')
  @FieldResolver(() => RejectConnection, { nullable: true, description: 'What could not be taken, the latest first.' })
  async rejects(
    @Root() source: Source,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<Reject & PagedRow>> {
    const id = sql<string>`md5(concat_ws(chr(10), r.stream, r.key, r.field))::uuid`;
    const page = pageOf(args, {
      name: 'rejects',
      value: sql`r.rejected_at`,
      type: 'timestamptz',
      id,
      descending: true,
    });
    const of = sql<boolean>`r.workspace_id = ${context.workspaceId} and r.source_id = ${source.id}`;
    const rows = await context.rows(sql<Reject & PagedRow>`
      select ${id} as id, r.stream, r.key, nullif(r.field, '') as field, r.position, r.reason, r.value,
             r.rejected_at as "rejectedAt", ${page.sortValue} as "sortValue"
        from rejects r where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`rejects r where ${of}`));
  }
}
