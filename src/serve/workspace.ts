import { Arg, Authorized, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { recomputeAll } from '../measure/refresh/index.ts';
import type { Scope } from '../model/api-key.ts';
import { Workspace as WorkspaceRow } from '../model/workspace.ts';
import type { AttributionModel as Model } from '../measure/attribution/credits.ts';
import { AttributionModel } from './attribution-model.ts';
import type { Context } from './context.ts';
import { Node } from './node.ts';
import { CurrencyScalar } from './scalars.ts';
import { UserError, checkText, userError } from './user-error.ts';

@ObjectType({
  description: 'A tenant: its currency, its time zone and the thresholds its figures use.',
  implements: Node,
  simpleResolvers: true,
})
export class Workspace extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => CurrencyScalar, { description: 'Figures are in this currency.' })
  currency!: string;

  @Field(() => String, { description: 'IANA zone in which days begin and end.' })
  timeZone!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Country of phone numbers without a prefix, ISO 3166-1 alpha-2.',
  })
  country!: string | null | undefined;

  @Field(() => Int, { description: 'Orders from which a customer counts as loyal.' })
  loyalAfterOrders!: number;

  @Field(() => Int, { description: 'Days of silence after which a customer counts as churned.' })
  churnAfterDays!: number;

  @Field(() => Int, { description: 'Days after the first order during which a customer counts as new.' })
  newForDays!: number;

  @Field(() => AttributionModel, { description: 'By which orders are attributed where no model is asked for.' })
  attributionModel!: string;

  @Field(() => Boolean, { description: 'True where the data is the simulated demo business: nobody in it is real.' })
  simulated!: boolean;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateWorkspaceInput {
  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => CurrencyScalar, { nullable: true, description: 'Works out every figure anew, which takes its time.' })
  currency?: string | null;

  @Field(() => String, { nullable: true, description: 'Works out every figure anew, which takes its time.' })
  timeZone?: string | null;

  @Field(() => Int, { nullable: true })
  loyalAfterOrders?: number | null;

  @Field(() => Int, { nullable: true })
  churnAfterDays?: number | null;

  @Field(() => Int, { nullable: true })
  newForDays?: number | null;

  @Field(() => AttributionModel, {
    nullable: true,
    description: 'Nothing is worked out anew: credit is shared when asked.',
  })
  attributionModel?: Model | null;
}

@ObjectType({ simpleResolvers: true })
export class UpdateWorkspacePayload {
  @Field(() => Workspace, { nullable: true, description: 'Null where there are errors.' })
  workspace?: Workspace | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver(() => Workspace)
export class WorkspaceResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => Workspace, { nullable: true, description: 'The workspace of the API key.' })
  workspace(@Ctx() context: Context): Workspace {
    return context.workspace;
  }

  @Authorized<Scope>('MANAGE_WORKSPACE')
  @Mutation(() => UpdateWorkspacePayload)
  async updateWorkspace(
    @Ctx() context: Context,
    @Arg('input', () => UpdateWorkspaceInput) input: UpdateWorkspaceInput,
  ): Promise<UpdateWorkspacePayload> {
    const userErrors = check(input);
    if (userErrors.length > 0) return { userErrors };
    const changes = Object.fromEntries(Object.entries(input).filter(([, value]) => value != null));
    const before = context.workspace;
    const after: Workspace = { ...before, ...changes };
    await context.em.nativeUpdate(WorkspaceRow, { id: before.id }, changes);
    if (after.currency !== before.currency || after.timeZone !== before.timeZone) {
      await recomputeAll(context.store, before.id);
    }
    return { workspace: after, userErrors };
  }
}

function check({ name, timeZone, loyalAfterOrders, churnAfterDays, newForDays }: UpdateWorkspaceInput): UserError[] {
  const numbers = Object.entries({ loyalAfterOrders, churnAfterDays, newForDays });
  return [
    ...(name == null ? [] : checkText(name, 'name')),
    ...(timeZone == null || isTimeZone(timeZone)
      ? []
      : [userError('INVALID', 'timeZone', `timeZone is no IANA time zone such as "Europe/Rome": "${timeZone}".`)]),
    ...numbers
      .filter(([, value]) => value != null && (value < 1 || value > 36_500))
      .map(([field, value]) => userError('INVALID', field, `${field} must be from 1 to 36500, not ${value}.`)),
  ];
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
