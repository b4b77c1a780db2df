import { sql } from 'kysely';
import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { throughAllData } from '../measure/context.ts';
import type { SubjectName } from '../measure/cpi/definition.ts';
import type { Cpi as Row } from '../measure/cpi/list.ts';
import { outcomeRows } from '../measure/cpi/outcomes.ts';
import { cpiStates, type CpiState as State } from '../measure/cpi/states.ts';
import { customersWhere } from '../measure/filter-sql.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { Cpi, CpiSubjectKind } from './cpi.ts';
import { Customer, loadCustomer } from './customer.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import { enumType } from './enum-type.ts';
import { Order, loadOrder } from './order.ts';
import { PageArgs, type PagedRow, pageOf } from './page.ts';
import { PeriodInput } from './period.ts';
import { DateScalar, DateTimeScalar } from './scalars.ts';

export const CpiState = enumType('CpiState', 'What became of a promise.', cpiStates, {
  BREACHED: 'Also where its limit has passed and nothing has happened.',
  PENDING: 'Not decided yet.',
  EXCLUDED: 'Left out, with the reason.',
});

@ObjectType({ description: 'One promise, and what became of it.', simpleResolvers: true })
export class CpiOutcome {
  @Field(() => CpiSubjectKind, { description: 'What it is about: an ORDER where the CPI counts whole orders.' })
  subject!: SubjectName;

  @Field(() => CpiState)
  state!: State;

  @Field(() => String, { nullable: true, description: 'Why it is left out.' })
  reason!: string | null;

  @Field(() => DateScalar, { description: 'The day that places it in a period.' })
  day!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Until when it had to be kept.' })
  dueAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was kept, or when it broke.' })
  decidedAt!: Date | null;

  id!: string;
  customerId!: string | null;
  orderId!: string | null;
}

export const CpiOutcomeConnection = connectionType('CpiOutcome', () => CpiOutcome);

interface Promises {
  args: PageArgs;
  period: PeriodInput;
  state: State | null;
  filter: CustomerFilterInput | null;
}

/** A page of the promises that a CPI counts in a period, the latest day first. */
export async function listPromises(
  context: Context,
  cpi: Row,
  { args, period, state, filter }: Promises,
): Promise<Connection<CpiOutcome & PagedRow>> {
  const measure = await context.measure();
  const { from, to } = resolvePeriod(period as PeriodGiven, measure.through);
  const customers = filter ? await customersWhere(measure, toFilter(context, filter)) : null;
  const order = {
    name: 'promises',
    value: sql`f.day::text`,
    type: 'text',
    id: sql`f.subject_id`,
    descending: true,
  } as const;
  const page = pageOf(args, order);
  const found = sql`(${await outcomeRows(throughAllData(measure), cpi)}) f
    where f.day between ${from}::date and ${to}::date and ${state ? sql`f.state = ${state}` : sql`true`}
      and ${customers ? sql`f.customer_id in (${customers})` : sql`true`}`;
  const { unit, subject } = cpi.definition;
  const rows = await context.rows(sql<CpiOutcome & PagedRow>`
    select f.subject_id as id, ${unit === 'ORDER' ? 'ORDER' : subject}::text as subject, f.state, f.reason, f.day::text as day,
      f.due_at as "dueAt", f.decided_at as "decidedAt", f.customer_id as "customerId", f.order_id as "orderId",
      ${page.sortValue} as "sortValue"
    from ${found} and ${page.where} order by ${page.orderBy} limit ${page.limit}`);
  return page.connection(rows, () => context.count(found));
}

@Resolver(() => Cpi)
export class CpiSubjectsOfCpi {
  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => CpiOutcomeConnection, {
    nullable: true,
    description: 'The promises behind its numbers, the latest day first.',
  })
  subjects(
    @Root() cpi: Row,
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('state', () => CpiState, { nullable: true, description: 'All unless told.' }) state: State | null,
    @Arg('filter', () => CustomerFilterInput, { nullable: true, description: 'Of these customers only.' })
    filter: CustomerFilterInput | null,
  ): Promise<Connection<CpiOutcome & PagedRow>> {
    return listPromises(context, cpi, { args, period, state: state ?? null, filter: filter ?? null });
  }
}

@Resolver(() => CpiOutcome)
export class CpiOutcomeResolver {
  @FieldResolver(() => Customer, { nullable: true, description: 'Null where nobody is known.' })
  customer(@Root() { customerId }: CpiOutcome, @Ctx() context: Context): Promise<Customer | null> | null {
    return customerId === null ? null : loadCustomer(context, customerId);
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order that it is about, where there is one.' })
  order(@Root() { orderId }: CpiOutcome, @Ctx() context: Context): Promise<Order | null> | null {
    return orderId === null ? null : loadOrder(context, orderId);
  }
}
