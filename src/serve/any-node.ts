import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { findExperiment } from '../measure/experiments/list.ts';
import { findSegment } from '../measure/segments/index.ts';
import { findCpi } from '../measure/cpi/list.ts';
import type { Scope } from '../model/api-key.ts';
import { loadAlertRule } from './alert-rule.ts';
import { loadAlertWebhook } from './alert-webhook.ts';
import { loadApiKey } from './api-key.ts';
import { loadCampaign } from './campaign.ts';
import { loadCategory } from './category.ts';
import { loadChannel } from './channel.ts';
import type { Context } from './context.ts';
import { loadCostEntry } from './cost-entry.ts';
import { loadCustomer } from './customer.ts';
import { parseGlobalId, unknownId } from './global-id.ts';
import { loadInsight } from './insight.ts';
import { Node } from './node.ts';
import { loadOrder } from './order.ts';
import { loadProduct } from './product.ts';
import { loadSource } from './source.ts';
import { loadRun } from './sync-run.ts';

type Load = (context: Context, id: string) => Promise<object | null>;

/** How each type of node is fetched, and what a key must be allowed for it. */
const nodes: Record<string, { scope: Scope; load: Load }> = {
  Customer: { scope: 'READ_CUSTOMERS', load: loadCustomer },
  Order: { scope: 'READ_CUSTOMERS', load: loadOrder },
  Segment: { scope: 'READ_CUSTOMERS', load: async (context, id) => findSegment(await context.measure(), id) },
  Cpi: { scope: 'READ_METRICS', load: async (context, id) => findCpi(await context.measure(), id) },
  Experiment: { scope: 'READ_METRICS', load: async (context, id) => findExperiment(await context.measure(), id) },
  Product: { scope: 'READ_METRICS', load: loadProduct },
  Category: { scope: 'READ_METRICS', load: loadCategory },
  Channel: { scope: 'READ_METRICS', load: loadChannel },
  Campaign: { scope: 'READ_METRICS', load: loadCampaign },
  CostEntry: { scope: 'READ_METRICS', load: loadCostEntry },
  AlertWebhook: { scope: 'MANAGE_WORKSPACE', load: loadAlertWebhook },
  AlertRule: { scope: 'READ_METRICS', load: loadAlertRule },
  Insight: { scope: 'READ_METRICS', load: loadInsight },
  Source: { scope: 'READ_METRICS', load: loadSource },
  SyncRun: { scope: 'READ_METRICS', load: loadRun },
  Workspace: { scope: 'READ_METRICS', load: async ({ workspace }, id) => (workspace.id === id ? workspace : null) },
  ApiKey: { scope: 'MANAGE_WORKSPACE', load: loadApiKey },
};

@Resolver(() => Node)
export class AnyNode {
  @Query(() => Node, { nullable: true, description: 'Anything that has an id, by it.' })
  async node(@Ctx() context: Context, @Arg('id', () => ID) globalId: string): Promise<object> {
    const { type, id } = parseGlobalId(globalId, 'id');
    const node = nodes[type];
    context.allow(node?.scope ?? 'READ_METRICS', 'node');
    const found = await node?.load(context, id);
    if (!found) throw unknownId(type, globalId, 'id');
    return { ...found, __typename: type };
  }
}
