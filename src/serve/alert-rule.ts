import { Authorized, Ctx, Field, InputType, Int, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { type AlertGrain, alertGrains } from '../measure/alerts/course.ts';
import { type AlertKind as Kind, alertKinds, listRules, type Rule } from '../measure/alerts/rules.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Node } from './node.ts';

export const AlertKind = enumType('AlertKind', 'What a rule looks for.', alertKinds, {
  TARGET: 'That a CPI crosses its target. Missed is what lies beyond it with all of its 95 % interval.',
  UNUSUAL:
    'That something leaves its usual range, closed days and weekdays allowed for. Where nothing is unusual, one stretch of half a year of days, a year of weeks or three years of months in twenty has a false alarm.',
});
export const AlertGrainType = enumType('AlertGrain', 'Which calendar units a rule judges.', alertGrains);

@ObjectType({
  description: 'What is watched, and what is told of it. Only days that are over and decided are judged.',
  implements: Node,
  simpleResolvers: true,
})
export class AlertRule extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => Boolean, { description: 'There from the start: it can be changed and switched off, not deleted.' })
  builtIn!: boolean;

  @Field(() => String, { nullable: true, description: 'Key of the CPI. Every CPI where this and `metric` are null.' })
  cpi!: string | null;

  @Field(() => String, { nullable: true, description: 'Key of the metric.' })
  metric!: string | null;

  @Field(() => AlertGrainType, { nullable: true, description: 'Null takes the finest whose units hold fifty or more.' })
  grain!: AlertGrain | null;

  @Field(() => [AlertKind])
  kinds!: Kind[];

  @Field(() => Int, { description: 'Days for which nothing more of a kind is told of what was told.' })
  quietDays!: number;

  @Field(() => Boolean)
  enabled!: boolean;
}

@InputType()
export class CreateAlertRuleInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Key of the CPI. Every CPI where this and `metric` are left out.',
  })
  cpi?: string | null;

  @Field(() => String, { nullable: true, description: 'Key of the metric.' })
  metric?: string | null;

  @Field(() => AlertGrainType, { nullable: true, description: 'Left out, the finest whose units hold fifty or more.' })
  grain?: AlertGrain | null;

  @Field(() => [AlertKind], {
    nullable: true,
    description: 'Left out, both; of a metric, which has no target, UNUSUAL.',
  })
  kinds?: Kind[] | null;

  @Field(() => Int, { defaultValue: 28, description: 'From 0 to 365.' })
  quietDays!: number;
}

@InputType({ description: 'What is left out stays as it is.' })
export class UpdateAlertRuleInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => AlertGrainType, { nullable: true })
  grain?: AlertGrain | null;

  @Field(() => [AlertKind], { nullable: true })
  kinds?: Kind[] | null;

  @Field(() => Int, { nullable: true, description: 'From 0 to 365.' })
  quietDays?: number | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean | null;
}

@InputType()
export class DeleteAlertRuleInput {
  @Field(() => ID)
  id!: string;
}

/** The rule of that id, null where the workspace has none such. */
export const loadAlertRule = async (context: Context, id: string): Promise<Rule | null> =>
  (await listRules(context.em, context.workspaceId)).find((rule) => rule.id === id) ?? null;

@Resolver(() => AlertRule)
export class AlertRuleResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => [AlertRule], {
    nullable: true,
    description: 'What is watched: the rule that is there from the start first.',
  })
  alertRules(@Ctx() context: Context): Promise<Rule[]> {
    return listRules(context.em, context.workspaceId);
  }
}
