import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { type PeriodInput as Period, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { Money, money } from './money.ts';
import { Node } from './node.ts';
import { type Page, PageArgs, type PagedRow, pageOf } from './page.ts';
import { PeriodInput } from './period.ts';
import { DateTimeScalar } from './scalars.ts';
import { Source, loadSource } from './source.ts';

const OrderStatus = enumType(
  'OrderStatus',
  'Where an order stands.',
  ['PENDING', 'PAID', 'FULFILLED', 'CANCELLED', 'REFUNDED', 'FAILED', 'DRAFT'],
  { FAILED: 'The payment was refused or voided.' },
);
type OrderStatus = keyof typeof OrderStatus;

const OrderKind = enumType('OrderKind', 'What sort of order it is.', ['STANDARD', 'EXCHANGE', 'RENEWAL', 'WHOLESALE'], {
  EXCHANGE: 'Goods sent in exchange for others: no new purchase.',
});

@ObjectType({ description: 'A purchase.', implements: Node, simpleResolvers: true })
export class Order extends Node {
  @Field(() => String, { nullable: true, description: 'The number that the buyer knows.' })
  number!: string | null;

  @Field(() => DateTimeScalar)
  placedAt!: Date;

  @Field(() => OrderStatus)
  status!: string;

  @Field(() => OrderKind)
  kind!: string;

  @Field(() => DateTimeScalar, { nullable: true })
  cancelledAt!: Date | null;

  @Field(() => Boolean, { description: 'A test of the shop: it counts in no figure.' })
  test!: boolean;

  @Field(() => String, { nullable: true, description: 'Online, POS, marketplace … as the source names it.' })
  salesChannel!: string | null;

  @Field(() => Boolean, { description: 'Whether line prices and shipping contain the tax.' })
  taxesIncluded!: boolean;

  identityId!: string | null;
  sourceId!: string;
  currency!: string;
  charged!: string | null;
  discounted!: string | null;
}

export const OrderConnection = connectionType('Order', () => Order);
const columns = sql`o.id, o.number, o.placed_at as "placedAt", o.status, o.kind, o.cancelled_at as "cancelledAt", o.test,
  o.sales_channel as "salesChannel", o.taxes_included as "taxesIncluded", o.identity_id as "identityId",
  o.source_id as "sourceId", o.currency, o.total as charged, o.discount as discounted`;

/** The order with that id, null where the workspace has none. */
export const loadOrder = (context: Context, id: string): Promise<Order | null> =>
  context.batch('order', id, async (ids) => {
    const rows = await context.rows(sql<Order>`
      select ${columns} from orders o where o.workspace_id = ${context.workspaceId} and o.id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

const latestFirst = (args: PageArgs): Page =>
  pageOf(args, { name: 'orders', value: sql`o.placed_at`, type: 'timestamptz', id: sql`o.id`, descending: true });

/** Orders whose day in the workspace's zone lies in the period; all where there is none. */
async function within(context: Context, input: PeriodInput | null) {
  if (!input) return sql<boolean>`true`;
  const { from, to } = resolvePeriod(input as Period, (await context.measure()).asOf);
  const zone = context.workspace.timeZone;
  return sql<boolean>`(o.placed_at >= ${from}::timestamp at time zone ${zone}
    and o.placed_at < (${to}::date + 1)::timestamp at time zone ${zone})`;
}

/** A page of one customer's orders; the same page of many customers is read at once. */
export async function customerOrders(
  context: Context,
  customerId: string,
  args: PageArgs,
  period: PeriodInput | null,
): Promise<Connection<Order & PagedRow>> {
  const page = latestFirst(args);
  const name = `orders of customer ${JSON.stringify([args, period])}`;
  const placed = await within(context, period);
  const from = sql`orders o join identities i on i.workspace_id = o.workspace_id and i.id = o.identity_id
    where o.workspace_id = ${context.workspaceId} and i.workspace_id = ${context.workspaceId} and ${placed}`;
  const rows = await context.batch(name, customerId, async (ids) => {
    const found = await context.rows(sql<Order & PagedRow & { customerId: string }>`
      select * from (
        select ${columns}, ${page.sortValue} as "sortValue", i.customer_id as "customerId",
               row_number() over (partition by i.customer_id order by ${page.orderBy}) as place
          from ${from} and i.customer_id = any(${ids}) and ${page.where}
      ) placed where place <= ${page.limit} order by place`);
    return Map.groupBy(found, (row) => row.customerId);
  });
  const count = () =>
    context.batch(`count of ${name}`, customerId, async (ids) => {
      const counts = await context.rows(sql<{ customerId: string; count: string }>`
        select i.customer_id as "customerId", count(*) as count from ${from} and i.customer_id = any(${ids})
         group by i.customer_id`);
      return new Map(counts.map((row) => [row.customerId, Number(row.count)]));
    });
  return page.connection(rows ?? [], async () => (await count()) ?? 0);
}

@Resolver(() => Order)
export class OrderResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => Order, { nullable: true })
  async order(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<Order> {
    const order = await loadOrder(context, idOf('Order', id, 'id'));
    if (!order) throw unknownId('Order', id, 'id');
    return order;
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => OrderConnection, { nullable: true, description: 'Orders, the latest first.' })
  async orders(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('period', () => PeriodInput, { nullable: true }) period: PeriodInput | null,
    @Arg('status', () => [OrderStatus], { nullable: true }) status: OrderStatus[] | null,
  ): Promise<Connection<Order & PagedRow>> {
    const page = latestFirst(args);
    const standing = status ? sql`o.status = any(${status})` : sql`true`;
    const of = sql<boolean>`o.workspace_id = ${context.workspaceId} and ${standing} and ${await within(context, period)}`;
    const rows = await context.rows(sql<Order & PagedRow>`
      select ${columns}, ${page.sortValue} as "sortValue" from orders o
       where ${of} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
    return page.connection(rows, () => context.count(sql`orders o where ${of}`));
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'What the buyer was charged in all. Null where the source does not say.',
  })
  total(@Root() { charged, currency }: Order): Money | null {
    return money(charged, currency);
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'The discount on the order as a whole, beside those on its lines. Null where the source does not say.',
  })
  discount(@Root() { discounted, currency }: Order): Money | null {
    return money(discounted, currency);
  }

  @FieldResolver(() => Source, { nullable: true })
  source(@Root() { sourceId }: Order, @Ctx() context: Context): Promise<Source | null> {
    return loadSource(context, sourceId);
  }
}
