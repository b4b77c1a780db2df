import { Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { curveOf, type PaybackFigure, paybackFigure } from '../measure/acquisition/payback.ts';
import { AcquisitionPerformance } from './acquisition.ts';
import { partCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'How long customers take to earn back what they cost.', simpleResolvers: true })
export class Payback {
  @Field(() => Float, {
    nullable: true,
    description:
      'Months from the first purchase; within a month as if value came evenly. Null where it is not reached.',
  })
  months!: number | null;

  @Field(() => Boolean, { description: 'Whether they had not earned it back at the oldest age that was seen.' })
  notYet!: boolean;

  @Field(() => Float, {
    nullable: true,
    description: 'What they had brought by the oldest age that was seen / what they cost.',
  })
  recovered!: number | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there are no months.' })
  reason!: string | null;
}

@ObjectType({ description: 'What customers had brought by an age.', simpleResolvers: true })
export class ValueAtAge {
  @Field(() => Int, { description: 'Months since the first purchase, each a twelfth of a year; 0 is its own day.' })
  month!: number;

  @Field(() => Money, { nullable: true, description: 'Mean cumulative margin of the customers who are as old.' })
  perCustomer!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { description: 'How many customers are as old, by credit.' })
  customers!: string;

  @Field(() => Boolean, { description: 'Whether all customers of the period are as old.' })
  complete!: boolean;

  @Field(() => Float, { nullable: true, description: 'perCustomer / what a customer cost.' })
  recovered!: number | null;
}

@Resolver(() => AcquisitionPerformance)
export class PerformancePayback {
  @FieldResolver(() => Payback, {
    complexity: partCost,
    description:
      'When the mean cumulative margin of the customers who are as old comes up to the CAC for the last time: a refund may take ' +
      'it below again. Ages that fewer than a tenth of the customers have reached do not count.',
  })
  payback(@Root() { part }: AcquisitionPerformance): Promise<PaybackFigure> {
    return paybackFigure(part, part.book.query.options.base);
  }

  @FieldResolver(() => [ValueAtAge], {
    complexity: partCost,
    description:
      'Cumulative margin by age, to be drawn against the CAC: one point a month, as long as some are as old.',
  })
  async curve(@Root() { part }: AcquisitionPerformance): Promise<ValueAtAge[]> {
    const { currency } = part.book.context.workspace;
    const points = await curveOf(part, part.book.query.options.base);
    return points.map((point) => ({ ...point, perCustomer: money(point.perCustomer, currency) }));
  }
}
