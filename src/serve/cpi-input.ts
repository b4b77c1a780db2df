import { Field, ID, InputType, Int } from 'type-graphql';
import { type CpiDefinition, cpiClocks, cpiShares, cpiUnits } from '../measure/cpi/definition.ts';
import { checkDefinition } from '../measure/cpi/check.ts';
import type { Context } from './context.ts';
import { CpiArea, CpiSubjectKind } from './cpi.ts';
import { CustomerFilterInput, toDocument, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { globalId, idOf } from './global-id.ts';
import { DateScalar, DecimalScalar, DurationScalar } from './scalars.ts';

const CpiClock = enumType('CpiClock', 'How a limit is counted.', cpiClocks, {
  CALENDAR: 'All time counts.',
  BUSINESS: 'Only opening hours count.',
  DAYS: "Whole days of the workspace's time zone: P0D is by the end of the same day.",
});
const CpiUnit = enumType('CpiUnit', 'What a CPI counts.', cpiUnits, {
  SUBJECT: 'Each subject by itself.',
  ORDER: 'Orders: kept where all parts are, broken where one is.',
  CUSTOMER: 'Customers of the period: kept where all of theirs is, broken where one thing is.',
});
const CpiShare = enumType('CpiShare', 'Which share a CPI shows.', cpiShares, {
  BROKEN: 'Of promises broken: less is better.',
});

@InputType({
  description:
    'A condition on fields of the subject: `field` with all that is asked of it, or one of `all`, `any` and `not`. What is unknown fulfils nothing but `known: false`.',
})
export class CpiConditionInput {
  @Field(() => [CpiConditionInput], { nullable: true })
  all?: CpiConditionInput[] | null;

  @Field(() => [CpiConditionInput], { nullable: true })
  any?: CpiConditionInput[] | null;

  @Field(() => CpiConditionInput, { nullable: true })
  not?: CpiConditionInput | null;

  @Field(() => String, { nullable: true, description: 'As `cpiSubjects` lists them.' })
  field?: string | null;

  @Field(() => [String], { nullable: true, description: 'Its text is one of these.' })
  in?: string[] | null;

  @Field(() => Boolean, { nullable: true })
  is?: boolean | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'At least.' })
  gte?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'At most.' })
  lte?: string | null;

  @Field(() => Boolean, { nullable: true })
  known?: boolean | null;

  @Field(() => String, { nullable: true, description: 'It is no later than this other field.' })
  notAfter?: string | null;
}

@InputType({ description: 'Something happens within a limit of something else.' })
export class CpiWithinInput {
  @Field(() => DurationScalar)
  limit!: string;

  @Field(() => String, { description: 'Field of the instant from which is counted.' })
  from!: string;

  @Field(() => String, { description: 'Field of the instant of what has to happen.' })
  to!: string;

  @Field(() => CpiClock, { defaultValue: 'CALENDAR' })
  clock!: string;

  @Field(() => String, { nullable: true, description: "Name of a calendar; the workspace's only one unless told." })
  calendar?: string | null;

  @Field(() => [String], { nullable: true, description: 'States of a request in which the clock stands still.' })
  pausedIn?: string[] | null;
}

@InputType({ description: 'When a promise is kept: `within`, `where` or both.' })
export class CpiSuccessInput {
  @Field(() => CpiWithinInput, { nullable: true })
  within?: CpiWithinInput | null;

  @Field(() => CpiConditionInput, { nullable: true })
  where?: CpiConditionInput | null;

  @Field(() => String, { nullable: true, description: 'Field of the instant at which `where` alone is decided.' })
  decidedBy?: string | null;
}

@InputType({ description: 'What cannot be judged, or does not count.' })
export class CpiExclusionInput {
  @Field(() => String, { description: 'In a few words, for whoever reads the numbers.' })
  reason!: string;

  @Field(() => CpiConditionInput)
  where!: CpiConditionInput;

  @Field(() => String, { nullable: true, description: 'Field of the instant from which on it holds.' })
  from?: string | null;
}

@InputType()
export class CpiTargetSinceInput {
  @Field(() => DateScalar)
  day!: string;

  @Field(() => DecimalScalar)
  share!: string;
}

@InputType()
export class CpiSegmentTargetInput {
  @Field(() => ID)
  segment!: string;

  @Field(() => DecimalScalar)
  share!: string;
}

@InputType({ description: 'What a CPI aims at, as shares from 0 to 1.' })
export class CpiTargetInput {
  @Field(() => DecimalScalar)
  share!: string;

  @Field(() => DecimalScalar, { nullable: true, description: 'How far off still is near it; 0.02 unless told.' })
  near?: string | null;

  @Field(() => [CpiTargetSinceInput], { nullable: true, description: 'Other targets from a day on, the oldest first.' })
  since?: CpiTargetSinceInput[] | null;

  @Field(() => [CpiSegmentTargetInput], { nullable: true, description: 'Other targets for customers of a segment.' })
  segments?: CpiSegmentTargetInput[] | null;
}

@InputType({ description: 'A CPI as data; docs/guides/cpis.md tells how to write one.' })
export class CpiDefinitionInput {
  @Field(() => String, { description: 'Small letters, digits and hyphens, such as "first-response"; it stays.' })
  key!: string;

  @Field(() => String)
  name!: string;

  @Field(() => CpiArea)
  area!: string;

  @Field(() => String, { description: "The promise in the customer's words." })
  question!: string;

  @Field(() => CpiSubjectKind)
  subject!: string;

  @Field(() => CustomerFilterInput, { nullable: true, description: "Whose subjects count; everybody's unless told." })
  customers?: CustomerFilterInput | null;

  @Field(() => CpiConditionInput, { nullable: true, description: 'Which subjects count; all unless told.' })
  where?: CpiConditionInput | null;

  @Field(() => CpiSuccessInput)
  success!: CpiSuccessInput;

  @Field(() => [CpiExclusionInput], { nullable: true, description: 'The first reason that holds counts.' })
  exclude?: CpiExclusionInput[] | null;

  @Field(() => CpiUnit, { defaultValue: 'SUBJECT' })
  unit!: string;

  @Field(() => String, {
    nullable: true,
    description: "Field of the instant that places it in a period; the subject's own unless told.",
  })
  datedBy?: string | null;

  @Field(() => CpiShare, { defaultValue: 'KEPT' })
  shows!: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it lets a customer down where it breaks. False for what customers leave behind, such as carts; true unless told.',
  })
  promise?: boolean | null;

  @Field(() => CpiTargetInput, { nullable: true })
  target?: CpiTargetInput | null;

  @Field(() => String, { nullable: true, description: 'Who answers for it.' })
  owner?: string | null;

  @Field(() => Int, { defaultValue: 30, description: 'Fewest promises decided from which a reading is judged.' })
  minimumSample!: number;
}

/** The definition, checked. Throws BAD_INPUT naming the place within `field`. */
export function toDefinition(context: Context, input: CpiDefinitionInput): CpiDefinition {
  const { customers, target } = input;
  const segments = target?.segments?.map(({ segment, share }, index) => ({
    segment: idOf('Segment', segment, `target.segments.${index}.segment`),
    share,
  }));
  return checkDefinition({
    ...input,
    ...(customers && { customers: toFilter(context, customers, 'customers') }),
    ...(target && { target: { ...target, ...(segments && { segments }) } }),
  });
}

/** The definition as CpiDefinitionInput accepts it. */
export function definitionDocument({ customers, target, ...definition }: CpiDefinition): object {
  const segments = target?.segments?.map(({ segment, share }) => ({ segment: globalId('Segment', segment), share }));
  return {
    ...definition,
    ...(customers && { customers: toDocument(customers) }),
    ...(target && { target: { ...target, ...(segments && { segments }) } }),
  };
}
