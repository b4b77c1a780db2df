import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { fail } from '../errors.ts';
import {
  type Forecast as Foretold,
  type ForecastBase,
  forecastProvenance,
  forecastsOf,
} from '../measure/value/forecasts.ts';
import { CustomerValue } from './customer-value.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Money, money } from './money.ts';
import { Computed, readOnce } from './provenance.ts';

const mostMonths = 60;

export const ValueBase = enumType<ForecastBase>('ForecastBase', 'What is foretold.', ['NET', 'CM1', 'CM2'], {
  NET: 'Net sales.',
  CM1: 'Net sales less the cost of goods, at the share that all orders so far have left.',
  CM2: 'CM1 with shipping charged, less fulfilment and payment fees, at the share so far.',
});
export const ForecastReason = enumType(
  'ForecastReason',
  'Why nothing is foretold.',
  ['NO_MODEL', 'NO_SPEND_MODEL', 'COST_UNKNOWN'],
  {
    NO_MODEL: 'Too few customers, or none who came again, were known on that day.',
    NO_SPEND_MODEL: 'Too few customers have paid for a second purchase.',
    COST_UNKNOWN: 'The cost of the goods is not known for any order.',
  },
);

@ObjectType({
  description: 'What a customer is expected to bring from a day on, without what is past, and how sure that is.',
  implements: Computed,
  simpleResolvers: true,
})
export class Forecast extends Computed {
  @Field(() => Float, { nullable: true, description: 'The probability that the customer will ever buy again.' })
  alive!: number | null;

  @Field(() => Float, { nullable: true, description: 'Purchases expected in the months asked for.' })
  purchases!: number | null;

  @Field(() => Money, { nullable: true, description: 'What they are expected to bring, discounted to today.' })
  expected!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Lower end of the interval.' })
  low!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Upper end of the interval.' })
  high!: Money | null;

  @Field(() => Float, { description: 'The share of customers like this one whose value lies in the interval.' })
  confidence!: number;

  @Field(() => ForecastReason, { nullable: true })
  reason!: string | null;
}

@Resolver(() => CustomerValue)
export class ForecastOfValue {
  @FieldResolver(() => Forecast, {
    nullable: true,
    description:
      'What the customer is expected to bring in the months after the as-of day. Null before the first purchase.',
  })
  predicted(
    @Root() { customerId, asOf }: CustomerValue,
    @Ctx() context: Context,
    @Arg('months', () => Int, { defaultValue: 12, description: '1 to 60.' }) months: number,
    @Arg('base', () => ValueBase, { defaultValue: 'NET' }) base: ForecastBase,
    @Arg('discount', () => Float, { defaultValue: 0, description: 'A year’s: 0.1 is ten per cent.' }) discount: number,
  ): Promise<Forecast | null> {
    checkMonths(months);
    if (discount < 0 || discount > 1) fail('BAD_INPUT', { field: 'discount', reason: 'must be 0 to 1' });
    return context.batch(`forecast ${asOf} ${months} ${base} ${discount}`, customerId, async (ids) => {
      const measure = await context.measure(asOf);
      const provenance = readOnce(() => forecastProvenance(measure));
      const { currency } = measure.workspace;
      const found = await forecastsOf(measure, ids, { months, base, discount });
      return new Map([...found].map(([id, forecast]) => [id, { ...inMoney(forecast, currency), provenance }]));
    });
  }
}

/** Fails with BAD_INPUT where it is too near or too far ahead. */
export function checkMonths(months: number): void {
  if (months < 1 || months > mostMonths) fail('BAD_INPUT', { field: 'months', reason: `must be 1 to ${mostMonths}` });
}

const inMoney = ({ expected, low, high, ...forecast }: Foretold, currency: string) => ({
  ...forecast,
  expected: money(expected, currency),
  low: money(low, currency),
  high: money(high, currency),
});
