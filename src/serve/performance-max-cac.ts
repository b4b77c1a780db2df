import { Field, FieldResolver, Float, ObjectType, Resolver, Root } from 'type-graphql';
import { bounds } from '../measure/acquisition/math.ts';
import { amountOf } from '../measure/acquisition/lifetimes.ts';
import { type Limit, maximumCac } from '../measure/acquisition/maximum-cac.ts';
import { AcquisitionPerformance } from './acquisition.ts';
import { enumType } from './enum-type.ts';
import { partCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { CostPerCustomer, costInMoney } from './performance-cost.ts';

const CacBound = enumType('CacBound', 'What sets the most that a customer may cost.', bounds, {
  LTV_RATIO: 'Lifetime value / target ratio.',
  PAYBACK: 'What a customer brings within the months allowed.',
  CASH_CAP: 'The limit that was given.',
});

@ObjectType({ description: 'The most that a customer may cost: the least of its limits.', simpleResolvers: true })
export class CacLimit {
  @Field(() => Money, { description: 'Below zero where a customer costs more than it brings before it is won at all.' })
  perCustomer!: Money;

  @Field(() => CacBound, { description: 'Which of the limits it is.' })
  binding!: string;

  @Field(() => Money, { description: 'Lifetime value within the horizon / target ratio.' })
  byRatio!: Money;

  @Field(() => Money, { description: 'What a customer brings within the months allowed.' })
  byPayback!: Money;

  @Field(() => Money, { nullable: true, description: 'How much more a customer might cost than it does.' })
  headroom!: Money | null;

  @Field(() => Money, { nullable: true, description: 'The same for all new customers of a month.' })
  headroomPerMonth!: Money | null;
}

@ObjectType({ description: 'How much may be spent to win a customer.', simpleResolvers: true })
export class MaximumCac {
  @Field(() => CacLimit, { nullable: true, description: 'By what customers are expected to bring.' })
  expected!: CacLimit | null;

  @Field(() => CacLimit, {
    nullable: true,
    description:
      'By the tenth percentile of what they bring on average: what nine in ten such groups of customers reach. Null too where ' +
      'there is one customer alone.',
  })
  cautious!: CacLimit | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no limit.' })
  reason!: string | null;

  @Field(() => CostPerCustomer, { description: 'What a customer does cost.' })
  actual!: CostPerCustomer;

  @Field(() => Float, { description: 'New customers a month in the period, by credit.' })
  customersPerMonth!: number;

  @Field(() => Money, {
    nullable: true,
    description: 'CM2 of first purchases on average: a customer who costs no more has paid at once.',
  })
  firstOrder!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why that is not known.' })
  firstOrderReason!: string | null;
}

@Resolver(() => AcquisitionPerformance)
export class PerformanceMaxCac {
  @FieldResolver(() => MaximumCac, {
    complexity: partCost,
    description:
      'The most that winning a customer may cost: the least of lifetime value / target ratio, what a customer brings within the ' +
      'months allowed for payback, and the cash cap. Null where the margin is unknown. It says what may be spent, not that ' +
      'spending more brings as good customers.',
  })
  async maxCac(@Root() { part }: AcquisitionPerformance): Promise<MaximumCac> {
    const { expected, cautious, actual, firstOrder, ...rest } = await maximumCac(part);
    const { currency } = part.book.context.workspace;
    return {
      ...rest,
      expected: limitInMoney(expected, currency),
      cautious: limitInMoney(cautious, currency),
      actual: costInMoney(actual, currency),
      firstOrder: money(firstOrder, currency),
    };
  }
}

function limitInMoney(limit: Limit | null, currency: string): CacLimit | null {
  if (!limit) return null;
  const amount = (value: number) => ({ amount: amountOf(value), currency });
  const { perCustomer, binding, byRatio, byPayback, headroom, headroomPerMonth } = limit;
  return {
    binding,
    perCustomer: amount(perCustomer),
    byRatio: amount(byRatio),
    byPayback: amount(byPayback),
    headroom: headroom === null ? null : amount(headroom),
    headroomPerMonth: headroomPerMonth === null ? null : amount(headroomPerMonth),
  };
}
