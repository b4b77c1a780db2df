import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Cpi as Row } from '../measure/cpi/list.ts';
import type { Context } from './context.ts';
import { Cpi } from './cpi.ts';
import { definitionDocument } from './cpi-input.ts';
import { CpiDocumentScalar, DateScalar } from './scalars.ts';

@ObjectType({ description: 'How a CPI was defined for some days.', simpleResolvers: true })
export class CpiVersion {
  @Field(() => Int)
  number!: number;

  @Field(() => DateScalar, { nullable: true, description: 'The first day on which it holds. Null for all before.' })
  from!: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day. Null where none follows.' })
  to!: string | null;

  @Field(() => CpiDocumentScalar)
  definition!: object;
}

@ObjectType({ description: 'How far the history of a CPI has been worked out.', simpleResolvers: true })
export class CpiBackfill {
  @Field(() => Int, { description: 'Subjects looked at.' })
  done!: number;

  @Field(() => Int, { description: 'Of about so many.' })
  total!: number;

  @Field(() => Boolean, {
    description: 'Until then readings are worked out when they are asked for, which takes longer.',
  })
  finished!: boolean;
}

@Resolver(() => Cpi)
export class CpiVersions {
  @FieldResolver(() => CpiDocumentScalar, { description: 'As it is now.' })
  definition(@Root() { definition }: Row): object {
    return definitionDocument(definition);
  }

  @FieldResolver(() => [CpiVersion], { description: 'The versions that hold on some days, the oldest first.' })
  versions(@Root() { versions }: Row): CpiVersion[] {
    return versions.map(({ number, from, to, definition }) => ({
      number,
      from,
      to,
      definition: definitionDocument(definition),
    }));
  }

  @FieldResolver(() => CpiBackfill, { nullable: true, description: 'Of its current version. Null before it began.' })
  backfill(@Root() { id, versions }: Row, @Ctx() context: Context): Promise<CpiBackfill | null> {
    return context.batch('backfill', `${id} ${versions.at(-1)!.number}`, async () => {
      const rows = await context.rows(sql<CpiBackfill & { name: string }>`
        select cpi_id || ' ' || version as name, done, total, finished from cpi_fills
        where workspace_id = ${context.workspaceId}`);
      return new Map(rows.map(({ name, ...fill }) => [name, fill]));
    });
  }
}
