import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { amountOf } from '../measure/acquisition/lifetimes.ts';
import { openBook } from '../measure/acquisition/index.ts';
import { actions } from '../measure/advice/decide.ts';
import type { Interval } from '../measure/advice/economy.ts';
import { adviceOn, adviceReasons, type CampaignAdvice as Advice } from '../measure/advice/index.ts';
import { responseReasons } from '../measure/advice/response.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { describeFilter } from '../measure/filter-words.ts';
import { AcquisitionOptionsInput, toOptions } from './acquisition-options.ts';
import { Campaign } from './campaign.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { figureCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { SegmentPreview } from './segment-preview.ts';

const CampaignAction = enumType('CampaignAction', 'What can be done about a campaign.', actions, {
  CHANGE_AUDIENCE: 'Look for other people: those like the best customers.',
});
const AdviceReason = enumType('AdviceReason', 'Why nothing is advised.', adviceReasons, {
  RETENTION: 'It is there to bring back or keep customers, whom this does not count.',
  NO_SPEND: 'Nothing was spent, or a rate is missing.',
  TOO_FEW: 'Fewer than twenty customers were won.',
  VALUE_UNKNOWN: 'What customers are worth is not known, or not how surely.',
  RESPONSE_UNKNOWN: 'Nobody can tell how customers grow with spend, and nothing else is beyond doubt.',
  WITHIN_DOUBT: 'Neither more nor less is better beyond doubt.',
});
const ResponseReason = enumType(
  'ResponseReason',
  'Why nobody can tell how customers grow with spend.',
  responseReasons,
  {
    NO_DATED_SPEND: 'No days are known on which anything was spent.',
    TOO_SHORT: 'Fewer than twelve weeks with spend.',
    SPEND_TOO_EVEN: 'Spend hardly ever varied.',
    NOT_TOLD: 'Too few customers, or no other campaign in the same weeks that would tell what the season brings.',
  },
);

@ObjectType({ description: 'An amount of money with its 95 % interval.', simpleResolvers: true })
export class MoneyEstimate {
  @Field(() => Money)
  expected!: Money;

  @Field(() => Money)
  low!: Money;

  @Field(() => Money)
  high!: Money;
}

@ObjectType({ description: 'A number with its 95 % interval.', simpleResolvers: true })
export class NumberEstimate {
  @Field(() => Float)
  expected!: number;

  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;
}

@ObjectType({ description: 'Something to do about a campaign.', simpleResolvers: true })
export class CampaignStep {
  @Field(() => CampaignAction)
  action!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String, { description: 'With the figures behind it.' })
  reason!: string;

  @Field(() => Money, { nullable: true, description: 'More or less spend a month. Null where the budget stays.' })
  budgetShift!: Money | null;

  @Field(() => NumberEstimate, { nullable: true, description: 'More or fewer new customers a month.' })
  customers!: NumberEstimate | null;

  @Field(() => MoneyEstimate, { nullable: true, description: 'What these bring within the horizon.' })
  valueChange!: MoneyEstimate | null;

  @Field(() => MoneyEstimate, {
    nullable: true,
    description:
      'A month: what the customers more may cost at most less what is spent for them, or what is saved less what the customers ' +
      'fewer might have cost. With a target ratio of 1 it is what customers bring less what they cost. Null where nothing ' +
      'tells: how people like the best customers will do is not known beforehand.',
  })
  expectedGain!: MoneyEstimate | null;

  @Field(() => SegmentPreview, {
    nullable: true,
    description: 'Whom to show the ad platform as examples; `createSegment` with `snapshotOf` makes a list of them.',
  })
  lookalike!: Pick<SegmentPreview, 'description' | 'filter'> | null;
}

@ObjectType({
  description: 'How customers grow with spend: with spend to the power of the elasticity. Below 1 each brings less.',
  simpleResolvers: true,
})
export class SpendResponse {
  @Field(() => Float, { nullable: true })
  elasticity!: number | null;

  @Field(() => Float, { nullable: true, description: 'Lower end of the 95 % interval.' })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;

  @Field(() => Int, { description: 'Weeks with spend that it rests on.' })
  weeks!: number;

  @Field(() => ResponseReason, { nullable: true, description: 'Why it is not known.' })
  reason!: string | null;
}

@ObjectType({
  description:
    'What to change about a campaign, and the figures behind it. Nothing is advised that is not beyond doubt.',
  implements: Computed,
  simpleResolvers: true,
})
export class CampaignAdvice extends Computed {
  @Field(() => [CampaignStep], { description: 'Empty where nothing is better beyond doubt.' })
  steps!: CampaignStep[];

  @Field(() => AdviceReason, { nullable: true, description: 'Why there is no step.' })
  reason!: string | null;

  @Field(() => NullReason, {
    nullable: true,
    description: 'Why the value of customers is unknown, where that is the reason.',
  })
  valueReason!: string | null;

  @Field(() => Money, { nullable: true, description: 'What a customer costs in ads.' })
  averageCac!: Money | null;

  @Field(() => MoneyEstimate, {
    nullable: true,
    description: 'What the next customer costs. Null where nobody can tell.',
  })
  marginalCac!: MoneyEstimate | null;

  @Field(() => Money, { nullable: true, description: 'What a customer may cost at most.' })
  maximumCac!: Money | null;

  @Field(() => Money, { nullable: true, description: 'What a customer brings within the horizon.' })
  lifetimeValue!: Money | null;

  @Field(() => SpendResponse)
  response!: SpendResponse;
}

@Resolver(() => Campaign)
export class AdviceOnCampaign {
  @FieldResolver(() => CampaignAdvice, {
    nullable: true,
    complexity: figureCost / 10,
    description: 'What to change so that it wins better customers, or as good ones for less.',
  })
  async advice(
    @Root() { id }: Campaign,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput, {
      description: 'Its costs and customers lately; history is looked at as a whole.',
    })
    period: PeriodInput,
    @Arg('options', () => AcquisitionOptionsInput, { nullable: true }) options: AcquisitionOptionsInput | null,
  ): Promise<CampaignAdvice> {
    const measure = await context.measure();
    const query = { period: resolvePeriod(period as PeriodGiven, measure.asOf), options: toOptions(measure, options) };
    const advice = await adviceOn({ book: openBook(measure, 'CAMPAIGN', query), key: id });
    return shown(advice, measure.workspace.currency);
  }
}

function shown(advice: Advice, currency: string): CampaignAdvice {
  const { steps, averageCac, marginalCac, maximum, value, response, provenance, ...rest } = advice;
  const { elasticity, ...known } = response;
  const amount = (of: number | null | undefined) => money(of == null ? null : amountOf(of), currency);
  const estimate = (interval: Interval | null): MoneyEstimate | null =>
    interval && {
      expected: amount(interval.expected)!,
      low: amount(interval.low)!,
      high: amount(interval.high)!,
    };
  return {
    ...rest,
    provenance: readOnce(provenance),
    steps: steps.map(({ shift, lookalike, ...step }) => ({
      ...step,
      budgetShift: amount(shift?.budget),
      customers: shift && shift.customers,
      valueChange: estimate(shift && shift.value),
      expectedGain: estimate(shift && shift.gain),
      lookalike: lookalike && { description: describeFilter(lookalike), filter: lookalike },
    })),
    averageCac: money(averageCac.perCustomer, currency),
    marginalCac: estimate(marginalCac),
    maximumCac: amount(maximum.expected?.perCustomer),
    lifetimeValue: amount(value?.expected),
    response: {
      ...known,
      elasticity: elasticity?.expected ?? null,
      low: elasticity?.low ?? null,
      high: elasticity?.high ?? null,
    },
  };
}
