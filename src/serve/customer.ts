import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { fail } from '../errors.ts';
import type { Scope } from '../model/api-key.ts';
import type { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { idOf, unknownId } from './global-id.ts';
import { Node } from './node.ts';
import { Order, OrderConnection, customerOrders } from './order.ts';
import { PageArgs, type PagedRow } from './page.ts';
import { PeriodInput } from './period.ts';
import { DateTimeScalar } from './scalars.ts';

const personal = 'Needs the scope READ_PERSONAL_DATA.';

@ObjectType({
  description: 'A person or company that buys from us, unified over every source that knows it.',
  implements: Node,
  simpleResolvers: true,
})
export class Customer extends Node {
  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, { nullable: true, simple: false, description: personal })
  name!: string | null;

  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, { nullable: true, simple: false, description: personal })
  email!: string | null;

  @Authorized<Scope>('READ_PERSONAL_DATA')
  @Field(() => String, { nullable: true, simple: false, description: `In E.164. ${personal}` })
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2.' })
  country!: string | null;

  @Field(() => String, { nullable: true })
  region!: string | null;

  @Field(() => String, { nullable: true })
  city!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a source first knew the customer.' })
  firstSeenAt!: Date | null;
}

/** The customer with that id, null where the workspace has none. */
export const loadCustomer = (context: Context, id: string): Promise<Customer | null> =>
  context.batch('customer', id, async (ids) => {
    const rows = await context.rows(sql<Customer>`
      select id, name, email, phone, country, region, city, first_seen_at as "firstSeenAt"
        from customers where workspace_id = ${context.workspaceId} and id = any(${ids})`);
    return new Map(rows.map((row) => [row.id, row]));
  });

/** Who has that e-mail address in any source; null where nobody has. Throws BAD_INPUT where several customers share it. */
async function findByEmail(context: Context, email: string): Promise<Customer | null> {
  const [found, other] = await context.rows(sql<{ id: string }>`
    select distinct i.customer_id as id
      from identifiers d join identities i on i.workspace_id = d.workspace_id and i.id = d.identity_id
     where d.workspace_id = ${context.workspaceId} and i.workspace_id = ${context.workspaceId}
       and d.kind = 'EMAIL' and d.value = ${email.normalize('NFKC').trim().toLowerCase()} limit 2`);
  if (other) {
    fail('BAD_INPUT', {
      field: 'email',
      reason: 'is shared by several customers: list them with customers(filter: { search })',
    });
  }
  return found ? loadCustomer(context, found.id) : null;
}

@Resolver(() => Customer)
export class CustomerResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => Customer, {
    nullable: true,
    description: `One customer, by id or by any e-mail address a source knows. By e-mail: null where nobody has it. ${personal}`,
  })
  async customer(
    @Ctx() context: Context,
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('email', () => String, { nullable: true }) email: string | null,
  ): Promise<Customer | null> {
    if (email != null && id == null) {
      context.allow('READ_PERSONAL_DATA', 'customer(email:)');
      return findByEmail(context, email);
    }
    if (id == null || email != null)
      return fail('BAD_INPUT', { field: 'customer', reason: 'takes either id or email' });
    const customer = await loadCustomer(context, idOf('Customer', id, 'id'));
    if (!customer) throw unknownId('Customer', id, 'id');
    return customer;
  }

  @FieldResolver(() => OrderConnection, { description: 'The orders of all its identities, the latest first.' })
  orders(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('period', () => PeriodInput, { nullable: true }) period: PeriodInput | null,
  ): Promise<Connection<Order & PagedRow>> {
    return customerOrders(context, customer.id, args, period);
  }
}

@Resolver(() => Order)
export class OrderBuyer {
  @FieldResolver(() => Customer, { nullable: true, description: 'Null where nothing identifies the buyer.' })
  async customer(@Root() { identityId }: Order, @Ctx() context: Context): Promise<Customer | null> {
    if (!identityId) return null;
    const found = await context.batch('customer of identity', identityId, async (ids) => {
      const rows = await context.rows(sql<{ id: string; customerId: string }>`
        select id, customer_id as "customerId" from identities
         where workspace_id = ${context.workspaceId} and id = any(${ids})`);
      return new Map(rows.map((row) => [row.id, row.customerId]));
    });
    return found ? loadCustomer(context, found) : null;
  }
}
