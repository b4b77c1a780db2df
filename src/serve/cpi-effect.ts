import {
  Arg,
  Args,
  ArgsType,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { breachEffect, defaultHorizonDays } from '../measure/breach-effect/index.ts';
import { cpiPriorities, prioritiesProvenance, type ValueBase } from '../measure/breach-effect/priorities.ts';
import type { Cpi as Row } from '../measure/cpi/list.ts';
import { durationDays, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { asBreachEffect, BreachEffect, interval, Interval } from './breach-effect.ts';
import type { Context } from './context.ts';
import { Cpi } from './cpi.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { NullReason } from './null-reason.ts';
import { PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { CurrencyScalar, DurationScalar } from './scalars.ts';

const BreachValue = enumType<ValueBase>('BreachValue', 'What a breach is valued by.', ['NET_SALES', 'MARGIN'], {
  MARGIN: 'Net sales less the cost of the goods (CM1).',
});

const horizonArgument = { nullable: true, description: 'Whole days, weeks, months or years; P180D unless told.' };

@ArgsType()
class PriorityArgs {
  @Field(() => PeriodInput, { description: 'Whose breaches count.' })
  period!: PeriodInput;

  @Field(() => DurationScalar, horizonArgument)
  horizon?: string | null;

  @Field(() => BreachValue, { nullable: true, description: 'MARGIN unless told.' })
  base?: ValueBase | null;
}

@ObjectType({ description: 'What the breaches of one CPI go with in a year.', simpleResolvers: true })
export class CpiPriority {
  @Field(() => Cpi)
  cpi!: Row;

  @Field(() => Int, { description: 'Breaches of the period.' })
  breaches!: number;

  @Field(() => Int, { description: 'Those that befell customers who had bought before: only these are valued.' })
  ofBuyers!: number;

  @Field(() => Float, { description: 'The latter in 365 days, at the pace of the period.' })
  perYear!: number;

  @Field(() => Interval, { nullable: true, description: 'Value that a year of them goes with; below zero it is lost.' })
  valuePerYear!: Interval | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => BreachEffect)
  effect!: BreachEffect;
}

@ObjectType({
  description: 'Which CPI would be worth most to improve. They overlap, so that their values do not add up.',
  implements: Computed,
  simpleResolvers: true,
})
export class CpiPriorities extends Computed {
  @Field(() => CurrencyScalar)
  currency!: string;

  @Field(() => [CpiPriority], { description: 'The most value lost first; what cannot be told last.' })
  priorities!: CpiPriority[];
}

@Resolver(() => Cpi)
export class CpiEffectResolver {
  @Authorized<Scope>('READ_METRICS')
  @FieldResolver(() => BreachEffect, {
    complexity: figureCost,
    description:
      'What customers did in the days after its promises were broken, against comparable ones after kept ones.',
  })
  async effect(
    @Root() cpi: Row,
    @Ctx() context: Context,
    @Arg('horizon', () => DurationScalar, horizonArgument) horizon: string | null,
  ): Promise<BreachEffect> {
    const measure = await context.measure();
    const effect = await breachEffect(measure, cpi, horizonDays(horizon, measure.asOf));
    return asBreachEffect(measure, cpi, effect);
  }

  @Authorized<Scope>('READ_METRICS')
  @Query(() => CpiPriorities, {
    nullable: true,
    complexity: 10 * figureCost,
    description: 'Every CPI that is a promise, by the value that its breaches go with in a year.',
  })
  async cpiPriorities(
    @Ctx() context: Context,
    @Args(() => PriorityArgs) { period: given, horizon, base }: PriorityArgs,
  ): Promise<CpiPriorities> {
    const measure = await context.measure();
    const period = resolvePeriod(given as PeriodGiven, measure.asOf);
    const asked = { period, horizonDays: horizonDays(horizon, measure.asOf), base: base ?? 'MARGIN' };
    const found = await cpiPriorities(measure, asked);
    return {
      currency: measure.workspace.currency,
      priorities: found.map(({ cpi, effect, valuePerYear, ...counts }) => ({
        ...counts,
        cpi,
        valuePerYear: valuePerYear && interval(valuePerYear),
        effect: asBreachEffect(measure, cpi, effect),
      })),
      provenance: readOnce(() => prioritiesProvenance(measure, period)),
    };
  }
}

const horizonDays = (horizon: string | null | undefined, asOf: string): number =>
  horizon == null ? defaultHorizonDays : durationDays(horizon, asOf, 'horizon');
