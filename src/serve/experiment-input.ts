import { Field, Float, ID, InputType, Int } from 'type-graphql';
import type { Design } from '../measure/experiments/design.ts';
import { type Outcome, outcomes } from '../measure/experiments/outcome.ts';
import type { Context } from './context.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { DateScalar, DecimalScalar } from './scalars.ts';

export const ExperimentOutcome = enumType('ExperimentOutcome', 'What an experiment is judged by.', outcomes, {
  BUYERS: 'How many customers buy.',
  REPEAT_BUYERS: 'How many customers buy, and not for the first time.',
  NEW_CUSTOMERS: 'How many buy for the first time.',
  NET_SALES: 'Returns count on their order.',
  MARGIN: 'Net sales less the cost of goods; where that is unknown, the share that other orders leave.',
});

@InputType()
export class HoldOutInput {
  @Field(() => CustomerFilterInput, {
    description: 'Who takes part: those found at the end of the day before the start.',
  })
  filter!: CustomerFilterInput;

  @Field(() => String, {
    description: 'Any text: the same customers are drawn for the same one, as by `sample` in filters.',
  })
  seed!: string;

  @Field(() => Float, { description: 'The share that is held out, between 0 and 1.' })
  controlShare!: number;
}

@InputType({ description: 'Customers who were divided elsewhere: filters, or segments that are lists.' })
export class DividedListsInput {
  @Field(() => CustomerFilterInput)
  treated!: CustomerFilterInput;

  @Field(() => CustomerFilterInput)
  control!: CustomerFilterInput;
}

@InputType({ description: 'ISO 3166-1 alpha-2 codes of the countries that buyers are from.' })
export class DividedCountriesInput {
  @Field(() => [String])
  treated!: string[];

  @Field(() => [String])
  control!: string[];
}

@InputType({ description: 'Stretches of days in pairs, one of each drawn and treated.' })
export class SwitchbackInput {
  @Field(() => Int, { description: 'Length of a stretch; whole weeks keep weekdays alike.' })
  blockDays!: number;

  @Field(() => String, { description: 'Any text: the same stretches are drawn for the same one.' })
  seed!: string;
}

@InputType()
export class BeforeAfterInput {
  @Field(() => Int, { description: 'How many days before the start are compared with.' })
  daysBefore!: number;
}

@InputType({ description: 'How what is treated and what is not are told apart.' })
export class ExperimentDesignInput {
  @Field(() => HoldOutInput, { nullable: true })
  holdOut?: HoldOutInput;

  @Field(() => DividedListsInput, { nullable: true })
  lists?: DividedListsInput;

  @Field(() => DividedCountriesInput, { nullable: true })
  countries?: DividedCountriesInput;

  @Field(() => SwitchbackInput, { nullable: true })
  switchback?: SwitchbackInput;

  @Field(() => BeforeAfterInput, { nullable: true })
  beforeAfter?: BeforeAfterInput;
}

@InputType()
export class CreateExperimentInput {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: 'What is expected to happen, and why: written down before.' })
  hypothesis!: string;

  @Field(() => ExperimentDesignInput)
  design!: ExperimentDesignInput;

  @Field(() => ExperimentOutcome)
  outcome!: Outcome;

  @Field(() => DateScalar, { description: 'The first day.' })
  startsOn!: string;

  @Field(() => DateScalar, { description: 'The last day.' })
  endsOn!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'Cuts amounts per customer at this quantile, such as 0.99, so that a few large ones do not drown the rest.',
  })
  winsoriseAt?: number | null;

  @Field(() => ID, { nullable: true, description: 'The channel that it tests.' })
  channel?: string | null;

  @Field(() => ID, { nullable: true, description: 'The campaign that it tests.' })
  campaign?: string | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: "What the treatment costs in all, in the workspace's currency.",
  })
  cost?: string | null;
}

@InputType()
export class ExperimentIdInput {
  @Field(() => ID)
  id!: string;
}

/** The design as the figures take it. Throws BAD_INPUT naming a wrong filter. */
export function toDesign(context: Context, input: ExperimentDesignInput): Design {
  const { holdOut, lists, countries, switchback, beforeAfter } = input;
  const upper = (codes: readonly string[]) => [...new Set(codes.map((code) => code.toUpperCase()))];
  if (holdOut)
    return { kind: 'HOLD_OUT', ...holdOut, filter: toFilter(context, holdOut.filter, 'design.holdOut.filter') };
  if (lists)
    return {
      kind: 'LISTS',
      treated: toFilter(context, lists.treated, 'design.lists.treated'),
      control: toFilter(context, lists.control, 'design.lists.control'),
    };
  if (countries) return { kind: 'COUNTRIES', treated: upper(countries.treated), control: upper(countries.control) };
  if (switchback) return { kind: 'SWITCHBACK', ...switchback };
  return { kind: 'BEFORE_AFTER', ...beforeAfter! };
}
