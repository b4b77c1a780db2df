import { sql } from 'kysely';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { Money, money } from './money.ts';
import { Order } from './order.ts';
import { DateScalar } from './scalars.ts';

const unknown = 'Null where the exchange rate of the day is missing.';

@ObjectType({
  description: `An order as the figures see it: in the workspace's currency, at the rate of its day. ${unknown}`,
  simpleResolvers: true,
})
export class OrderAmounts {
  @Field(() => DateScalar, { description: "Its day in the workspace's time zone." })
  day!: string;

  @Field(() => Boolean, {
    description:
      'Whether it counts in orders, recency and frequency: no test, draft, failed or cancelled one, no exchange.',
  })
  valid!: boolean;

  @Field(() => Money, { nullable: true, description: 'Unit prices by quantities, without gift cards.' })
  gross!: Money | null;

  @Field(() => Money, { nullable: true })
  discounts!: Money | null;

  @Field(() => Money, { nullable: true, description: 'Merchandise returned so far.' })
  returns!: Money | null;

  @Field(() => Money, { nullable: true, description: 'gross - discounts - returns, without tax and shipping.' })
  net!: Money | null;

  @Field(() => Money, { nullable: true })
  shipping!: Money | null;

  @Field(() => Money, { nullable: true })
  tax!: Money | null;

  @Field(() => Money, { nullable: true, description: 'net + shipping + tax + fees, less all that was refunded.' })
  total!: Money | null;

  @Field(() => Money, {
    nullable: true,
    description: 'Cost of the goods kept. Null where that of any line is unknown.',
  })
  cost!: Money | null;
}

const amounts = ['gross', 'discounts', 'returns', 'net', 'shipping', 'tax', 'total', 'cost'] as const;
type Row = { orderId: string; day: string; valid: boolean; currency: string } & Record<
  (typeof amounts)[number],
  string | null
>;

const loadAmounts = (context: Context, orderId: string): Promise<OrderAmounts | null> =>
  context.batch('amounts of order', orderId, async (ids) => {
    const rows = await context.rows(sql<Row>`
      select order_id as "orderId", day, valid, currency, gross, discounts, returns, net, shipping, tax, total, cost
        from order_facts where workspace_id = ${context.workspaceId} and order_id = any(${ids})`);
    return new Map(rows.map((row) => [row.orderId, inMoney(row)]));
  });

function inMoney({ day, valid, currency, ...row }: Row): OrderAmounts {
  const values = amounts.map((name) => [name, money(row[name], currency)] as const);
  return { day, valid, ...(Object.fromEntries(values) as Record<(typeof amounts)[number], Money | null>) };
}

@Resolver(() => Order)
export class OrderAmountsResolver {
  @FieldResolver(() => OrderAmounts, { nullable: true, description: 'Null until its figures are worked out.' })
  amounts(@Root() order: Order, @Ctx() context: Context): Promise<OrderAmounts | null> {
    return loadAmounts(context, order.id);
  }

  @FieldResolver(() => Money, { nullable: true, description: `The total in the workspace's currency. ${unknown}` })
  async reportingTotal(@Root() order: Order, @Ctx() context: Context): Promise<Money | null> {
    return (await loadAmounts(context, order.id))?.total ?? null;
  }
}
