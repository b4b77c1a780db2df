import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { Arg, Authorized, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { expected, fail } from '../errors.ts';
import { customersWhere } from '../measure/filter-sql.ts';
import {
  type SegmentDefinition,
  checkSegmentFilter,
  findSegment,
  listSegments,
  usersOf,
} from '../measure/segments/index.ts';
import { addToList, forgetSegment, takeOffList } from '../measure/segments/list.ts';
import type { Scope } from '../model/api-key.ts';
import { Segment as SegmentRow } from '../model/segment.ts';
import type { Context } from './context.ts';
import { toFilter } from './customer-filter.ts';
import { idOf, unknownId } from './global-id.ts';
import {
  ChangeSegmentMembersInput,
  CreateSegmentInput,
  DeleteSegmentInput,
  UpdateSegmentInput,
} from './segment-input.ts';
import { Segment, segmentNamed } from './segment.ts';
import { UserError, asUserErrors, checkText, userError } from './user-error.ts';

const mostMembers = 1000;

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
  @Mutation(() => SegmentPayload, { description: 'Saves a filter as a segment, or a list of customers.' })
  createSegment(@Ctx() context: Context, @Arg('input', () => CreateSegmentInput) input: CreateSegmentInput) {
    return asUserErrors(async (): Promise<SegmentPayload> => {
      const id = randomUUID();
      const filter = input.filter ? toFilter(context, input.filter) : null;
      const userErrors = await checkName(context, input.name, id);
      if (userErrors.length > 0) return { userErrors };
      const measure = await context.measure();
      const members = await membersOf(context, input);
      if (filter) await checkSegmentFilter(measure, filter, null);
      const [now, name] = [new Date(), input.name.trim()];
      await context.em.transactional(async (em) => {
        await em.insert(SegmentRow, {
          workspaceId: context.workspaceId,
          id,
          name,
          filter,
          createdAt: now,
          updatedAt: now,
        });
        if (members) await addToList({ ...measure, em }, id, members);
      });
      return { segment: await findSegment(measure, id), userErrors };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => SegmentPayload, { description: 'Changes the name or the filter of a saved segment.' })
  updateSegment(@Ctx() context: Context, @Arg('input', () => UpdateSegmentInput) input: UpdateSegmentInput) {
    return asUserErrors(async (): Promise<SegmentPayload> => {
      const { id, ...saved } = await savedSegment(context, input.id);
      const filter = input.filter ? toFilter(context, input.filter) : null;
      if (filter && !saved.filter)
        return { userErrors: [userError('CONFLICT', 'filter', `"${saved.name}" is a list, which has no filter.`)] };
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
      context.forget();
      return { segment: await findSegment(measure, id), userErrors };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => SegmentPayload, { description: 'Puts customers on a list, and takes others off it.' })
  changeSegmentMembers(
    @Ctx() context: Context,
    @Arg('input', () => ChangeSegmentMembersInput) input: ChangeSegmentMembersInput,
  ) {
    return asUserErrors(async (): Promise<SegmentPayload> => {
      const segment = await savedSegment(context, input.id);
      if (segment.filter)
        return {
          userErrors: [userError('CONFLICT', 'id', `"${segment.name}" is no list: its filter finds whom it holds.`)],
        };
      const [add, remove] = [
        await customersNamed(context, input, 'add'),
        await customersNamed(context, input, 'remove'),
      ];
      const measure = await context.measure();
      await context.em.transactional(async (em) => {
        if (remove) await takeOffList({ ...measure, em }, segment.id, remove);
        if (add) await addToList({ ...measure, em }, segment.id, add);
      });
      context.forget();
      return { segment, userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_SEGMENTS')
  @Mutation(() => DeleteSegmentPayload, {
    description: 'Forgets a saved segment that no other refers to; its customers stay.',
  })
  deleteSegment(@Ctx() context: Context, @Arg('input', () => DeleteSegmentInput) input: DeleteSegmentInput) {
    return asUserErrors(async (): Promise<DeleteSegmentPayload> => {
      const { id, name } = await savedSegment(context, input.id);
      const measure = await context.measure();
      const users = usersOf(await listSegments(measure), id).map((user) => `"${user.name}"`);
      if (users.length > 0) {
        const message = `"${name}" is used by ${users.join(', ')}. Change or delete what uses it first.`;
        return { userErrors: [userError('CONFLICT', 'id', message)] };
      }
      await context.em.transactional((em) => forgetSegment({ ...measure, em }, id));
      return { deletedSegmentId: input.id, userErrors: [] };
    });
  }
}

/** Throws BAD_INPUT where the id names no segment, or a built-in one. */
async function savedSegment(context: Context, globalId: string): Promise<SegmentDefinition> {
  const segment = await segmentNamed(context, globalId, 'id');
  if (segment.builtIn)
    throw expected('BAD_INPUT', { field: 'id', reason: 'names a built-in segment, which stays as it is' });
  return segment;
}

async function checkName(context: Context, name: string, id: string): Promise<UserError[]> {
  const taken = await context.count(sql`segments where workspace_id = ${context.workspaceId}
    and name = ${name.trim()} and id <> ${id}`);
  if (taken > 0) return [userError('TAKEN', 'name', `There is a segment named "${name.trim()}" already.`)];
  return checkText(name, 'name');
}

/** Whom a new list holds; null for a segment with a filter. Throws BAD_INPUT unless one of the three ways is given. */
async function membersOf(context: Context, input: CreateSegmentInput): Promise<RawBuilder<unknown> | null> {
  const ways = [input.filter, input.customers, input.snapshotOf].filter((way) => way != null);
  if (ways.length !== 1)
    fail('BAD_INPUT', { field: 'filter', reason: 'must be given, or else one of customers and snapshotOf; never two' });
  if (!input.snapshotOf) return customersNamed(context, input, 'customers');
  return customersWhere(await context.measure(), toFilter(context, input.snapshotOf, 'snapshotOf'));
}

/** A statement with the ids of the customers named, null without any. Throws BAD_INPUT for too many or an unknown one. */
async function customersNamed<Field extends string>(
  context: Context,
  input: { [Name in Field]?: string[] | null },
  field: Field,
): Promise<RawBuilder<unknown> | null> {
  const named = input[field];
  if (named == null) return null;
  if (named.length > mostMembers) fail('BAD_INPUT', { field, reason: `names more than ${mostMembers} customers` });
  const ids = named.map((each, index) => idOf('Customer', each, `${field}.${index}`));
  const rows = await context.rows(sql<{ id: string }>`
    select id from customers where workspace_id = ${context.workspaceId} and id = any (${ids}::uuid[])`);
  const known = new Set(rows.map(({ id }) => id));
  const stranger = ids.findIndex((id) => !known.has(id));
  if (stranger >= 0) throw unknownId('Customer', named[stranger]!, `${field}.${stranger}`);
  return sql`select unnest(${ids}::uuid[])`;
}
