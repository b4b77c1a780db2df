import { Arg, Ctx, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from 'type-graphql';
import {
  type CustomerValue as Value,
  customerValues,
  purchaseHistories,
  valueProvenance,
} from '../measure/value/index.ts';
import type { Context } from './context.ts';
import { Customer } from './customer.ts';
import { Money, money } from './money.ts';
import { NullReason } from './null-reason.ts';
import { Computed, readOnce } from './provenance.ts';
import { DateScalar } from './scalars.ts';

@ObjectType({
  description: 'A history as purchase models take it (x, t_x, T and m). Orders of one day are one purchase.',
  simpleResolvers: true,
})
export class PurchaseHistory {
  @Field(() => Int, { description: 'Purchase days after the first: x.' })
  repeatPurchases!: number;

  @Field(() => Float, { description: 'Weeks from the first to the last purchase day: t_x.' })
  recency!: number;

  @Field(() => Float, { description: 'Weeks from the first purchase day to the as-of day: T.' })
  tenure!: number;

  @Field(() => Money, { nullable: true, description: 'Mean net sales of the repeat days: m. Null without a repeat.' })
  meanRepeatSpend!: Money | null;
}

@ObjectType({
  description: "What a customer has been worth so far, in the workspace's currency.",
  implements: Computed,
  simpleResolvers: true,
})
export class CustomerValue extends Computed {
  @Field(() => Int, { description: 'Purchases.' })
  orders!: number;

  @Field(() => Money, { nullable: true, description: 'Before discounts and returns. Null where a rate is missing.' })
  gross!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Net sales: after discounts and returns, without tax and shipping.',
  })
  revenue!: Money | null;

  @Field(() => Money, { nullable: true, description: 'With tax and shipping, less all that was refunded.' })
  total!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Net sales less the cost of goods. Null where a cost is unknown.',
  })
  margin!: Money | null;

  @Field(() => NullReason, { nullable: true, description: 'Why there is no margin.' })
  marginReason!: string | null;

  @Field(() => Money, { nullable: true, description: 'Net sales per purchase.' })
  averageOrder!: Money | null;

  @Field(() => DateScalar, { nullable: true })
  firstOrder!: string | null;

  @Field(() => DateScalar, { nullable: true })
  lastOrder!: string | null;

  customerId!: string;
  asOf!: string | undefined;
}

const loadValue = (context: Context, customerId: string, asOf: string | undefined): Promise<CustomerValue | null> =>
  context.batch(`value as of ${asOf}`, customerId, async (ids) => {
    const measure = await context.measure(asOf);
    const provenance = readOnce(() => valueProvenance(measure));
    const values = await customerValues(measure, ids);
    const { currency } = measure.workspace;
    return new Map(
      [...values].map(([id, value]) => [id, { ...inMoney(value, currency), customerId: id, asOf, provenance }]),
    );
  });

const inMoney = ({ gross, revenue, total, margin, averageOrder, ...value }: Value, currency: string) => ({
  ...value,
  gross: money(gross, currency),
  revenue: money(revenue, currency),
  total: money(total, currency),
  margin: money(margin, currency),
  averageOrder: money(averageOrder, currency),
});

@Resolver(() => Customer)
export class CustomerValueOfCustomer {
  @FieldResolver(() => CustomerValue, { nullable: true, description: 'Null before the first order.' })
  value(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: 'By default the last day of the data.' })
    asOf?: string,
  ): Promise<CustomerValue | null> {
    return loadValue(context, customer.id, asOf ?? undefined);
  }
}

@Resolver(() => CustomerValue)
export class CustomerValueResolver {
  @FieldResolver(() => PurchaseHistory, { nullable: true, description: 'Null before the first purchase.' })
  history(@Root() { customerId, asOf }: CustomerValue, @Ctx() context: Context): Promise<PurchaseHistory | null> {
    return context.batch(`purchase history as of ${asOf}`, customerId, async (ids) => {
      const measure = await context.measure(asOf);
      const { currency } = measure.workspace;
      const histories = await purchaseHistories(measure, ids);
      return new Map(
        histories.map(({ customerId: id, meanRepeatSpend, ...history }) => [
          id,
          { ...history, meanRepeatSpend: money(meanRepeatSpend, currency) },
        ]),
      );
    });
  }
}
