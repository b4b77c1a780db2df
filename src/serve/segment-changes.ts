import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { expected } from '../errors.ts';
import { type SegmentDefinition, checkSegmentFilter, findSegment } from '../measure/segments/index.ts';
import type { Scope } from '../model/api-key.ts';
import { Segment as SegmentRow } from '../model/segment.ts';
import type { Context } from './context.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { idOf, unknownId } from './global-id.ts';
import { Segment } from './segment.ts';
import { UserError, asUserErrors, checkText, userError } from './user-error.ts';

@InputType()
export class CreateSegmentInput {
  @Field(() => String)
  name!: string;

  @Field(() => CustomerFilterInput)
  filter!: CustomerFilterInput;
}

@InputType()
export class UpdateSegmentInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'As it was, where left out.' })
  name?: string | null;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'As it was, where left out.' })
  filter?: CustomerFilterInput | null;
}

@InputType()
export class DeleteSegmentInput {
  @Field(() => ID)
  id!: string;
}

@ObjectType({ simpleResolvers: true })
export class SegmentPayload {
  @Field(() => Segment, { nullable: true, description: 'Null where there are errors.' })
  segment?: SegmentDefinition | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteSegmentPayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  deletedSegmentId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class SegmentMutations {
  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => SegmentPayload, { description: 'Saves a filter as a segment.' })
  createSegment(@Ctx() context: Context, @Arg('input', () => CreateSegmentInput) input: CreateSegmentInput) {
    return asUserErrors(async (): Promise<SegmentPayload> => {
      const id = randomUUID();
      const filter = toFilter(context, input.filter);
      const userErrors = await checkName(context, input.name, id);
      if (userErrors.length > 0) return { userErrors };
      const measure = await context.measure();
      await checkSegmentFilter(measure, filter, null);
      const now = new Date();
      const { workspaceId } = context;
      await context.em.insert(SegmentRow, {
        workspaceId,
        id,
        name: input.name.trim(),
        filter,
        createdAt: now,
        updatedAt: now,
      });
      return { segment: await findSegment(measure, id), userErrors };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => SegmentPayload, { description: 'Changes the name or the filter of a saved segment.' })
  updateSegment(@Ctx() context: Context, @Arg('input', () => UpdateSegmentInput) input: UpdateSegmentInput) {
    return asUserErrors(async (): Promise<SegmentPayload> => {
      const id = await savedId(context, input.id);
      const filter = input.filter ? toFilter(context, input.filter) : null;
      const userErrors = input.name == null ? [] : await checkName(context, input.name, id);
      if (userErrors.length > 0) return { userErrors };
      const measure = await context.measure();
      if (filter) await checkSegmentFilter(measure, filter, id);
      const changes = {
        ...(input.name != null && { name: input.name.trim() }),
        ...(filter && { filter }),
        updatedAt: new Date(),
      };
      await context.em.nativeUpdate(SegmentRow, { workspaceId: context.workspaceId, id }, changes);
      return { segment: await findSegment(measure, id), userErrors };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => DeleteSegmentPayload, { description: 'Forgets a saved segment; its customers stay.' })
  deleteSegment(@Ctx() context: Context, @Arg('input', () => DeleteSegmentInput) input: DeleteSegmentInput) {
    return asUserErrors(async (): Promise<DeleteSegmentPayload> => {
      const id = await savedId(context, input.id);
      await context.em.nativeDelete(SegmentRow, { workspaceId: context.workspaceId, id });
      return { deletedSegmentId: input.id, userErrors: [] };
    });
  }
}

/** Throws BAD_INPUT where the id names no segment, or a built-in one. */
async function savedId(context: Context, globalId: string): Promise<string> {
  const id = idOf('Segment', globalId, 'id');
  const segment = await findSegment(await context.measure(), id);
  if (!segment) throw unknownId('Segment', globalId, 'id');
  if (segment.builtIn)
    throw expected('BAD_INPUT', { field: 'id', reason: 'names a built-in segment, which stays as it is' });
  return id;
}

async function checkName(context: Context, name: string, id: string): Promise<UserError[]> {
  const taken = await context.count(sql`segments where workspace_id = ${context.workspaceId}
    and name = ${name.trim()} and id <> ${id}`);
  if (taken > 0) return [userError('TAKEN', 'name', `There is a segment named "${name.trim()}" already.`)];
  return checkText(name, 'name');
}
