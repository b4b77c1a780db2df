// Before all else: the decorators of the types rely on it.
import { buildExplicitSchema } from './explicit-types.ts';
import {
  GraphQLInputObjectType,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedScalarType,
  printType,
} from 'graphql';
import type { AuthCheckerFn } from 'type-graphql';
import type { Scope } from '../model/api-key.ts';
import { AcquisitionResolver } from './acquisition.ts';
import { AdSpendRestatementResolver, AdSpendRestatementsResolver } from './ad-spend-restatements.ts';
import { AdFiguresResolver, AdSpendPartResolver, AdSpendResolver } from './ad-spend.ts';
import { AcquisitionParts } from './acquisition-parts.ts';
import { AlertRuleMutations } from './alert-rule-changes.ts';
import { AlertRuleResolver } from './alert-rule.ts';
import { AlertWebhookMutations } from './alert-webhook-changes.ts';
import { AlertDeliveryResolver, AlertWebhookResolver } from './alert-webhook.ts';
import { AnyNode } from './any-node.ts';
import { ApiKeyResolver } from './api-key.ts';
import { AdviceOnCampaign } from './campaign-advice.ts';
import { AttributionResolver, CampaignOfAttribution, ChannelOfAttribution } from './attribution.ts';
import { CampaignResolver, ChannelCampaigns } from './campaign.ts';
import { CalendarMutations } from './calendar-changes.ts';
import { CalendarResolver, CalendarScheduleResolver } from './calendar.ts';
import { BreachResolver, CustomerBreaches } from './breach.ts';
import { CategoryResolver } from './category.ts';
import { ChannelRuleResolver } from './channel-rule.ts';
import { ChannelMoveResolver, ChannelRuleMutations } from './channel-rule-changes.ts';
import { ChannelResolver } from './channel.ts';
import { CampaignPurposeResolver } from './campaign-purpose.ts';
import { PerformanceOfCampaign, PerformanceOfChannel } from './channel-performance.ts';
import { ChurnResolver } from './churn.ts';
import { CohortResolver } from './cohort.ts';
import { ConnectorResolver } from './connector.ts';
import { ConsentResolver, CustomerConsents } from './consent.ts';
import type { Context } from './context.ts';
import { CpiMutations } from './cpi-changes.ts';
import { CpiOutcomeResolver, CpiSubjectsOfCpi } from './cpi-outcome.ts';
import { CpiPreviewResolver } from './cpi-preview.ts';
import { CpiSubjects } from './cpi-subject.ts';
import { CpiEffectResolver } from './cpi-effect.ts';
import { CpiVersions } from './cpi-version.ts';
import { CpiResolver } from './cpi.ts';
import { CostMutations } from './cost-changes.ts';
import { CostEntryResolver } from './cost-entry.ts';
import { CustomerValueOfCustomer, CustomerValueResolver } from './customer-value.ts';
import { CustomerResolver, OrderBuyer } from './customer.ts';
import { CustomersResolver } from './customers.ts';
import * as events from './event.ts';
import { ExperimentMutations } from './experiment-changes.ts';
import { ExperimentPlanResolver } from './experiment-plan.ts';
import { ExperimentAttribution, ExperimentResultResolver } from './experiment-result.ts';
import { ExperimentResolver } from './experiment.ts';
import { ForecastOfValue } from './forecast.ts';
import { FutureValueResolver } from './future-value.ts';
import { CustomerIdentities, IdentityResolver } from './identity.ts';
import { InsightSubscription } from './insight-subscription.ts';
import { InsightResolver } from './insight.ts';
import { KpisResolver } from './kpi.ts';
import { CustomerLifecycle } from './lifecycle.ts';
import { MetricResultResolver } from './metric-result.ts';
import { MetricResolver } from './metric.ts';
import { MovementResolver } from './movement.ts';
import { NodeResolver } from './node.ts';
import { OrderAmountsResolver } from './order-amounts.ts';
import { OrderLineResolver, OrderPartsResolver } from './order-parts.ts';
import { OrderResolver } from './order.ts';
import { PerformanceCost } from './performance-cost.ts';
import { PerformanceMaxCac } from './performance-max-cac.ts';
import { PerformancePayback } from './performance-payback.ts';
import { PerformanceQuality } from './performance-quality.ts';
import { PerformanceValue } from './performance-value.ts';
import { ProductResolver } from './product.ts';
import { ProvenanceInputResolver } from './provenance.ts';
import { SourceRejects } from './reject.ts';
import { RfmGroupsResolver } from './rfm-groups.ts';
import { CustomerRfm } from './rfm-score.ts';
import { RunMutations } from './run-changes.ts';
import { RunStreams } from './run-stream.ts';
import { RunSubscription } from './run-subscription.ts';
import { SourceMutations } from './source-changes.ts';
import { SourceHealthResolver } from './source-health.ts';
import { SourceSettings } from './source-settings.ts';
import { SourceTrials } from './source-trial.ts';
import { SourceDriftResolver } from './source-drift.ts';
import { SegmentMutations } from './segment-changes.ts';
import { SegmentComparisonResolver } from './segment-comparison.ts';
import { SegmentMovementOfSegment, SegmentMovementResolver } from './segment-movement.ts';
import { SegmentOverlapResolver } from './segment-overlap.ts';
import { SegmentPreviewResolver } from './segment-preview.ts';
import { CustomerSegments, SegmentResolver } from './segment.ts';
import { SourceResolver } from './source.ts';
import {
  CategoryRecords,
  CpiOutcomeRecords,
  CustomerRecords,
  OrderRecords,
  ProductRecords,
  SourceRecordResolver,
} from './source-record.ts';
import { SourceStreams } from './stream.ts';
import { SourceRuns, SyncRunResolver } from './sync-run.ts';
import { TimeInStagesResolver } from './time-in-stage.ts';
import { CustomerTimeline } from './timeline.ts';
import { CustomerAcquisition, CustomerAcquisitionParts, OrderAttribution, TouchPlaces } from './touch.ts';
import { TouchCoverageResolver, UnmatchedCampaignResolver } from './touch-coverage.ts';
import { ValueModelResolver } from './value-model.ts';
import { WorkspaceResolver } from './workspace.ts';

const { EventResolver, ...eventTypes } = events;

const authorise: AuthCheckerFn<Context, Scope> = ({ context, info }, [scope]) => {
  const { name } = info.parentType;
  const place = ['Query', 'Mutation', 'Subscription'].includes(name) ? info.fieldName : `${name}.${info.fieldName}`;
  context.allow(scope!, place);
  return true;
};

async function* nothing(): AsyncGenerator<never> {}

/** The whole API. */
export function buildApi(): GraphQLSchema {
  const schema = buildExplicitSchema({
    resolvers: [
      AcquisitionParts,
      AcquisitionResolver,
      AdFiguresResolver,
      AdSpendPartResolver,
      AdSpendResolver,
      AdSpendRestatementResolver,
      AdSpendRestatementsResolver,
      AlertDeliveryResolver,
      AlertRuleMutations,
      AlertRuleResolver,
      AlertWebhookMutations,
      AlertWebhookResolver,
      AdviceOnCampaign,
      AnyNode,
      ApiKeyResolver,
      AttributionResolver,
      CampaignOfAttribution,
      CampaignResolver,
      CalendarMutations,
      CalendarResolver,
      CalendarScheduleResolver,
      CategoryRecords,
      CategoryResolver,
      ChannelCampaigns,
      ChannelOfAttribution,
      ChannelMoveResolver,
      ChannelResolver,
      ChannelRuleMutations,
      ChannelRuleResolver,
      CampaignPurposeResolver,
      ChurnResolver,
      CohortResolver,
      ConnectorResolver,
      ConsentResolver,
      CpiEffectResolver,
      CustomerAcquisition,
      CustomerAcquisitionParts,
      BreachResolver,
      CpiMutations,
      CpiOutcomeRecords,
      CpiOutcomeResolver,
      CpiPreviewResolver,
      CpiResolver,
      CpiSubjectsOfCpi,
      CpiVersions,
      CustomerBreaches,
      CpiSubjects,
      CostEntryResolver,
      CostMutations,
      CustomerConsents,
      CustomerIdentities,
      CustomerLifecycle,
      CustomerRecords,
      CustomerResolver,
      CustomerRfm,
      CustomerSegments,
      CustomerTimeline,
      CustomerValueOfCustomer,
      CustomerValueResolver,
      CustomersResolver,
      EventResolver,
      ExperimentAttribution,
      ExperimentMutations,
      ExperimentPlanResolver,
      ExperimentResolver,
      ExperimentResultResolver,
      ForecastOfValue,
      FutureValueResolver,
      IdentityResolver,
      InsightResolver,
      InsightSubscription,
      KpisResolver,
      MetricResolver,
      MetricResultResolver,
      MovementResolver,
      NodeResolver,
      OrderAmountsResolver,
      OrderAttribution,
      OrderBuyer,
      OrderLineResolver,
      OrderPartsResolver,
      OrderRecords,
      OrderResolver,
      ProductRecords,
      PerformanceCost,
      PerformanceMaxCac,
      PerformanceOfCampaign,
      PerformanceOfChannel,
      PerformancePayback,
      PerformanceQuality,
      PerformanceValue,
      ProductResolver,
      ProvenanceInputResolver,
      RfmGroupsResolver,
      RunMutations,
      RunStreams,
      RunSubscription,
      SegmentComparisonResolver,
      SegmentMovementOfSegment,
      SegmentMovementResolver,
      SegmentMutations,
      SegmentOverlapResolver,
      SegmentPreviewResolver,
      SegmentResolver,
      SourceDriftResolver,
      SourceHealthResolver,
      SourceMutations,
      SourceRecordResolver,
      SourceRejects,
      SourceResolver,
      SourceRuns,
      SourceSettings,
      SourceStreams,
      SourceTrials,
      SyncRunResolver,
      TimeInStagesResolver,
      TouchPlaces,
      TouchCoverageResolver,
      UnmatchedCampaignResolver,
      ValueModelResolver,
      WorkspaceResolver,
    ],
    orphanedTypes: Object.values(eventTypes),
    // Asked for by type-graphql; what is subscribed to here brings its own events.
    pubSub: { publish: () => undefined, subscribe: nothing },
    authChecker: authorise,
  });
  // type-graphql has no word for @oneOf.
  for (const name of ['ExperimentDesignInput', 'PeriodInput', 'WhenInput']) {
    const type = schema.getType(name);
    if (type instanceof GraphQLInputObjectType) type.isOneOf = true;
  }
  return schema;
}

/** The contract as committed in schema/schema.graphql: its types by name, their fields as they were written. */
export function printSchema(): string {
  const types = Object.values(buildApi().getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  types.sort((one, other) => (one.name < other.name ? -1 : 1));
  return `${types.map(printType).join('\n\n')}\n`;
}
