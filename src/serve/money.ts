import { Field, ObjectType } from 'type-graphql';
import { CurrencyScalar, DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'An amount of money in one currency.', simpleResolvers: true })
export class Money {
  @Field(() => DecimalScalar)
  amount!: string;

  @Field(() => CurrencyScalar)
  currency!: string;
}

/** Null where the amount is unknown. */
export const money = (amount: string | null, currency: string): Money | null =>
  amount === null ? null : { amount, currency };
