import { Arg, Authorized, Ctx, Field, ID, Mutation, ObjectType, Resolver } from 'type-graphql';
import { alertKinds, removeRule, type Rule, saveRule } from '../measure/alerts/rules.ts';
import type { Scope } from '../model/api-key.ts';
import {
  AlertRule,
  CreateAlertRuleInput,
  DeleteAlertRuleInput,
  UpdateAlertRuleInput,
  loadAlertRule,
} from './alert-rule.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { UserError, asUserErrors } from './user-error.ts';

@ObjectType({ simpleResolvers: true })
export class AlertRulePayload {
  @Field(() => AlertRule, { nullable: true, description: 'Null where there are errors.' })
  alertRule?: Rule | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@ObjectType({ simpleResolvers: true })
export class DeleteAlertRulePayload {
  @Field(() => ID, { nullable: true, description: 'Null where there are errors.' })
  deletedAlertRuleId?: string | null;

  @Field(() => [UserError])
  userErrors!: UserError[];
}

@Resolver()
export class AlertRuleMutations {
  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => AlertRulePayload, {
    description: 'Watches a CPI or a metric. It looks two years back first, when something new is read.',
  })
  createAlertRule(@Ctx() context: Context, @Arg('input', () => CreateAlertRuleInput) input: CreateAlertRuleInput) {
    return asUserErrors(async (): Promise<AlertRulePayload> => {
      const { name, cpi = null, metric = null, grain = null, quietDays } = input;
      const kinds = input.kinds ?? (metric === null ? [...alertKinds] : ['UNUSUAL' as const]);
      const settings = { name, cpi, metric, grain, kinds, quietDays, enabled: true };
      return { alertRule: await saveRule(await context.measure(), settings), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => AlertRulePayload, { description: 'Changes a rule, or switches it on and off.' })
  updateAlertRule(@Ctx() context: Context, @Arg('input', () => UpdateAlertRuleInput) input: UpdateAlertRuleInput) {
    return asUserErrors(async (): Promise<AlertRulePayload> => {
      const { id, builtIn: _, ...rule } = await ruleNamed(context, input.id);
      const settings = {
        ...rule,
        name: input.name ?? rule.name,
        grain: input.grain === undefined ? rule.grain : input.grain,
        kinds: input.kinds ?? rule.kinds,
        quietDays: input.quietDays ?? rule.quietDays,
        enabled: input.enabled ?? rule.enabled,
      };
      return { alertRule: await saveRule(await context.measure(), settings, id), userErrors: [] };
    });
  }

  @Authorized<Scope>('WRITE_CPIS')
  @Mutation(() => DeleteAlertRulePayload, { description: 'Forgets a rule. What it found stays.' })
  deleteAlertRule(@Ctx() context: Context, @Arg('input', () => DeleteAlertRuleInput) input: DeleteAlertRuleInput) {
    return asUserErrors(async (): Promise<DeleteAlertRulePayload> => {
      await removeRule(await context.measure(), await ruleNamed(context, input.id));
      return { deletedAlertRuleId: input.id, userErrors: [] };
    });
  }
}

/** Throws BAD_INPUT where the id names no rule. */
async function ruleNamed(context: Context, globalId: string): Promise<Rule> {
  const rule = await loadAlertRule(context, idOf('AlertRule', globalId, 'id'));
  if (!rule) throw unknownId('AlertRule', globalId, 'id');
  return rule;
}
