import { type RawBuilder, sql } from 'kysely';
import { Ctx, Field, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { Money, money } from './money.ts';
import { Order } from './order.ts';
import { Product, loadProduct } from './product.ts';
import { DateTimeScalar, DecimalScalar } from './scalars.ts';

@ObjectType({ description: 'One product in an order.', simpleResolvers: true })
export class OrderLine {
  @Field(() => String, { nullable: true })
  title!: string | null;

  @Field(() => DecimalScalar)
  quantity!: string;

  @Field(() => Money, { description: 'Before discounts.' })
  unitPrice!: Money;

  @Field(() => Money, { nullable: true, description: 'On the whole line. Null where the source does not say.' })
  discount!: Money | null;

  @Field(() => Boolean, { description: 'A gift card sold is a liability: it counts in no figure of sales.' })
  giftCard!: boolean;

  productId!: string | null;
}

@ObjectType({ description: 'A discount code or rule used on an order.', simpleResolvers: true })
export class Discount {
  @Field(() => String)
  code!: string;

  @Field(() => Money, { nullable: true })
  amount!: Money | null;
}

const DeliveryStatus = enumType('DeliveryStatus', 'Where a delivery stands.', [
  'PENDING',
  'SHIPPED',
  'DELIVERED',
  'RETURNED',
  'LOST',
  'CANCELLED',
]);

@ObjectType({ description: "The promise made for an order's delivery, and what came of it.", simpleResolvers: true })
export class Delivery {
  @Field(() => DeliveryStatus)
  status!: string;

  @Field(() => String, { nullable: true })
  carrier!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The end of the first window promised.' })
  promisedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  shippedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  deliveredAt!: Date | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether all that was due came. Null where nobody says.' })
  complete!: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Delivered by the instant promised. Null until both are known.',
  })
  onTime!: boolean | null;
}

const RefundKind = enumType('RefundKind', 'Who took the money back.', ['REFUND', 'CHARGEBACK']);

@ObjectType({ description: 'Money given back, on its own day.', simpleResolvers: true })
export class Refund {
  @Field(() => DateTimeScalar)
  refundedAt!: Date;

  @Field(() => RefundKind)
  kind!: string;

  @Field(() => Money, { description: 'For goods.' })
  merchandise!: Money;

  @Field(() => Money)
  shipping!: Money;

  @Field(() => Money)
  tax!: Money;

  @Field(() => Money, { description: 'Any other adjustment; a restocking fee that was kept is negative.' })
  other!: Money;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType({ description: 'One payment of an order.', simpleResolvers: true })
export class Payment {
  @Field(() => DateTimeScalar, { nullable: true })
  paidAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'Card, voucher, transfer … as the source names it.' })
  method!: string | null;

  @Field(() => String, { nullable: true })
  status!: string | null;

  @Field(() => Money)
  amount!: Money;

  @Field(() => Int, { nullable: true })
  installments!: number | null;
}

type Part<Row> = Row & { orderId: string };
/** Columns of one kind of part, with the order's currency as `currency` where the part has none of its own. */
const parts = {
  lines: sql`t.title, t.quantity, t.unit_price as "unitPrice", t.discount, t.gift_card as "giftCard",
    t.product_id as "productId", o.currency from order_lines t`,
  discounts: sql`t.code, t.amount, o.currency from discounts t`,
  deliveries: sql`t.status, t.carrier, t.promised_at as "promisedAt", t.shipped_at as "shippedAt",
    t.delivered_at as "deliveredAt", t.complete, t.delivered_at <= t.promised_at as "onTime" from deliveries t`,
  refunds: sql`t.refunded_at as "refundedAt", t.kind, t.merchandise, t.shipping, t.tax, t.other, t.reason,
    coalesce(t.currency, o.currency) as currency from refunds t`,
  payments: sql`t.paid_at as "paidAt", t.method, t.status, t.amount, t.installments,
    coalesce(t.currency, o.currency) as currency from payments t`,
} satisfies Record<string, RawBuilder<unknown>>;

async function partsOf<Row>(context: Context, order: Order, kind: keyof typeof parts): Promise<Row[]> {
  const found = await context.batch(`${kind} of order`, order.id, async (ids) => {
    const rows = await context.rows(sql<Part<Row>>`
      select t.order_id as "orderId", ${parts[kind]}
        join orders o on o.workspace_id = t.workspace_id and o.id = t.order_id
       where t.workspace_id = ${context.workspaceId} and o.workspace_id = ${context.workspaceId}
         and t.order_id = any(${ids}) order by t.id`);
    return Map.groupBy(rows, ({ orderId }) => orderId);
  });
  return found ?? [];
}

type Amounts<Name extends string> = Record<Name, string> & { currency: string };

@Resolver(() => Order)
export class OrderPartsResolver {
  @FieldResolver(() => [OrderLine])
  async lines(@Root() order: Order, @Ctx() context: Context): Promise<OrderLine[]> {
    type Row = Omit<OrderLine, 'unitPrice' | 'discount'> & Amounts<'unitPrice'> & { discount: string | null };
    const rows = await partsOf<Row>(context, order, 'lines');
    return rows.map(({ currency, unitPrice, discount, ...row }) => ({
      ...row,
      unitPrice: { amount: unitPrice, currency },
      discount: money(discount, currency),
    }));
  }

  @FieldResolver(() => [Discount], {
    description: 'Which codes were used; their amounts are in order and lines already.',
  })
  async discounts(@Root() order: Order, @Ctx() context: Context): Promise<Discount[]> {
    type Row = { code: string; amount: string | null; currency: string };
    const rows = await partsOf<Row>(context, order, 'discounts');
    return rows.map(({ code, amount, currency }) => ({ code, amount: money(amount, currency) }));
  }

  @FieldResolver(() => [Delivery])
  deliveries(@Root() order: Order, @Ctx() context: Context): Promise<Delivery[]> {
    return partsOf<Delivery>(context, order, 'deliveries');
  }

  @FieldResolver(() => [Refund])
  async refunds(@Root() order: Order, @Ctx() context: Context): Promise<Refund[]> {
    type Row = Pick<Refund, 'refundedAt' | 'kind' | 'reason'> & Amounts<'merchandise' | 'shipping' | 'tax' | 'other'>;
    const rows = await partsOf<Row>(context, order, 'refunds');
    return rows.map(({ currency, merchandise, shipping, tax, other, ...row }) => ({
      ...row,
      merchandise: { amount: merchandise, currency },
      shipping: { amount: shipping, currency },
      tax: { amount: tax, currency },
      other: { amount: other, currency },
    }));
  }

  @FieldResolver(() => [Payment])
  async payments(@Root() order: Order, @Ctx() context: Context): Promise<Payment[]> {
    const rows = await partsOf<Omit<Payment, 'amount'> & Amounts<'amount'>>(context, order, 'payments');
    return rows.map(({ currency, amount, ...row }) => ({ ...row, amount: { amount, currency } }));
  }
}

@Resolver(() => OrderLine)
export class OrderLineResolver {
  @FieldResolver(() => Product, { nullable: true })
  product(@Root() { productId }: OrderLine, @Ctx() context: Context): Promise<Product | null> | null {
    return productId ? loadProduct(context, productId) : null;
  }
}
