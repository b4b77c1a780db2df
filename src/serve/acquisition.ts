import { Arg, Authorized, Ctx, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import type { Part } from '../measure/acquisition/book.ts';
import { customersOf } from '../measure/acquisition/cac.ts';
import { unknownPart } from '../measure/acquisition/credited.ts';
import { openBook, partProvenance } from '../measure/acquisition/index.ts';
import { meanTenure } from '../measure/acquisition/quality.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { AcquisitionOptionsInput, toOptions } from './acquisition-options.ts';
import { CustomerFilterInput, toFilter } from './customer-filter.ts';
import type { Context } from './context.ts';
import { figureCost } from './limits.ts';
import { PeriodInput } from './period.ts';
import { Computed, readOnce } from './provenance.ts';
import { DecimalScalar } from './scalars.ts';

@ObjectType({
  description:
    'The customers won in a period, what they cost and what they are worth: of a channel or a campaign counted by the credit ' +
    'that it has for them.',
  implements: Computed,
  simpleResolvers: true,
})
export class AcquisitionPerformance extends Computed {
  part!: Part;
}

/** One part of a book as it is shown. */
export const performanceOf = (part: Part): AcquisitionPerformance => ({
  part,
  provenance: readOnce(() => partProvenance(part)),
});

@Resolver(() => AcquisitionPerformance)
export class AcquisitionResolver {
  @Authorized<Scope>('READ_METRICS')
  @Query(() => AcquisitionPerformance, {
    nullable: true,
    complexity: figureCost,
    description: 'What the customers won in a period cost and what they are worth, all together or those of a filter.',
  })
  async acquisition(
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('filter', () => CustomerFilterInput, { nullable: true }) filter: CustomerFilterInput | null,
    @Arg('options', () => AcquisitionOptionsInput, { nullable: true }) options: AcquisitionOptionsInput | null,
  ): Promise<AcquisitionPerformance> {
    const measure = await context.measure();
    const book = openBook(measure, 'ALL', {
      period: resolvePeriod(period as PeriodGiven, measure.asOf),
      ...(filter && { filter: toFilter(context, filter) }),
      options: toOptions(measure, options),
    });
    return performanceOf({ book, key: unknownPart });
  }

  @FieldResolver(() => DecimalScalar, {
    description: 'Customers whose first purchase lies in the period; of a channel or campaign its credit for them.',
  })
  newCustomers(@Root() { part }: AcquisitionPerformance): Promise<string> {
    return customersOf(part);
  }

  @FieldResolver(() => DecimalScalar, {
    nullable: true,
    description: 'Mean days from the first purchase to the last day of the data.',
  })
  meanTenure(@Root() { part }: AcquisitionPerformance): Promise<string | null> {
    return meanTenure(part);
  }
}
