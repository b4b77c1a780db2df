import { Field, Float, InputType, Int } from 'type-graphql';
import { type AcquisitionOptions, acquisitionOptions } from '../measure/acquisition/question.ts';
import type { AttributionModel as ModelName } from '../measure/attribution/credits.ts';
import type { MeasureContext } from '../measure/context.ts';
import { type CostScope as ScopeName, costScopes } from '../measure/cost-rows.ts';
import type { MarginBase } from '../measure/order-margin.ts';
import { durationDays } from '../measure/period.ts';
import { AttributionModel } from './attribution-model.ts';
import { enumType } from './enum-type.ts';
import { ValueBase } from './forecast.ts';
import { DecimalScalar, DurationScalar } from './scalars.ts';

export const CostScope = enumType(
  'CostScope',
  'Which costs count as what customers cost.',
  Object.keys(costScopes) as ScopeName[],
  {
    MEDIA: 'Ads alone.',
    FULLY_LOADED:
      'Ads, agencies, creative work, tools, salaries, affiliate fees, other costs, discounts on first orders.',
  },
);

@InputType({
  description:
    'By which rules value is set against cost. Nothing is saved: ask several times, under other names, to compare what would be.',
})
export class AcquisitionOptionsInput {
  @Field(() => AttributionModel, { nullable: true, description: "How credit is shared; the workspace's unless told." })
  model?: ModelName | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'How long before an order a touch counts; P30D unless told.',
  })
  lookBack?: string | null;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'Lifetime value is that of so long from the first purchase; P365D unless told.',
  })
  horizon?: string | null;

  @Field(() => ValueBase, { nullable: true, description: 'What a customer is taken to bring; CM1 unless told.' })
  base?: MarginBase | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Lifetime value must be so many times what a customer costs; 3 unless told.',
  })
  targetRatio?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'A customer must have earned back what it cost within so many months; 12 unless told.',
  })
  paybackMonths?: number | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "A customer may cost no more than this, in the workspace's currency; no limit unless told.",
  })
  cashCap?: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of net sales that is assumed to be left, 0 to 1, instead of what the known costs leave. Answers say so.',
  })
  marginShare?: number | null;

  @Field(() => CostScope, { nullable: true, description: 'MEDIA unless told.' })
  costScope?: ScopeName | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Customers are set against what was spent so many days before; 0 unless told.',
  })
  spendLagDays?: number | null;
}

/** The options as the figures take them. Throws BAD_INPUT naming the one that is out of its range. */
export function toOptions(
  { asOf, workspace }: MeasureContext,
  input: AcquisitionOptionsInput | null | undefined,
): AcquisitionOptions {
  const { lookBack, horizon, ...plain } = input ?? {};
  const given = Object.fromEntries(Object.entries(plain).filter(([, value]) => value != null));
  return acquisitionOptions(workspace, {
    ...given,
    ...(lookBack != null && { lookBackDays: durationDays(lookBack, asOf, 'options.lookBack') }),
    ...(horizon != null && { horizonDays: durationDays(horizon, asOf, 'options.horizon') }),
  });
}
