import { Arg, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { cacOf, type Cost, costOfLoyal, spendOf } from '../measure/acquisition/cac.ts';
import {
  acquisitionMer,
  breakEvenRoas,
  mer,
  profitOnSpend,
  type Ratio as MeasuredRatio,
} from '../measure/acquisition/efficiency.ts';
import type { Part } from '../measure/acquisition/book.ts';
import type { CostScope as ScopeName } from '../measure/cost-rows.ts';
import { AcquisitionPerformance } from './acquisition.ts';
import { CostScope } from './acquisition-options.ts';
import { partCost } from './limits.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'What was spent.', simpleResolvers: true })
export class Spend {
  @Field(() => Money, { nullable: true })
  amount!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no amount.' })
  reason!: string | null;
}

@ObjectType({ description: 'What a customer cost: spend / customers.', simpleResolvers: true })
export class CostPerCustomer {
  @Field(() => Money, { nullable: true })
  perCustomer!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => Money, { nullable: true, description: 'The numerator.' })
  spend!: Money | null;

  @Field(() => DecimalScalar, { description: 'The denominator, by credit.' })
  customers!: string;
}

@ObjectType({ description: 'One amount for each unit of another.', simpleResolvers: true })
export class Ratio {
  @Field(() => DecimalScalar, { nullable: true })
  value!: string | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no value.' })
  reason!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  numerator!: string | null;

  @Field(() => DecimalScalar, { nullable: true })
  denominator!: string | null;
}

/** A cost with its amounts in the workspace's currency. */
export const costInMoney = ({ perCustomer, spend, ...cost }: Cost, currency: string): CostPerCustomer => ({
  ...cost,
  perCustomer: money(perCustomer, currency),
  spend: money(spend, currency),
});

const scopeOf = ({ book }: Part, scope: ScopeName | null) => scope ?? book.query.options.costScope;
const currencyOf = ({ book }: Part) => book.context.workspace.currency;

@Resolver(() => AcquisitionPerformance)
export class PerformanceCost {
  @FieldResolver(() => Spend, {
    complexity: partCost,
    description:
      'What was spent in the period, spendLagDays before. Of no known channel or campaign: costs that belong to none. With a ' +
      'filter every customer of a channel is taken to have cost as much as the others.',
  })
  async spend(
    @Root() { part }: AcquisitionPerformance,
    @Arg('scope', () => CostScope, { nullable: true, description: 'As the options say unless told.' })
    scope: ScopeName | null,
  ): Promise<Spend> {
    const { amount, reason } = await spendOf(part, scopeOf(part, scope));
    return { amount: money(amount, currencyOf(part)), reason };
  }

  @FieldResolver(() => CostPerCustomer, {
    complexity: partCost,
    description:
      'Customer acquisition cost: spend / new customers. MEDIA over all customers is the blended CAC, of a channel or campaign ' +
      'its own by attribution; FULLY_LOADED takes all costs. Null where money was spent and nobody won, and of customers of ' +
      'whom nobody knows what brought them.',
  })
  async cac(
    @Root() { part }: AcquisitionPerformance,
    @Arg('scope', () => CostScope, { nullable: true, description: 'As the options say unless told.' })
    scope: ScopeName | null,
  ): Promise<CostPerCustomer> {
    return costInMoney(await cacOf(part, scopeOf(part, scope)), currencyOf(part));
  }

  @FieldResolver(() => CostPerCustomer, {
    complexity: partCost,
    description: 'Spend / the new customers who became loyal: those who did not had to be won as well.',
  })
  async costPerLoyalCustomer(@Root() { part }: AcquisitionPerformance): Promise<CostPerCustomer> {
    return costInMoney(await costOfLoyal(part, scopeOf(part, null)), currencyOf(part));
  }

  @FieldResolver(() => Ratio, {
    complexity: partCost,
    description:
      "Marketing efficiency ratio: all that the period's orders were charged, less returns, / spend; of a channel by its credit.",
  })
  mer(@Root() { part }: AcquisitionPerformance): Promise<MeasuredRatio> {
    return mer(part);
  }

  @FieldResolver(() => Ratio, {
    complexity: partCost,
    description: 'Acquisition MER: all that first purchases were charged, less returns, / spend.',
  })
  aMer(@Root() { part }: AcquisitionPerformance): Promise<MeasuredRatio> {
    return acquisitionMer(part);
  }

  @FieldResolver(() => Ratio, {
    complexity: partCost,
    description: "Profit on ad spend: CM2 of the period's orders / spend.",
  })
  poas(@Root() { part }: AcquisitionPerformance): Promise<MeasuredRatio> {
    return profitOnSpend(part);
  }

  @FieldResolver(() => Ratio, {
    complexity: partCost,
    description: 'Revenue for each unit of money spent at which nothing is left: 1 / (CM2 / net sales).',
  })
  breakEvenRoas(@Root() { part }: AcquisitionPerformance): Promise<MeasuredRatio> {
    return breakEvenRoas(part);
  }
}
