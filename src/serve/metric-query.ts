import { ArgsType, Field, InputType, Int } from 'type-graphql';
import type { AttributionModel as ModelName } from '../measure/attribution/credits.ts';
import type { Answers, Base, MetricOptions, MetricQuery, Punctuality, RefundDating } from '../measure/metric.ts';
import { type Grain as GrainName, type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import { AttributionModel } from './attribution-model.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Grain, PeriodInput } from './period.ts';

export const AmountBase = enumType<Base>(
  'AmountBase',
  'What the amount of an order is taken to be.',
  ['GROSS', 'NET', 'NET_PLUS_SHIPPING', 'TOTAL', 'CM1'],
  {
    GROSS: 'Unit prices by quantities.',
    NET: 'Gross less discounts and returns, without tax and shipping.',
    TOTAL: 'Net with tax, shipping and fees.',
    CM1: 'Net less the cost of the goods.',
  },
);
const RefundDatingType = enumType<RefundDating>('RefundDating', 'The day on which a refund counts.', [
  'REFUND_DATE',
  'ORDER_DATE',
]);
const PunctualityType = enumType<Punctuality>('Punctuality', 'By what a promise is kept.', ['TIMESTAMP', 'DAY'], {
  DAY: "By the calendar day in the workspace's time zone.",
});
const AnswersType = enumType<Answers>('SurveyAnswers', 'Which answers to surveys count.', ['ALL', 'LATEST'], {
  LATEST: 'Of each person, survey and period (or point) the latest alone; anonymous ones all.',
});

@InputType({ description: 'How a metric is taken; each has its own options, and says so in Metric.options.' })
export class MetricOptionsInput implements MetricOptions {
  @Field(() => AmountBase, { nullable: true, description: 'NET unless told.' })
  base?: Base;

  @Field(() => RefundDatingType, { nullable: true, description: 'REFUND_DATE unless told.' })
  refundDating?: RefundDating;

  @Field(() => Int, {
    nullable: true,
    description: "Days of silence after which a customer is churned; the workspace's unless told.",
  })
  churnAfterDays?: number;

  @Field(() => PunctualityType, { nullable: true, description: 'TIMESTAMP unless told.' })
  punctuality?: Punctuality;

  @Field(() => AnswersType, { nullable: true, description: 'ALL unless told.' })
  answers?: Answers;

  @Field(() => AttributionModel, { nullable: true, description: "How credit is shared; the workspace's unless told." })
  model?: ModelName;
}

@ArgsType()
export class MetricArgs {
  @Field(() => String, { description: 'As `metrics` lists it.' })
  key!: string;

  @Field(() => PeriodInput)
  period!: PeriodInput;

  @Field(() => Grain, { nullable: true, description: 'Asks for the course over time: one point a unit.' })
  grain?: GrainName | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Asks for the parts: one of Metric.dimensions. By segment groups overlap, for a customer may be in several; segments, acquiring channels (those of the first touch), stages and RFM groups are those of the last day of the data.',
  })
  breakdown?: string | null;

  @Field(() => CustomerFilterInput, { nullable: true, description: 'Over these customers only.' })
  filter?: CustomerFilterInput | null;

  @Field(() => MetricOptionsInput, { nullable: true })
  options?: MetricOptionsInput | null;
}

/** The arguments as the figures take them. */
export async function toQuery(context: Context, args: Omit<MetricArgs, 'key'>): Promise<MetricQuery> {
  const { period, grain, breakdown, filter, options } = args;
  const given = Object.entries(options ?? {}).filter(([, value]) => value != null);
  return {
    period: resolvePeriod(period as PeriodGiven, (await context.measure()).asOf),
    ...(grain && { grain }),
    ...(breakdown != null && { breakdown }),
    ...(filter && { filter: toFilter(context, filter) }),
    ...(given.length > 0 && { options: Object.fromEntries(given) }),
  };
}
