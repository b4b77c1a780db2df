import { Field, ID, InputType, Int } from 'type-graphql';
import type { CustomerFilter } from '../measure/filter.ts';
import { lifecycleStages } from '../measure/lifecycle/stages.ts';
import { rfmGroups } from '../measure/rfm/groups.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { globalId, idOf } from './global-id.ts';
import { PeriodInput } from './period.ts';
import { DecimalScalar } from './scalars.ts';

export const RfmGroup = enumType('RfmGroup', 'The eleven RFM groups, best first.', rfmGroups);
export const LifecycleStage = enumType(
  'LifecycleStage',
  "The stages of a customer's life. A customer is in exactly one on any day.",
  lifecycleStages,
);

@InputType({ description: 'From and to, both included; one may be left out.' })
export class DecimalRangeInput {
  @Field(() => DecimalScalar, { nullable: true })
  gte?: string;

  @Field(() => DecimalScalar, { nullable: true })
  lte?: string;
}

@InputType({ description: 'From and to, both included; one may be left out.' })
export class IntRangeInput {
  @Field(() => Int, { nullable: true })
  gte?: number;

  @Field(() => Int, { nullable: true })
  lte?: number;
}

@InputType({ description: 'Bought in the period, so many times: at least once unless told.' })
export class OrderedInput {
  @Field(() => PeriodInput)
  period!: PeriodInput;

  @Field(() => IntRangeInput, { nullable: true })
  count?: IntRangeInput;
}

@InputType({
  description: 'What can be asked of customers; all fields given must hold. A segment is one of these, saved.',
})
export class CustomerFilterInput {
  @Field(() => [CustomerFilterInput], { nullable: true, description: 'Each of these holds.' })
  all?: CustomerFilterInput[];

  @Field(() => [CustomerFilterInput], { nullable: true, description: 'At least one of these holds.' })
  any?: CustomerFilterInput[];

  @Field(() => CustomerFilterInput, { nullable: true, description: 'This does not hold.' })
  not?: CustomerFilterInput;

  @Field(() => String, {
    nullable: true,
    description: 'Part of a name, e-mail or phone number. Needs the scope READ_PERSONAL_DATA.',
  })
  search?: string;

  @Field(() => ID, { nullable: true, description: 'Is in this segment.' })
  segment?: string;

  @Field(() => [RfmGroup], { nullable: true })
  rfm?: string[];

  @Field(() => [LifecycleStage], { nullable: true })
  stage?: string[];

  @Field(() => PeriodInput, { nullable: true, description: 'When a source first knew the customer.' })
  firstSeen?: PeriodInput;

  @Field(() => PeriodInput, { nullable: true, description: 'When the first purchase was.' })
  firstOrdered?: PeriodInput;

  @Field(() => PeriodInput, { nullable: true, description: 'When the last purchase was.' })
  lastOrdered?: PeriodInput;

  @Field(() => OrderedInput, { nullable: true })
  ordered?: OrderedInput;

  @Field(() => IntRangeInput, { nullable: true, description: 'Purchases so far.' })
  orders?: IntRangeInput;

  @Field(() => DecimalRangeInput, { nullable: true, description: "Net sales so far, in the workspace's currency." })
  revenue?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, {
    nullable: true,
    description: "Net sales expected of the next twelve months, in the workspace's currency.",
  })
  predictedValue?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, { nullable: true, description: 'The probability of ever buying again, 0 to 1.' })
  alive?: DecimalRangeInput;

  @Field(() => [ID], { nullable: true, description: 'Bought any of these products.' })
  bought?: string[];

  @Field(() => [String], { nullable: true, description: 'ISO 3166-1 alpha-2 country codes.' })
  country?: string[];

  @Field(() => [ID], { nullable: true, description: 'Known to any of these sources.' })
  source?: string[];
}

const idTypes: Record<string, string> = { segment: 'Segment', bought: 'Product', source: 'Source' };

/** The filter as the figures take it. Throws BAD_INPUT naming a wrong id, FORBIDDEN for a search without the scope. */
export function toFilter(context: Context, input: CustomerFilterInput, field = 'filter'): CustomerFilter {
  const filter: CustomerFilter = withIds(input, field, idOf);
  if (searches(filter)) context.allow('READ_PERSONAL_DATA', `${field}.search`);
  return filter;
}

/** The filter as CustomerFilterInput accepts it. */
export const toDocument = (filter: CustomerFilter): object => withIds(filter, 'filter', globalId);

/** Whether it looks for a person by name, e-mail or phone. */
export const searches = ({ search, all = [], any = [], not }: CustomerFilter): boolean =>
  search !== undefined || [...all, ...any, ...(not ? [not] : [])].some(searches);

/** A copy with every id translated, and without fields that are null. */
function withIds(
  filter: object,
  place: string,
  translate: (type: string, id: string, place: string) => string,
): object {
  const each = (value: unknown, at: string, type: string | undefined): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => each(item, `${at}.${index}`, type));
    if (typeof value === 'object' && value !== null) return withIds(value, at, translate);
    return type && typeof value === 'string' ? translate(type, value, at) : value;
  };
  const given = Object.entries(filter).filter(([, value]) => value != null);
  return Object.fromEntries(given.map(([name, value]) => [name, each(value, `${place}.${name}`, idTypes[name])]));
}
