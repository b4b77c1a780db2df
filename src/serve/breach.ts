import { sql } from 'kysely';
import { Args, ArgsType, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { breachesOf } from '../measure/cpi/breaches.ts';
import { type Cpi as CpiOf, listCpis } from '../measure/cpi/list.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Cpi, CpiSubjectKind } from './cpi.ts';
import { Customer } from './customer.ts';
import { Order, loadOrder } from './order.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { DateTimeScalar } from './scalars.ts';

@ObjectType({ description: 'A promise to a customer that broke.', simpleResolvers: true })
export class Breach {
  @Field(() => CpiSubjectKind, { description: 'What it is about.' })
  subject!: string;

  @Field(() => DateTimeScalar, { description: 'When it broke.' })
  at!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it had to be kept.' })
  dueAt!: Date | null;

  cpiId!: string;
  orderId!: string | null;
}

@ArgsType()
class BreachArgs extends PageArgs {
  @Field(() => [String], {
    nullable: true,
    description: 'Keys of CPIs, such as "on-time-delivery": by these only, promises or not.',
  })
  cpi?: string[] | null;
}

const BreachConnection = connectionType('Breach', () => Breach);

@Resolver(() => Customer)
export class CustomerBreaches {
  @FieldResolver(() => BreachConnection, {
    description: 'The promises to this customer that broke, by all CPIs that are promises, the latest first.',
  })
  async breaches(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Args(() => BreachArgs) { cpi, ...args }: BreachArgs,
  ): Promise<Connection<Breach & PagedRow>> {
    const order = { name: 'breaches', value: sql`b.at`, type: 'timestamptz', id: sql`b.id`, descending: true } as const;
    const page = pageOf(args, order);
    const measure = await context.measure();
    const rows = await context.batch(`breaches ${JSON.stringify([args, cpi])}`, customer.id, async (ids) => {
      const found = await context.rows(sql<Breach & PagedRow & { customerId: string }>`
        select * from (
          select b.id, b.subject, b.at, b.due_at as "dueAt", b.cpi_id as "cpiId", b.order_id as "orderId",
            b.customer_id as "customerId", ${page.sortValue} as "sortValue",
            row_number() over (partition by b.customer_id order by ${page.orderBy}) as place
          from (${await breachesOf(measure, ids, cpi)}) b where ${page.where}
        ) placed where place <= ${page.limit} order by place`);
      return Map.groupBy(found, ({ customerId }) => customerId);
    });
    const count = () =>
      context.batch(`count of breaches ${JSON.stringify(cpi)}`, customer.id, async (ids) => {
        const counts = await context.rows(sql<{ customerId: string; count: string }>`
          select customer_id as "customerId", count(*) as count from (${await breachesOf(measure, ids, cpi)}) b
          group by customer_id`);
        return new Map(counts.map((row) => [row.customerId, Number(row.count)]));
      });
    return page.connection(rows ?? [], async () => (await count()) ?? 0);
  }
}

@Resolver(() => Breach)
export class BreachResolver {
  @FieldResolver(() => Cpi, { nullable: true })
  cpi(@Root() { cpiId }: Breach, @Ctx() context: Context): Promise<CpiOf | null> {
    return context.batch('cpi', cpiId, async () => {
      const cpis = await listCpis(await context.measure(), { archived: true });
      return new Map(cpis.map((cpi) => [cpi.id, cpi]));
    });
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order that it is about, where there is one.' })
  order(@Root() { orderId }: Breach, @Ctx() context: Context): Promise<Order | null> | null {
    return orderId === null ? null : loadOrder(context, orderId);
  }
}
