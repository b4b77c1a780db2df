import { Arg, Authorized, Ctx, Int, Resolver, Subscription } from 'type-graphql';
import type { Insight as InsightFound, Severity } from '../measure/alerts/insight.ts';
import type { Scope } from '../model/api-key.ts';
import type { Context } from './context.ts';
import { Insight, InsightSeverity, latestInsights } from './insight.ts';
import { checkPageSize } from './page.ts';

@Resolver(() => Insight)
export class InsightSubscription {
  @Authorized<Scope>('READ_METRICS')
  @Subscription(() => [Insight], {
    description: 'The insights of the latest days, now and again whenever something was found.',
    subscribe: ({ context }: { context: Context }) => context.site.found.changes(context.workspaceId),
  })
  latestInsights(
    @Ctx() context: Context,
    @Arg('first', () => Int, { defaultValue: 5, description: 'How many, at most 100.' }) first: number,
    @Arg('severity', () => [InsightSeverity], { nullable: true }) severity: Severity[] | null,
  ): Promise<InsightFound[]> {
    checkPageSize(first, 'first');
    return latestInsights(context, first, severity);
  }
}
