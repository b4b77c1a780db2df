import { Arg, Args, ArgsType, Authorized, Ctx, Field, InputType, Int, Query, Resolver } from 'type-graphql';
import { fail } from '../errors.ts';
import { customerSortKeys } from '../measure/customers-order.ts';
import { type CustomersPageQuery, customersPage } from '../measure/customers-page.ts';
import type { CustomerFilter } from '../measure/filter.ts';
import type { Scope } from '../model/api-key.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Customer, loadCustomer } from './customer.ts';
import { enumType } from './enum-type.ts';
import { defaultPage, maximumPage } from './limits.ts';
import { checkPageSize } from './page.ts';
import { SortDirection } from './sort-direction.ts';

const CustomerSortKey = enumType(
  'CustomerSortKey',
  'What customers can be ordered by. Unknown values stand last.',
  customerSortKeys,
  {
    REVENUE: 'Net sales so far.',
    TOTAL: 'With tax and shipping.',
    MARGIN: 'Net sales less the cost of goods.',
    PREDICTED_VALUE: 'Net sales expected of the next twelve months.',
  },
);

@InputType({ description: 'The order customers come in.' })
export class CustomerSort {
  @Field(() => CustomerSortKey)
  key!: keyof typeof CustomerSortKey;

  @Field(() => SortDirection, { defaultValue: 'DESC' })
  direction!: keyof typeof SortDirection;
}

@ArgsType()
export class CustomersArgs {
  @Field(() => Int, { nullable: true, description: `How many, at most ${maximumPage}; ${defaultPage} unless told.` })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Read on after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many of the last ones, or of those before `before`.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Read back from this cursor.' })
  before?: string | null;

  @Field(() => CustomerSort, { nullable: true, description: 'By net sales, largest first, unless told.' })
  sort?: CustomerSort | null;
}

export const CustomerConnection = connectionType('Customer', () => Customer);

/** A page of the customers that a filter finds, on a day. Throws BAD_INPUT for arguments out of range or against each other. */
export async function listCustomers(
  context: Context,
  args: CustomersArgs,
  filter?: CustomerFilter,
  asOf?: string,
): Promise<Connection<Customer>> {
  const { rows, hasNextPage, hasPreviousPage, totalCount } = await customersPage(await context.measure(asOf), {
    ...direction(args),
    ...(args.sort && { sort: args.sort }),
    ...(filter && { filter }),
  });
  const found = await Promise.all(rows.map(({ id }) => loadCustomer(context, id)));
  const edges = rows.flatMap(({ cursor }, index) => {
    const node = found[index];
    return node ? [{ cursor, node }] : [];
  });
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}

function direction({ first, after, last, before }: CustomersArgs): CustomersPageQuery {
  if (last == null) {
    if (before != null) fail('BAD_INPUT', { field: 'before', reason: 'needs "last": how many to read back' });
    checkPageSize(first ?? defaultPage, 'first');
    return { first: first ?? defaultPage, ...(after != null && { after }) };
  }
  if (first != null) fail('BAD_INPUT', { field: 'last', reason: 'and "first" cannot both be given' });
  if (after != null) fail('BAD_INPUT', { field: 'after', reason: 'and "last" cannot both be given' });
  checkPageSize(last, 'last');
  return { last, ...(before != null && { before }) };
}

@Resolver(() => Customer)
export class CustomersResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => CustomerConnection, { nullable: true })
  customers(
    @Ctx() context: Context,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Arg('filter', () => CustomerFilterInput, { nullable: true }) filter: CustomerFilterInput | null,
  ): Promise<Connection<Customer>> {
    return listCustomers(context, args, filter ? toFilter(context, filter) : undefined);
  }
}
