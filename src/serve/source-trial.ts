import { Arg, Authorized, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { expected } from '../errors.ts';
import type { Subject } from '../land/desk.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { JsonScalar } from './scalars.ts';
import { type Settings, checkSettings, sourceKey } from './source-changes.ts';
import { UserError, asUserErrors } from './user-error.ts';

const mostRecords = 50;

@InputType({ description: 'A source, or a connector with settings that are not kept.' })
export class TestConnectionInput {
  @Field(() => ID, { nullable: true })
  source?: string | null;

  @Field(() => String, { nullable: true, description: 'The key of the connector.' })
  connector?: string | null;

  @Field(() => JsonScalar, { nullable: true })
  settings?: Settings | null;
}

@InputType()
export class PreviewStreamInput extends TestConnectionInput {
  @Field(() => String)
  stream!: string;

  @Field(() => Int, { defaultValue: 10, description: `How many records, at most ${mostRecords}.` })
  first!: number;
}

@ObjectType({ simpleResolvers: true })
export class TestConnectionPayload {
  @Field(() => String, { nullable: true, description: 'What it is connected to. Null where there are errors.' })
  account?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ description: 'What a record would become.', simpleResolvers: true })
export class PreviewedDraft {
  @Field(() => String, { description: 'customer, order, line …' })
  type!: string;

  @Field(() => JsonScalar)
  data!: unknown;
}

@ObjectType({ description: 'Why a record cannot be taken.', simpleResolvers: true })
export class PreviewedReject {
  @Field(() => String, { nullable: true, description: 'Null where the record as a whole could not be read.' })
  field!: string | null;

  @Field(() => String)
  reason!: string;

  @Field(() => String, { nullable: true, description: 'The value at fault.' })
  value!: string | null;
}

@ObjectType({ description: 'A record as the vendor gives it, beside what it would become.', simpleResolvers: true })
export class PreviewedRecord {
  @Field(() => String)
  key!: string;

  @Field(() => String, { nullable: true, description: 'Where it stands, such as "orders.csv:17".' })
  position!: string | null;

  @Field(() => JsonScalar)
  payload!: unknown;

  @Field(() => [PreviewedDraft], { description: 'Empty where it is rejected, or tells of nothing.' })
  drafts!: PreviewedDraft[];

  @Field(() => [PreviewedReject])
  rejects!: PreviewedReject[];
}

@ObjectType({ simpleResolvers: true })
export class PreviewStreamPayload {
  @Field(() => [PreviewedRecord], { nullable: true, description: 'Null where there are errors.' })
  records?: PreviewedRecord[] | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class SourceTrials {
  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => TestConnectionPayload, { description: 'Asks whether a system answers. Nothing is kept.' })
  testConnection(@Ctx() context: Context, @Arg('input', () => TestConnectionInput) input: TestConnectionInput) {
    return asUserErrors(async (): Promise<TestConnectionPayload> => {
      const { account } = await context.site.desk.check(await subjectOf(context, input));
      return { account, userErrors: [] };
    });
  }

  @Authorized<Scope>('MANAGE_SOURCES')
  @Mutation(() => PreviewStreamPayload, {
    description: 'Reads the first records of a stream, and keeps nothing. Needs READ_PERSONAL_DATA as well.',
  })
  previewStream(@Ctx() context: Context, @Arg('input', () => PreviewStreamInput) input: PreviewStreamInput) {
    return asUserErrors(async (): Promise<PreviewStreamPayload> => {
      context.allow('READ_PERSONAL_DATA', 'previewStream');
      const { stream, first } = input;
      if (first < 1 || first > mostRecords)
        throw expected('BAD_INPUT', { field: 'first', reason: `must be from 1 to ${mostRecords}, not ${first}` });
      const found = await context.site.desk.preview(await subjectOf(context, input), stream, first);
      const records = found.map(({ rejects, ...record }) => ({
        ...record,
        rejects: rejects.map((reject) => ({ ...reject, field: reject.field || null })),
      }));
      return { records, userErrors: [] };
    });
  }
}

/** Throws BAD_INPUT where the input names both a source and settings, or neither. */
async function subjectOf(context: Context, { source, connector, settings }: TestConnectionInput): Promise<Subject> {
  if (source != null && connector == null && settings == null) return sourceKey(context, source, 'source');
  if (source != null || connector == null || settings == null)
    throw expected('BAD_INPUT', { field: 'source', reason: 'is given alone, or else connector and settings together' });
  checkSettings(settings);
  return { connector, settings };
}
