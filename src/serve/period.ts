import { Field, InputType } from 'type-graphql';
import { grains } from '../measure/period.ts';
import { enumType } from './enum-type.ts';
import { DateScalar, DurationScalar } from './scalars.ts';

export const Grain = enumType('Grain', 'The length of one point on a time axis; weeks are ISO weeks.', grains);

@InputType({ description: 'From the first day to the last, both included.' })
export class DateRangeInput {
  @Field(() => DateScalar)
  from!: string;

  @Field(() => DateScalar)
  to!: string;
}

@InputType({
  description: 'A stretch of days: both ends, or a length that ends on the last day of the data.',
})
export class PeriodInput {
  @Field(() => DateRangeInput, { nullable: true })
  between?: DateRangeInput;

  @Field(() => DurationScalar, { nullable: true, description: 'Whole days, weeks, months or years: P30D, P12M.' })
  last?: string;
}
