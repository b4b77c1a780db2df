import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { FieldDrift } from './run-stream.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';

/** So many runs back is looked for changes. */
const mostRuns = 50;

@ObjectType({ description: 'What a run found changed in the shape of the records of a stream.', simpleResolvers: true })
export class StreamDrift {
  @Field(() => String)
  stream!: string;

  @Field(() => DateTimeScalar)
  at!: Date;

  @Field(() => [FieldDrift])
  fields!: FieldDrift[];
}

@Resolver(() => Source)
export class SourceDriftResolver {
  @FieldResolver(() => [StreamDrift], {
    description: `What changed in the shape of its records over the last ${mostRuns} runs, the latest first.`,
  })
  async drift(@Root() source: Source, @Ctx() context: Context): Promise<StreamDrift[]> {
    const { workspaceId } = context;
    const found = await context.batch('drift of source', source.id, async (ids) => {
      const rows = await context.rows(sql<StreamDrift & { sourceId: string }>`
        select s.source_id as "sourceId", s.stream, s.finished_at as at, s.drift as fields from (
          select r.source_id, f.stream, f.finished_at, f.drift,
                 dense_rank() over (partition by r.source_id order by r.requested_at desc, r.id) as place
            from runs r join run_streams f on f.workspace_id = ${workspaceId} and f.run_id = r.id
           where r.workspace_id = ${workspaceId} and r.source_id = any(${ids}) and f.finished_at is not null) s
         where s.place <= ${mostRuns} and s.drift <> '[]'
         order by s.place, s.stream`);
      return Map.groupBy(rows, ({ sourceId }) => sourceId);
    });
    return found ?? [];
  }
}
