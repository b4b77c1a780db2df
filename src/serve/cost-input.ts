import { Field, ID, InputType } from 'type-graphql';
import type { EntryKind } from '../measure/cost-rows.ts';
import { CostEntryKind } from './cost-entry.ts';
import { CurrencyScalar, DateScalar, DecimalScalar } from './scalars.ts';

@InputType()
export class CreateCostInput {
  @Field(() => CostEntryKind)
  kind!: EntryKind;

  @Field(() => DateScalar)
  startsOn!: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last of its days; left out for a cost of one day.' })
  endsOn?: string | null;

  @Field(() => DecimalScalar, { description: 'For all its days together; below zero for what was given back.' })
  amount!: string;

  @Field(() => CurrencyScalar, { nullable: true, description: "The workspace's, where left out." })
  currency?: string | null;

  @Field(() => ID, { nullable: true, description: 'The channel that it is for, where it is for one.' })
  channel?: string | null;

  @Field(() => ID, { nullable: true, description: 'The campaign that it is for, where it is for one.' })
  campaign?: string | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType({
  description: 'What is left out stays as it is; null takes `endsOn`, `channel`, `campaign` and `note` away.',
})
export class UpdateCostInput {
  @Field(() => ID)
  id!: string;

  @Field(() => CostEntryKind, { nullable: true })
  kind?: EntryKind | null;

  @Field(() => DateScalar, { nullable: true })
  startsOn?: string | null;

  @Field(() => DateScalar, { nullable: true })
  endsOn?: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  amount?: string | null;

  @Field(() => CurrencyScalar, { nullable: true })
  currency?: string | null;

  @Field(() => ID, { nullable: true })
  channel?: string | null;

  @Field(() => ID, { nullable: true })
  campaign?: string | null;

  @Field(() => String, { nullable: true })
  note?: string | null;
}

@InputType()
export class DeleteCostInput {
  @Field(() => ID)
  id!: string;
}
