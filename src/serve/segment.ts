import {
  Arg,
  Args,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { searches } from '../measure/filter.ts';
import { type SegmentDefinition, listSegments, segmentSizes, segmentsOf, usersOf } from '../measure/segments/index.ts';
import type { Scope } from '../model/api-key.ts';
import { type Connection, connectionType } from './connection.ts';
import type { Context } from './context.ts';
import { toDocument } from './customer-filter.ts';
import { Customer } from './customer.ts';
import { CustomerConnection, CustomersArgs, listCustomers } from './customers.ts';
import { enumType } from './enum-type.ts';
import { idOf, unknownId } from './global-id.ts';
import { figureCost } from './limits.ts';
import { MetricArgs } from './metric-query.ts';
import { MetricResult, answer } from './metric-result.ts';
import { Node } from './node.ts';
import { PageArgs, pageOfList } from './page.ts';
import { DateScalar, FilterDocumentScalar } from './scalars.ts';

@ObjectType({
  description: 'A named group of customers: a saved filter, always up to date, or a list.',
  implements: Node,
  simpleResolvers: true,
})
export class Segment extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => Boolean)
  builtIn!: boolean;
}

const SegmentKind = enumType('SegmentKind', 'How a segment comes by its customers.', ['FILTER', 'LIST'], {
  FILTER: 'Whoever its filter finds, always up to date.',
  LIST: 'Those put on it, through merges and splits, until they are taken off.',
});

export const asOfDescription = 'As it was at the end of that day; by default on the last day of the data.';

const SegmentConnection = connectionType('Segment', () => Segment);

/** A filter that names a person tells it only to whom may read personal data. */
export function guard(context: Context, { filter }: SegmentDefinition, field: string): void {
  if (filter && searches(filter)) context.allow('READ_PERSONAL_DATA', `Segment.${field}`);
}

/** The segment with that global id. Throws BAD_INPUT naming `field` where there is none. */
export async function segmentNamed(context: Context, globalId: string, field: string): Promise<SegmentDefinition> {
  const segment = await context.batch('segment', idOf('Segment', globalId, field), async () => {
    const segments = await listSegments(await context.measure());
    return new Map(segments.map((each) => [each.id, each]));
  });
  if (!segment) throw unknownId('Segment', globalId, field);
  return segment;
}

@Resolver(() => Segment)
export class SegmentResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => Segment, { nullable: true })
  segment(@Ctx() context: Context, @Arg('id', () => ID) id: string): Promise<SegmentDefinition> {
    return segmentNamed(context, id, 'id');
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => SegmentConnection, { nullable: true, description: 'Built-in segments first, then saved ones by name.' })
  async segments(
    @Ctx() context: Context,
    @Args(() => PageArgs) args: PageArgs,
  ): Promise<Connection<SegmentDefinition>> {
    return pageOfList(args, await listSegments(await context.measure()));
  }

  @FieldResolver(() => String, { nullable: true, description: 'The rule in words.' })
  description(@Root() segment: SegmentDefinition, @Ctx() context: Context): string {
    guard(context, segment, 'description');
    return segment.description;
  }

  @FieldResolver(() => SegmentKind)
  kind(@Root() { filter }: SegmentDefinition): keyof typeof SegmentKind {
    return filter ? 'FILTER' : 'LIST';
  }

  @FieldResolver(() => FilterDocumentScalar, { nullable: true, description: 'Null for a list.' })
  filter(@Root() segment: SegmentDefinition, @Ctx() context: Context): object | null {
    guard(context, segment, 'filter');
    return segment.filter && toDocument(segment.filter);
  }

  @FieldResolver(() => [Segment], {
    description: 'The segments whose filters refer to it; it cannot be deleted before they.',
  })
  async usedBy(@Root() { id }: SegmentDefinition, @Ctx() context: Context): Promise<SegmentDefinition[]> {
    const users = await context.batch('users of segment', id, async (ids) => {
      const segments = await listSegments(await context.measure());
      return new Map(ids.map((each) => [each, usersOf(segments, each)]));
    });
    return users ?? [];
  }

  @FieldResolver(() => Int, { complexity: figureCost / 4, description: 'How many customers are in it.' })
  size(
    @Root() { id }: SegmentDefinition,
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: asOfDescription }) asOf?: string,
  ): Promise<number | null> {
    return context.batch(`size of segment as of ${asOf}`, id, async (ids) => {
      const measure = await context.measure(asOf ?? undefined);
      const segments = (await listSegments(measure)).filter((segment) => ids.includes(segment.id));
      const sizes = await segmentSizes(measure, segments);
      return new Map(segments.map((segment, index) => [segment.id, sizes[index]!]));
    });
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => CustomerConnection)
  customers(
    @Root() { id }: SegmentDefinition,
    @Ctx() context: Context,
    @Args(() => CustomersArgs) args: CustomersArgs,
    @Arg('asOf', () => DateScalar, { nullable: true, description: asOfDescription }) asOf?: string,
  ): Promise<Connection<Customer>> {
    return listCustomers(context, args, { segment: id }, asOf ?? undefined);
  }

  @Authorized<Scope>('READ_METRICS')
  @FieldResolver(() => MetricResult, {
    nullable: true,
    complexity: figureCost,
    description: 'Any metric, over its customers only.',
  })
  metric(
    @Root() { id }: SegmentDefinition,
    @Ctx() context: Context,
    @Args(() => MetricArgs) args: MetricArgs,
  ): ReturnType<typeof answer> {
    return answer(context, args, id);
  }
}

@Resolver(() => Customer)
export class CustomerSegments {
  @FieldResolver(() => [Segment], { description: 'The segments the customer is in.' })
  async segments(
    @Root() customer: Customer,
    @Ctx() context: Context,
    @Arg('asOf', () => DateScalar, { nullable: true, description: asOfDescription }) asOf?: string,
  ): Promise<SegmentDefinition[]> {
    const found = await context.batch(`segments of customer as of ${asOf}`, customer.id, async (ids) =>
      segmentsOf(await context.measure(asOf ?? undefined), ids),
    );
    return found ?? [];
  }
}
