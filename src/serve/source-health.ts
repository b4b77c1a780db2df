import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source } from './source.ts';
import { SourceTrouble, troubleOf } from './source-trouble.ts';

const SourceState = enumType('SourceState', 'How a source is.', ['NEVER_READ', 'HEALTHY', 'FAILING', 'PAUSED'], {
  NEVER_READ: 'No run has ended yet.',
  HEALTHY: 'The last run read it to its end.',
  FAILING: 'The last run did not read all of it.',
  PAUSED: 'It is not read until it is resumed.',
});

@ObjectType({ description: 'How a source is, how fresh what it told is, and what went wrong.', simpleResolvers: true })
export class SourceHealth {
  @Field(() => SourceState)
  state!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last read to its end.' })
  readAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The latest event among its records.' })
  dataThrough!: Date | null;

  @Field(() => [SourceTrouble], { description: 'What went wrong in the last run. Empty where nothing did.' })
  troubles!: SourceTrouble[];
}

interface Row {
  sourceId: string;
  status: string | null;
  error: string | null;
  readAt: Date | null;
  dataThrough: Date | null;
  failures: { stream: string; kind: string | null; error: string }[];
}

@Resolver(() => Source)
export class SourceHealthResolver {
  @FieldResolver(() => SourceHealth)
  async health(@Root() source: Source, @Ctx() context: Context): Promise<SourceHealth> {
    const { workspaceId } = context;
    const found = await context.batch('health of source', source.id, async (ids) => {
      const rows = await context.rows(sql<Row>`
        with last as (
          select distinct on (r.source_id) r.source_id, r.id, r.status, r.error from runs r
           where r.workspace_id = ${workspaceId} and r.source_id = any(${ids}) and r.finished_at is not null
           order by r.source_id, r.requested_at desc, r.id)
        select s.id as "sourceId", last.status, last.error,
               (select max(r.finished_at) from runs r where r.workspace_id = ${workspaceId} and r.source_id = s.id
                   and r.status in ('SUCCEEDED', 'PARTIAL')) as "readAt",
               (select max(t.data_through) from streams t
                 where t.workspace_id = ${workspaceId} and t.source_id = s.id) as "dataThrough",
               (select coalesce(json_agg(json_build_object('stream', f.stream, 'kind', f.error_kind, 'error', f.error)
                         order by f.stream), '[]')
                  from run_streams f
                 where f.workspace_id = ${workspaceId} and f.run_id = last.id and f.error is not null) as failures
          from sources s left join last on last.source_id = s.id
         where s.workspace_id = ${workspaceId} and s.id = any(${ids})`);
      return new Map(rows.map((row) => [row.sourceId, row]));
    });
    const { status, error, failures, readAt, dataThrough } = found!;
    const troubles = failures.map(({ stream, kind, error: message }) => troubleOf(stream, kind, message));
    if (troubles.length === 0 && error !== null) troubles.push(troubleOf(null, null, error));
    return { state: stateOf(source, status), readAt, dataThrough, troubles };
  }
}

function stateOf({ enabled }: Source, lastStatus: string | null): keyof typeof SourceState {
  if (!enabled) return 'PAUSED';
  if (lastStatus === null) return 'NEVER_READ';
  return lastStatus === 'FAILED' ? 'FAILING' : 'HEALTHY';
}
