import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { DateTimeScalar } from './scalars.ts';
import { SourceTrouble, troubleOf } from './source-trouble.ts';
import { SyncRun } from './sync-run.ts';

const DriftChange = enumType('DriftChange', 'How a field of the records differs from what it was.', [
  'NEW',
  'MISSING',
  'TYPE',
]);

@ObjectType({
  description: 'A field of the records that differs from what it was: the vendor changed something.',
  simpleResolvers: true,
})
export class FieldDrift {
  @Field(() => String, { description: '"total", or "customer.email" one level deeper.' })
  field!: string;

  @Field(() => DriftChange)
  change!: string;

  @Field(() => [String], { description: 'The JSON types that it has now.' })
  types!: string[];

  @Field(() => [String], { description: 'The JSON types that it had before.' })
  before!: string[];
}

const RunStreamStatus = enumType('RunStreamStatus', 'How far one stream of a run got.', [
  'WAITING',
  'RUNNING',
  'SUCCEEDED',
  'PARTIAL',
  'FAILED',
  'CANCELLED',
]);

@ObjectType({ description: 'How far one stream of a run is, and what went wrong.', simpleResolvers: true })
export class RunStream {
  @Field(() => String)
  name!: string;

  @Field(() => RunStreamStatus)
  status!: string;

  @Field(() => Int, { description: 'Records that the source gave.' })
  read!: string;

  @Field(() => Int, { description: 'Records among them that were new or changed.' })
  written!: string;

  @Field(() => Int, { description: 'Records that could not be taken.' })
  rejected!: string;

  @Field(() => Int, { description: 'Records found gone at the source.' })
  deleted!: string;

  @Field(() => Float, { nullable: true, description: 'The share that is done, 0 to 1. Null where nobody knows.' })
  progress!: number | null;

  @Field(() => SourceTrouble, { nullable: true, description: 'Why it ended early. Null where it did not.' })
  trouble!: SourceTrouble | null;

  @Field(() => [FieldDrift], { description: 'What changed in the shape of its records.' })
  drift!: FieldDrift[];

  @Field(() => DateTimeScalar, { nullable: true })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  finishedAt!: Date | null;
}

interface Row extends Omit<RunStream, 'trouble'> {
  runId: string;
  errorKind: string | null;
  error: string | null;
}

@Resolver(() => SyncRun)
export class RunStreams {
  @FieldResolver(() => [RunStream], { description: 'Its streams, by name. Empty before it has begun.' })
  async streams(@Root() run: SyncRun, @Ctx() context: Context): Promise<RunStream[]> {
    const found = await context.batch('streams of run', run.id, async (ids) => {
      const rows = await context.rows(sql<Row>`
        select run_id as "runId", stream as name, status, read, written, rejected, deleted, share as progress,
               error_kind as "errorKind", error, drift, started_at as "startedAt", finished_at as "finishedAt"
          from run_streams where workspace_id = ${context.workspaceId} and run_id = any(${ids}) order by stream`);
      return Map.groupBy(rows, ({ runId }) => runId);
    });
    return (found ?? []).map(({ errorKind, error, ...row }) => ({
      ...row,
      trouble: error === null ? null : troubleOf(row.name, errorKind, error),
    }));
  }
}
