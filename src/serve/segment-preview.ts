import { Arg, Args, Authorized, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { CustomerFilter } from '../measure/filter.ts';
import { checkSegmentFilter, filterSizes, inWords } from '../measure/segments/index.ts';
import type { Scope } from '../model/api-key.ts';
import type { Connection } from './connection.ts';
import type { Context } from './context.ts';
import { CustomerFilterInput, toDocument, toFilter } from './customer-filter.ts';
import type { Customer } from './customer.ts';
import { CustomerConnection, CustomersArgs, listCustomers } from './customers.ts';
import { figureCost } from './limits.ts';
import { FilterDocumentScalar } from './scalars.ts';

@ObjectType({ description: 'What a filter would make as a segment, before it is saved.' })
export class SegmentPreview {
  @Field(() => String, { description: 'The rule in words.', simple: true })
  description!: string;

  filter!: CustomerFilter;
}

@Resolver(() => SegmentPreview)
export class SegmentPreviewResolver {
  @Authorized<Scope>('READ_CUSTOMERS')
  @Query(() => SegmentPreview, { nullable: true, description: 'Whom a filter finds, without saving it.' })
  async segmentPreview(
    @Ctx() context: Context,
    @Arg('filter', () => CustomerFilterInput) input: CustomerFilterInput,
  ): Promise<SegmentPreview> {
    const filter = toFilter(context, input);
    const measure = await context.measure();
    await checkSegmentFilter(measure, filter, null);
    const [description] = await inWords(measure, [filter]);
    return { description: description!, filter };
  }

  @FieldResolver(() => FilterDocumentScalar, { name: 'filter', description: 'As `createSegment` takes it.' })
  document(@Root() { filter }: SegmentPreview): object {
    return toDocument(filter);
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => Int, { complexity: figureCost / 4, description: 'How many customers it finds.' })
  async size(@Root() { filter }: SegmentPreview, @Ctx() context: Context): Promise<number> {
    const [size] = await filterSizes(await context.measure(), [filter]);
    return size!;
  }

  @Authorized<Scope>('READ_CUSTOMERS')
  @FieldResolver(() => CustomerConnection)
  customers(
    @Root() { filter }: SegmentPreview,
    @Ctx() context: Context,
    @Args(() => CustomersArgs) args: CustomersArgs,
  ): Promise<Connection<Customer>> {
    return listCustomers(context, args, filter);
  }
}
