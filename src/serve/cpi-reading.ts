import { Field, Int, ObjectType } from 'type-graphql';
import type { CpiGroup as Group } from '../measure/cpi/index.ts';
import type { CpiReading as Reading } from '../measure/cpi/reading.ts';
import type { Provenance } from '../measure/metric.ts';
import { enumType } from './enum-type.ts';
import { NullReason } from './null-reason.ts';
import { Computed } from './provenance.ts';
import { DateScalar, DecimalScalar } from './scalars.ts';

const CpiStatus = enumType(
  'CpiStatus',
  'A reading against its target.',
  ['MET', 'NEAR', 'MISSED', 'TOO_FEW', 'NO_DATA'],
  { NEAR: 'Missed by little.', TOO_FEW: 'It rests on too few to be judged.', NO_DATA: 'There is no value.' },
);

@ObjectType({ description: 'How many subjects are left out for one reason.', simpleResolvers: true })
export class CpiExcluded {
  @Field(() => String)
  reason!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType({
  description:
    'A CPI over some days. What is past its limit and still open is broken; what is still inside it is pending, and in neither number.',
  implements: Computed,
  simpleResolvers: true,
})
export class CpiReading extends Computed {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'The first day of its unit of time. Null for a whole period.',
  })
  period!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'numerator / denominator.' })
  value!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => Int, { description: 'Promises kept; broken ones where the CPI shows those.' })
  numerator!: number;

  @Field(() => Int, { description: 'Promises that are decided: kept and broken.' })
  denominator!: number;

  @Field(() => Int, { description: 'Promises kept.' })
  met!: number;

  @Field(() => Int, { description: 'Promises broken.' })
  breached!: number;

  @Field(() => Int, { description: 'Not decided yet.' })
  pending!: number;

  @Field(() => [CpiExcluded], { description: 'What cannot be judged or does not count, by reason; most first.' })
  excluded!: CpiExcluded[];

  @Field(() => DecimalScalar, { nullable: true, description: 'Lower end of the 95 % interval (Wilson).' })
  low!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Upper end of that interval.' })
  high!: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'That holds on the last of the days.' })
  target!: string | null;

  @Field(() => CpiStatus, { nullable: true, description: 'Null without a target.' })
  status!: string | null;

  @Field(() => Boolean, { description: 'False while its days are running, or where they are part of a unit only.' })
  complete!: boolean;
}

@ObjectType({ description: 'One part of a CPI: one value of the dimension.', simpleResolvers: true })
export class CpiGroup {
  @Field(() => String)
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => CpiReading, { description: 'Over the whole period.' })
  reading!: CpiReading;

  @Field(() => [CpiReading], { description: 'One a unit of time, gaps included. Empty unless a grain was asked for.' })
  history!: CpiReading[];
}

type Where = () => Promise<Provenance>;

export const asReading = (reading: Reading, provenance: Where): CpiReading => ({
  ...reading,
  period: reading.start,
  provenance,
});

export const asGroup = ({ key, label, total, history }: Group, provenance: Where): CpiGroup => ({
  key,
  label,
  reading: asReading(total, provenance),
  history: history.map((each) => asReading(each, provenance)),
});
