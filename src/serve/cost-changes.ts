import { Arg, Authorized, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { changeCost, enterCost, type EnteredCost, forgetCost } from '../measure/cost/entries.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { CostEntry, loadCostEntry } from './cost-entry.ts';
import { CreateCostInput, DeleteCostInput, UpdateCostInput } from './cost-input.ts';
import { idOf } from './global-id.ts';
import { UserError, asUserErrors } from './user-error.ts';

@ObjectType({ simpleResolvers: true })
export class CostPayload {
  @Field(() => CostEntry, { nullable: true, description: 'Null where there are errors.' })
  cost?: CostEntry | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteCostPayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  deletedCostId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class CostMutations {
  @Authorized<Scope>('WRITE_COSTS')
  @Mutation(() => CostPayload, { description: 'Enters what marketing costs besides ads.' })
  createCost(@Ctx() context: Context, @Arg('input', () => CreateCostInput) input: CreateCostInput) {
    return asUserErrors(async (): Promise<CostPayload> => {
      const { kind, startsOn, amount, currency } = input;
      const entered = {
        ...{ kind, startsOn, amount, currency: currency ?? context.workspace.currency },
        ...{ endsOn: null, note: null, channelId: null, campaignId: null, ...optional(input) },
      };
      const { id } = await context.em.transactional((em) => enterCost(em, context.workspaceId, entered));
      context.forget();
      return { cost: await loadCostEntry(context, id), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_COSTS')
  @Mutation(() => CostPayload, { description: 'Changes a cost that was entered by hand.' })
  updateCost(@Ctx() context: Context, @Arg('input', () => UpdateCostInput) input: UpdateCostInput) {
    return asUserErrors(async (): Promise<CostPayload> => {
      const id = idOf('CostEntry', input.id, 'id');
      const { kind, startsOn, amount, currency } = input;
      const required = Object.entries({ kind, startsOn, amount, currency }).filter(([, value]) => value != null);
      const changes = { ...Object.fromEntries(required), ...optional(input) };
      await context.em.transactional((em) => changeCost(em, context.workspaceId, id, changes));
      context.forget();
      return { cost: await loadCostEntry(context, id), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_COSTS')
  @Mutation(() => DeleteCostPayload, { description: 'Forgets a cost that was entered by hand.' })
  deleteCost(@Ctx() context: Context, @Arg('input', () => DeleteCostInput) input: DeleteCostInput) {
    return asUserErrors(async (): Promise<DeleteCostPayload> => {
      const id = idOf('CostEntry', input.id, 'id');
      await context.em.transactional((em) => forgetCost(em, context.workspaceId, id));
      context.forget();
      return { deletedCostId: input.id, userErrors: [] };
    });
  }
}

/** What an input says of the fields that may be empty; what it leaves out is missing. */
function optional({ endsOn, note, channel, campaign }: CreateCostInput | UpdateCostInput): Partial<EnteredCost> {
  const id = (type: string, given: string | null, field: string) => (given === null ? null : idOf(type, given, field));
  return {
    ...(endsOn !== undefined && { endsOn }),
    ...(note !== undefined && { note }),
    ...(channel !== undefined && { channelId: id('Channel', channel, 'channel') }),
    ...(campaign !== undefined && { campaignId: id('Campaign', campaign, 'campaign') }),
  };
}
