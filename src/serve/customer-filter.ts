import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { type Arm, arms } from '../measure/experiments/arm.ts';
import { type CustomerFilter, consentChannels, searches } from '../measure/filter.ts';
import { lifecycleStages } from '../measure/lifecycle/stages.ts';
import { rfmGroups } from '../measure/rfm/groups.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { globalId, idOf } from './global-id.ts';
import { DateRangeInput } from './period.ts';
import { DecimalScalar, DurationScalar } from './scalars.ts';

export const RfmGroup = enumType('RfmGroup', 'The eleven RFM groups, best first.', rfmGroups);
export const LifecycleStage = enumType(
  'LifecycleStage',
  "The stages of a customer's life. A customer is in exactly one on any day.",
  lifecycleStages,
);

export const ConsentChannel = enumType('ConsentChannel', 'The ways to reach a customer.', consentChannels);

@InputType({ description: 'When something was: in a stretch of days, or longer ago than that.' })
export class WhenInput {
  @Field(() => DateRangeInput, { nullable: true })
  between?: DateRangeInput;

  @Field(() => DurationScalar, { nullable: true, description: 'So long ago or less, up to the last day of the data.' })
  last?: string;

  @Field(() => DurationScalar, {
    nullable: true,
    description: 'Longer ago: what `last` of the same length leaves out.',
  })
  before?: string;
}

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

@InputType({ description: 'So many times in a stretch of days: at least once unless told.' })
export class TimesInput {
  @Field(() => WhenInput)
  period!: WhenInput;

  @Field(() => IntRangeInput, { nullable: true })
  count?: IntRangeInput;
}

@InputType({
  description: 'Where the first touch on the way to the first purchase came from; all fields given must hold.',
})
export class AcquiredByInput {
  @Field(() => [String], {
    nullable: true,
    description: 'Channels by name, or by kind such as PAID_SEARCH; any of them.',
  })
  channel?: string[];

  @Field(() => [ID], { nullable: true, description: 'Any of these channels.' })
  channelId?: string[];

  @Field(() => [String], { nullable: true, description: 'Campaigns by name or by utm_campaign; any of them.' })
  campaign?: string[];

  @Field(() => [ID], { nullable: true, description: 'Any of these campaigns.' })
  campaignId?: string[];
}

@InputType({ description: "A customer's newest word on a channel. Who never said anything is in neither." })
export class ConsentFilterInput {
  @Field(() => ConsentChannel)
  channel!: string;

  @Field(() => Boolean, { defaultValue: true })
  granted!: boolean;
}

@InputType({ description: 'A random share of all customers, to hold out or to try things on.' })
export class SampleInput {
  @Field(() => String, {
    description: 'Any text. The same seed draws the same customers, and draws independently of others.',
  })
  seed!: string;

  @Field(() => Float, { description: 'From 0 to 1. A larger share holds all of a smaller one.' })
  share!: number;
}

export const ExperimentArm = enumType('ExperimentArm', 'A side of an experiment.', arms);

@InputType({ description: 'Put on that side of an experiment at its start, on whatever day it is asked.' })
export class ExperimentArmInput {
  @Field(() => ID)
  experiment!: string;

  @Field(() => ExperimentArm)
  arm!: Arm;
}

@InputType({ description: 'So many promises to the customer that a CPI counts as broken, each on the day it broke.' })
export class BreachInput extends TimesInput {
  @Field(() => String, {
    description: 'The key of the CPI; also of one that is no promise, such as "cart-abandonment".',
  })
  cpi!: string;
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

  @Field(() => WhenInput, { nullable: true, description: 'When a source first knew the customer.' })
  firstSeen?: WhenInput;

  @Field(() => WhenInput, { nullable: true, description: 'When the first purchase was.' })
  firstOrdered?: WhenInput;

  @Field(() => WhenInput, { nullable: true, description: 'When the last purchase was.' })
  lastOrdered?: WhenInput;

  @Field(() => TimesInput, { nullable: true, description: 'Bought so many times.' })
  ordered?: TimesInput;

  @Field(() => TimesInput, {
    nullable: true,
    description:
      'Was let down by a late delivery so many times, each on the day promised. Not there yet is late as well.',
  })
  lateDelivery?: TimesInput;

  @Field(() => BreachInput, { nullable: true, description: 'Was let down, by a CPI, so many times.' })
  breach?: BreachInput;

  @Field(() => IntRangeInput, { nullable: true, description: 'Purchases so far.' })
  orders?: IntRangeInput;

  @Field(() => DecimalRangeInput, {
    nullable: true,
    description: 'Mean days between purchases, of those who bought on two days or more.',
  })
  daysBetweenOrders?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, { nullable: true, description: "Net sales so far, in the workspace's currency." })
  revenue?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, { nullable: true, description: 'Net sales per purchase so far.' })
  averageOrder?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, {
    nullable: true,
    description: "Net sales expected of the next twelve months, in the workspace's currency.",
  })
  predictedValue?: DecimalRangeInput;

  @Field(() => DecimalRangeInput, { nullable: true, description: 'The probability of ever buying again, 0 to 1.' })
  alive?: DecimalRangeInput;

  @Field(() => [ID], { nullable: true, description: 'Bought any of these products.' })
  bought?: string[];

  @Field(() => [ID], { nullable: true, description: 'Bought in any of these categories, or in one below.' })
  boughtIn?: string[];

  @Field(() => AcquiredByInput, { nullable: true })
  acquiredBy?: AcquiredByInput;

  @Field(() => ConsentFilterInput, { nullable: true })
  consent?: ConsentFilterInput;

  @Field(() => [String], { nullable: true, description: 'ISO 3166-1 alpha-2 country codes.' })
  country?: string[];

  @Field(() => [ID], { nullable: true, description: 'Known to any of these sources.' })
  source?: string[];

  @Field(() => SampleInput, { nullable: true })
  sample?: SampleInput;

  @Field(() => ExperimentArmInput, { nullable: true })
  experimentArm?: ExperimentArmInput;
}

const idTypes: Record<string, string> = {
  segment: 'Segment',
  bought: 'Product',
  boughtIn: 'Category',
  source: 'Source',
  experiment: 'Experiment',
  channelId: 'Channel',
  campaignId: 'Campaign',
};

/** The filter as the figures take it. Throws BAD_INPUT naming a wrong id, FORBIDDEN for a search without the scope. */
export function toFilter(context: Context, input: CustomerFilterInput, field = 'filter'): CustomerFilter {
  const filter: CustomerFilter = withIds(input, field, idOf);
  if (searches(filter)) context.allow('READ_PERSONAL_DATA', `${field}.search`);
  return filter;
}

/** The filter as CustomerFilterInput accepts it. */
export const toDocument = (filter: CustomerFilter): object => withIds(filter, 'filter', globalId);

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
