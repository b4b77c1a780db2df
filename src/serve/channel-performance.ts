import { Arg, Authorized, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Division } from '../measure/acquisition/credited.ts';
import { openBook } from '../measure/acquisition/index.ts';
import { type PeriodInput as PeriodGiven, resolvePeriod } from '../measure/period.ts';
import type { Scope } from '../model/api-key.ts';
import { AcquisitionPerformance, performanceOf } from './acquisition.ts';
import { AcquisitionOptionsInput, toOptions } from './acquisition-options.ts';
import { Campaign } from './campaign.ts';
import { Channel } from './channel.ts';
import type { Context } from './context.ts';
import { partCost } from './limits.ts';
import { PeriodInput } from './period.ts';

@Resolver(() => Channel)
export class PerformanceOfChannel {
  @Authorized<Scope>('READ_METRICS')
  @FieldResolver(() => AcquisitionPerformance, {
    nullable: true,
    complexity: partCost,
    description: 'What it won in a period, what that cost and what it is worth.',
  })
  performance(
    @Root() { id }: Channel,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('options', () => AcquisitionOptionsInput, { nullable: true }) options: AcquisitionOptionsInput | null,
  ): Promise<AcquisitionPerformance> {
    return performanceIn(context, 'CHANNEL', id, period, options);
  }
}

@Resolver(() => Campaign)
export class PerformanceOfCampaign {
  @Authorized<Scope>('READ_METRICS')
  @FieldResolver(() => AcquisitionPerformance, {
    nullable: true,
    complexity: partCost,
    description: 'What it won in a period, what that cost and what it is worth.',
  })
  performance(
    @Root() { id }: Campaign,
    @Ctx() context: Context,
    @Arg('period', () => PeriodInput) period: PeriodInput,
    @Arg('options', () => AcquisitionOptionsInput, { nullable: true }) options: AcquisitionOptionsInput | null,
  ): Promise<AcquisitionPerformance> {
    return performanceIn(context, 'CAMPAIGN', id, period, options);
  }
}

async function performanceIn(
  context: Context,
  division: Division,
  key: string,
  period: PeriodInput,
  options: AcquisitionOptionsInput | null,
): Promise<AcquisitionPerformance> {
  const measure = await context.measure();
  const query = { period: resolvePeriod(period as PeriodGiven, measure.asOf), options: toOptions(measure, options) };
  return performanceOf({ book: openBook(measure, division, query), key });
}
