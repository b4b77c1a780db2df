/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Where the first touch up to the first purchase came from; all fields given must hold. */
export type AcquiredByInput = {
  /** Campaigns by name or by utm_campaign; any of them. */
  campaign?: Array<string> | null | undefined;
  /** Channels by name, or by kind such as PAID_SEARCH; any of them. */
  channel?: Array<string> | null | undefined;
};

/** How the credit for an order is shared among the touches before it. */
export type AttributionModel =
  /** All to the first. */
  | 'FIRST_TOUCH'
  /** All to the last that was not direct; to the last of all where there is no other. */
  | 'LAST_NON_DIRECT'
  /** All to the last. */
  | 'LAST_TOUCH'
  /** The same to each. */
  | 'LINEAR'
  /** By how many orders would be missing without the channel, by the chances to pass from one to the next. */
  | 'MARKOV'
  /** Forty per cent to the first and to the last, the rest to those between. */
  | 'POSITION_BASED'
  /** The same to each channel of the way. */
  | 'SHAPLEY'
  /** The closer to the order, the more. */
  | 'TIME_DECAY';

/** The kinds of ways by which customers come. */
export type ChannelKind =
  /** Partners who are paid for what they bring, voucher sites among them. */
  | 'AFFILIATE'
  /** The address was typed, or nothing tells where the visit came from. */
  | 'DIRECT'
  /** Ads on other pages and in videos. */
  | 'DISPLAY'
  | 'EMAIL'
  /** Print, mail, radio, television, fairs. */
  | 'OFFLINE'
  /** Unpaid results of a search engine. */
  | 'ORGANIC_SEARCH'
  /** Something is told that fits nothing else. */
  | 'OTHER'
  /** Ads beside the results of a search engine or of a price comparison. */
  | 'PAID_SEARCH'
  /** Ads in a social network. */
  | 'PAID_SOCIAL'
  /** Links on other sites, and people who recommend. */
  | 'REFERRAL'
  /** Unpaid links in a social network. */
  | 'SOCIAL';

/** When a customer counts as churned: without a contract nobody sees it happen. */
export type ChurnDefinition =
  /** Silent for longer than most who come again ever are. */
  | 'DATA_DRIVEN'
  /** Silent for as many days as the workspace has set. */
  | 'FIXED_INACTIVITY'
  /** Silent for much longer than is usual for this very customer. */
  | 'OWN_RHYTHM'
  /** The probability never to buy again, by the value model. */
  | 'PROBABILISTIC';

/** Why a definition says nothing. */
export type ChurnReason =
  /** The history does not tell that customers leave at all. */
  | 'NOT_IDENTIFIABLE'
  /** There were too few customers for a model. */
  | 'NO_MODEL'
  /** No customer has bought often enough. */
  | 'TOO_FEW_PURCHASES'
  /** Nobody comes again, so that no silence is unusual. */
  | 'TOO_FEW_RETURN';

/** The kinds of system a connector talks to. */
export type ConnectorKind =
  | 'ADS'
  | 'ANALYTICS'
  | 'CRM'
  | 'DATABASE'
  | 'FILE'
  | 'FOREIGN'
  | 'HELPDESK'
  | 'MARKETING'
  | 'SHOP';

/** The ways to reach a customer. */
export type ConsentChannel =
  | 'ADS'
  | 'EMAIL'
  | 'MAIL'
  | 'PHONE'
  | 'PUSH'
  | 'SMS';

/** A customer's newest word on a channel. Who never said anything is in neither. */
export type ConsentFilterInput = {
  channel: ConsentChannel;
  granted?: boolean;
};

/** What can be asked of customers; all fields given must hold. A segment is one of these, saved. */
export type CustomerFilterInput = {
  acquiredBy?: AcquiredByInput | null | undefined;
  /** The probability of ever buying again, 0 to 1. */
  alive?: DecimalRangeInput | null | undefined;
  /** Each of these holds. */
  all?: Array<CustomerFilterInput> | null | undefined;
  /** At least one of these holds. */
  any?: Array<CustomerFilterInput> | null | undefined;
  /** Net sales per purchase so far. */
  averageOrder?: DecimalRangeInput | null | undefined;
  /** Bought any of these products. */
  bought?: Array<string | number> | null | undefined;
  /** Bought in any of these categories, or in one below. */
  boughtIn?: Array<string | number> | null | undefined;
  consent?: ConsentFilterInput | null | undefined;
  /** ISO 3166-1 alpha-2 country codes. */
  country?: Array<string> | null | undefined;
  /** Mean days between purchases, of those who bought on two days or more. */
  daysBetweenOrders?: DecimalRangeInput | null | undefined;
  /** When the first purchase was. */
  firstOrdered?: WhenInput | null | undefined;
  /** When a source first knew the customer. */
  firstSeen?: WhenInput | null | undefined;
  /** When the last purchase was. */
  lastOrdered?: WhenInput | null | undefined;
  /** Was let down by a late delivery so many times, each on the day promised. Not there yet is late as well. */
  lateDelivery?: TimesInput | null | undefined;
  /** This does not hold. */
  not?: CustomerFilterInput | null | undefined;
  /** Bought so many times. */
  ordered?: TimesInput | null | undefined;
  /** Purchases so far. */
  orders?: IntRangeInput | null | undefined;
  /** Net sales expected of the next twelve months, in the workspace's currency. */
  predictedValue?: DecimalRangeInput | null | undefined;
  /** Net sales so far, in the workspace's currency. */
  revenue?: DecimalRangeInput | null | undefined;
  rfm?: Array<RfmGroup> | null | undefined;
  sample?: SampleInput | null | undefined;
  /** Part of a name, e-mail or phone number. Needs the scope READ_PERSONAL_DATA. */
  search?: string | null | undefined;
  /** Is in this segment. */
  segment?: string | number | null | undefined;
  /** Known to any of these sources. */
  source?: Array<string | number> | null | undefined;
  stage?: Array<LifecycleStage> | null | undefined;
};

/** From the first day to the last, both included. */
export type DateRangeInput = {
  from: string;
  to: string;
};

/** From and to, both included; one may be left out. */
export type DecimalRangeInput = {
  gte?: string | null | undefined;
  lte?: string | null | undefined;
};

/** Where a delivery stands. */
export type DeliveryStatus =
  | 'CANCELLED'
  | 'DELIVERED'
  | 'LOST'
  | 'PENDING'
  | 'RETURNED'
  | 'SHIPPED';

/** How a field of the records differs from what it was. */
export type DriftChange =
  | 'MISSING'
  | 'NEW'
  | 'TYPE';

/** Why nothing is foretold. */
export type ForecastReason =
  /** The cost of the goods is not known for any order. */
  | 'COST_UNKNOWN'
  /** Too few customers, or none who came again, were known on that day. */
  | 'NO_MODEL'
  /** Too few customers have paid for a second purchase. */
  | 'NO_SPEND_MODEL';

/** From and to, both included; one may be left out. */
export type IntRangeInput = {
  gte?: number | null | undefined;
  lte?: number | null | undefined;
};

/** The stages of a customer's life. A customer is in exactly one on any day. */
export type LifecycleStage =
  | 'ACTIVE'
  | 'AT_RISK'
  | 'CHURNED'
  | 'LOYAL'
  | 'NEW'
  | 'ONE_TIME'
  | 'PROSPECT'
  | 'VIP'
  | 'WON_BACK';

/** Why there is no value: unknown is never zero. */
export type NullReason =
  /** What it would be compared with is not above zero. */
  | 'BASE_NOT_POSITIVE'
  /** The cost of some goods is unknown. */
  | 'COST_UNKNOWN'
  /** The scores are on other scales than the figure can take, or on several. */
  | 'MIXED_SCALES'
  /** These days lie ahead, or those concerned are too young to tell. */
  | 'NOT_YET'
  /** Nothing was read for these days. */
  | 'NO_DATA'
  /** There is nothing to divide by. */
  | 'NO_DENOMINATOR'
  /** An exchange rate is missing. */
  | 'NO_RATE'
  /** Money was spent, and no customer was won. */
  | 'SPEND_WITHOUT_CUSTOMERS';

/** The eleven RFM groups, best first. */
export type RfmGroup =
  | 'ABOUT_TO_SLEEP'
  | 'AT_RISK'
  | 'CANNOT_LOSE'
  | 'CHAMPION'
  | 'HIBERNATING'
  | 'LOST'
  | 'LOYAL'
  | 'NEEDS_ATTENTION'
  | 'NEW'
  | 'POTENTIAL_LOYAL'
  | 'PROMISING';

/** How far a run got. */
export type RunStatus =
  | 'CANCELLED'
  | 'FAILED'
  /** It finished, and some records were rejected. */
  | 'PARTIAL'
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED';

/** How far one stream of a run got. */
export type RunStreamStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'PARTIAL'
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'WAITING';

/** A random share of all customers, to hold out or to try things on. */
export type SampleInput = {
  /** Any text. The same seed draws the same customers, and draws independently of others. */
  seed: string;
  /** From 0 to 1. A larger share holds all of a smaller one. */
  share: number;
};

/** How a segment comes by its customers. */
export type SegmentKind =
  /** Whoever its filter finds, always up to date. */
  | 'FILTER'
  /** Those put on it, through merges and splits, until they are taken off. */
  | 'LIST';

/** Whose trouble it is that a source could not be read. */
export type SourceErrorKind =
  /** The credentials are refused. */
  | 'AUTH'
  /** The settings are wrong. */
  | 'CONFIG'
  /** The answer is none that the connector understands. */
  | 'DATA'
  /** What was asked for is not there. */
  | 'GONE'
  /** The vendor asks us to come back later. */
  | 'RATE_LIMIT'
  /** The credentials may not read this. */
  | 'SCOPE'
  /** The vendor is away for now. */
  | 'TRANSIENT';

/** How a source is. */
export type SourceState =
  /** The last run did not read all of it. */
  | 'FAILING'
  /** The last run read it to its end. */
  | 'HEALTHY'
  /** No run has ended yet. */
  | 'NEVER_READ'
  /** It is not read until it is resumed. */
  | 'PAUSED';

/** So many times in a stretch of days: at least once unless told. */
export type TimesInput = {
  count?: IntRangeInput | null | undefined;
  period: WhenInput;
};

/** When something was: in a stretch of days, or longer ago than that. */
export type WhenInput =
  {   /** Longer ago: what `last` of the same length leaves out. */
  before: string; between?: never; last?: never; }
  |  { before?: never;   between: DateRangeInput; last?: never; }
  |  { before?: never; between?: never;   /** So long ago or less, up to the last day of the data. */
  last: string; };

export type ChannelsByModelQueryVariables = Exact<{ [key: string]: never; }>;


export type ChannelsByModelQuery = { workspace: { attributionModel: AttributionModel } | null, attribution: { orders: number, claimedConversions: string | null, revenue: { amount: string, currency: string } | null, channels: Array<{ claimedConversions: string | null, channel: { name: string, kind: ChannelKind } | null, credits: Array<{ model: AttributionModel, orders: string, share: string | null, revenue: { amount: string } | null }>, campaigns: Array<{ claimedConversions: string | null, campaign: { name: string } | null, credits: Array<{ model: AttributionModel, orders: string }> }> }>, provenance: { method: string, formula: string, notes: Array<string> } } | null };

export type ChurnQueryVariables = Exact<{ [key: string]: never; }>;


export type ChurnQuery = { workspace: { churnAfterDays: number } | null, metric: { total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null, complete: boolean }>, provenance: { formula: string, dataThrough: string | null } } | null, churn: { readings: Array<{ definition: ChurnDefinition, formula: string, thresholdDays: number | null, customers: number, churned: number | null, share: number | null, low: number | null, high: number | null, reason: ChurnReason | null }> } | null, atRisk: { totalCount: number, nodes: Array<{ id: string, name: string | null, lifecycle: { stage: LifecycleStage, since: string | null } | null, value: { revenue: { amount: string, currency: string } | null, predicted: { alive: number | null, expected: { amount: string } | null } | null } | null }> } | null };

export type ConcentrationQueryVariables = Exact<{ [key: string]: never; }>;


export type ConcentrationQuery = { topShare: { total: { value: string | null, count: number }, provenance: { method: string, formula: string, dataThrough: string | null, inputs: Array<{ stream: string, rows: number, source: { name: string } | null }> } } | null, gini: { total: { value: string | null } } | null, customersFor80Percent: { total: { value: string | null, denominator: string | null } } | null, future: { day: string, customers: number, confidence: number, topShare: number | null, customersFor80: number | null, reason: ForecastReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, history: Array<{ day: string, customers: number, reason: ForecastReason | null, expected: { amount: string } | null }>, provenance: { method: string, notes: Array<string> } } | null };

export type DataMapQueryVariables = Exact<{ [key: string]: never; }>;


export type DataMapQuery = { sources: Array<{ name: string, connector: { name: string, kind: ConnectorKind } | null, streams: Array<{ name: string, entities: Array<string>, rows: number, tables: Array<string>, firstParty: boolean, personalData: boolean, dataThrough: string | null }>, lastRun: { status: RunStatus, finishedAt: string | null, read: number, written: number, rejected: number } | null }> | null };

export type DeliveryAndReviewsQueryVariables = Exact<{ [key: string]: never; }>;


export type DeliveryAndReviewsQuery = { onTime: { total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } } | null, reviews: { total: { value: string | null, count: number }, groups: Array<{ key: string, total: { value: string | null, count: number } }> } | null };

export type KpisQueryVariables = Exact<{ [key: string]: never; }>;


export type KpisQuery = { kpis: Array<{ key: string, asks: string, doesNotTell: string, scales: Array<{ kind: string, low: string, high: string, answers: number }>, result: { metric: { name: string, formula: string }, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null, standardError: string | null, count: number }, groups: Array<{ key: string, label: string, total: { value: string | null, low: string | null, high: string | null, count: number } }>, provenance: { method: string } } }> | null, worth: { ltv: { perCustomer: { amount: string, currency: string } | null } } | null };

export type LifeCycleQueryVariables = Exact<{ [key: string]: never; }>;


export type LifeCycleQuery = { metric: { total: { value: string | null }, groups: Array<{ key: string, label: string, total: { value: string | null }, series: Array<{ period: string | null, value: string | null }> }> } | null, cohorts: { cohorts: Array<{ start: string, size: number, retention: Array<{ index: number, active: number | null, rate: string | null, complete: boolean, cumulativeValue: { amount: string } | null }> }> } | null, lifecycleFlow: { from: string, to: string, transitions: Array<{ from: LifecycleStage | null, to: LifecycleStage, customers: number, share: number }> } | null, repeatPurchases: { ladder: Array<{ purchases: number, customers: number, next: number, share: number, low: number, high: number, withinYear: number, medianDays: number | null }>, untilSecond: Array<{ time: number, survival: number }> } | null, timeInStages: { stages: Array<{ stage: LifecycleStage, stays: number, ended: number, medianDays: number | null, next: Array<{ stage: LifecycleStage, customers: number, share: number }> }>, provenance: { method: string, formula: string } } | null };

export type ProfileQueryVariables = Exact<{
  email: string;
}>;


export type ProfileQuery = { customer: { id: string, name: string | null, email: string | null, phone: string | null, country: string | null, identities: Array<{ externalId: string | null, matchedOn: Array<string>, confidence: number | null, source: { name: string } | null }>, timeline: { totalCount: number, nodes: Array<
        | { __typename: 'CartStarted', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'Engagement', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'LeadContacted', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderDelivered', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderPlaced', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderRefunded', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'QuoteRequested', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'QuoteSent', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'SurveyAnswered', survey: string, score: string | null, at: string, summary: string, source: { name: string } | null }
        | { __typename: 'TicketOpened', subject: string | null, status: string, at: string, summary: string, source: { name: string } | null }
        | { __typename: 'TouchRecorded', at: string, summary: string, source: { name: string } | null }
      > }, orders: { totalCount: number, nodes: Array<{ number: string | null, placedAt: string, total: { amount: string, currency: string } | null, lines: Array<{ quantity: string, product: { title: string } | null }>, deliveries: Array<{ status: DeliveryStatus, onTime: boolean | null }> }> }, value: { orders: number, revenue: { amount: string, currency: string } | null, history: { repeatPurchases: number, recency: number, tenure: number } | null } | null, rfm: { group: RfmGroup } | null, lifecycle: { stage: LifecycleStage, history: Array<{ stage: LifecycleStage, day: string | null }> } | null, segments: Array<{ name: string }>, consents: Array<{ channel: ConsentChannel, granted: boolean, since: string }> } | null };

export type RevenueByMonthQueryVariables = Exact<{ [key: string]: never; }>;


export type RevenueByMonthQuery = { gross: { currency: string | null, total: { value: string | null, count: number }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, complete: boolean }> } | null, net: { currency: string | null, total: { value: string | null, count: number }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, complete: boolean }> } | null, total: { currency: string | null, total: { value: string | null, count: number }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, complete: boolean }> } | null };

export type CourseFragment = { currency: string | null, total: { value: string | null, count: number }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, complete: boolean }> };

export type SegmentInDepthQueryVariables = Exact<{
  id: string | number;
  other: string | number;
}>;


export type SegmentInDepthQuery = { segment: { name: string, description: string | null, kind: SegmentKind, size: number, usedBy: Array<{ name: string }>, movement: { entered: number, left: number, stayed: number, customers: { nodes: Array<{ customer: { id: string, name: string | null }, reasons: Array<{ condition: string, held: boolean | null, holds: boolean }> }> }, provenance: { formula: string } }, course: Array<{ period: string, size: number, entered: number, left: number, complete: boolean }> } | null, segmentOverlap: { customers: number, inNone: number, combinations: Array<{ exactly: number, together: number, segments: Array<{ name: string }> }>, provenance: { formula: string } } | null, compareSegments: { metrics: Array<{ a: { metric: { name: string }, total: { value: string | null, reason: NullReason | null } }, b: { total: { value: string | null, reason: NullReason | null } }, difference: { value: string | null, reason: NullReason | null } }> } | null };

export type SegmentPreviewQueryVariables = Exact<{
  filter: CustomerFilterInput;
}>;


export type SegmentPreviewQuery = { segmentPreview: { description: string, size: number, customers: { nodes: Array<{ id: string, name: string | null, value: { revenue: { amount: string, currency: string } | null } | null }> } } | null };

export type SegmentsQueryVariables = Exact<{ [key: string]: never; }>;


export type SegmentsQuery = { segments: { totalCount: number, nodes: Array<{ id: string, name: string, description: string | null, builtIn: boolean, filter: unknown, size: number, metric: { total: { value: string | null } } | null }> } | null };

export type SourceHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type SourceHealthQuery = { sources: Array<{ name: string, enabled: boolean, schedule: string | null, nextRunAt: string | null, health: { state: SourceState, readAt: string | null, dataThrough: string | null, troubles: Array<{ stream: string | null, kind: SourceErrorKind | null, message: string, whatToDo: string | null }> }, drift: Array<{ stream: string, at: string, fields: Array<{ field: string, change: DriftChange }> }>, streams: Array<{ name: string, rows: number }>, lastRun: { status: RunStatus, requestedAt: string, finishedAt: string | null, streams: Array<{ name: string, status: RunStreamStatus, read: number, written: number, rejected: number, deleted: number, progress: number | null }> } | null }> | null };

export type TopCustomersQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type TopCustomersQuery = { customers: { totalCount: number, nodes: Array<{ id: string, name: string | null, value: { orders: number, lastOrder: string | null, revenue: { amount: string, currency: string } | null, averageOrder: { amount: string, currency: string } | null } | null, rfm: { recency: number, frequency: number, monetary: number, group: RfmGroup } | null, lifecycle: { stage: LifecycleStage } | null }> } | null, rfmThresholds: { asOf: string, purchasers: number, recency: Array<string>, frequency: Array<number>, monetary: Array<{ amount: string, currency: string }>, vip: { amount: string } | null, provenance: { method: string, formula: string, notes: Array<string> } } | null, rfmComparisons: Array<{ customers: number, agreement: number, source: { name: string } | null, groups: Array<{ sourceGroup: string, group: RfmGroup | null, customers: number, share: number }> }> | null };

export type WorthInFutureQueryVariables = Exact<{ [key: string]: never; }>;


export type WorthInFutureQuery = { customers: { totalCount: number, nodes: Array<{ id: string, value: { revenue: { amount: string, currency: string } | null, predicted: { alive: number | null, purchases: number | null, confidence: number, reason: ForecastReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null } | null, afterFulfilment12: { reason: ForecastReason | null, expected: { amount: string } | null } | null, margin12: { reason: ForecastReason | null, expected: { amount: string } | null } | null } | null }> } | null, valueModel: { name: string, asOf: string, customers: number, repeaters: number, churnIdentifiable: boolean, correlation: number | null, parameters: Array<{ name: string, value: number, standardError: number | null }>, backTest: { weeks: number, bias: number | null, meanAbsoluteError: number, normalisedGini: number | null, coverage: number | null, confidence: number, deciles: Array<{ expected: number, actual: number }> } | null, provenance: { method: string, formula: string, notes: Array<string>, dataThrough: string | null } } | null };

export type WorthTodayQueryVariables = Exact<{ [key: string]: never; }>;


export type WorthTodayQuery = { acquisition: { newCustomers: number, meanTenure: string | null, toDate: { reason: NullReason | null, customers: number, perCustomer: { amount: string, currency: string } | null }, within90Days: { reason: NullReason | null, customers: number, perCustomer: { amount: string, currency: string } | null }, provenance: { formula: string, dataThrough: string | null } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const CourseFragmentDoc = new TypedDocumentString(`
    fragment Course on MetricResult {
  currency
  total {
    value
    count
  }
  previous {
    value
  }
  change {
    value
    reason
  }
  series {
    period
    value
    complete
  }
}
    `, {"fragmentName":"Course"}) as unknown as TypedDocumentString<CourseFragment, unknown>;
export const ChannelsByModelDocument = new TypedDocumentString(`
    query ChannelsByModel {
  workspace {
    attributionModel
  }
  attribution(period: {last: "P12M"}) {
    orders
    revenue {
      amount
      currency
    }
    claimedConversions
    channels {
      channel {
        name
        kind
      }
      claimedConversions
      credits {
        model
        orders
        share
        revenue {
          amount
        }
      }
      campaigns {
        campaign {
          name
        }
        claimedConversions
        credits {
          model
          orders
        }
      }
    }
    provenance {
      method
      formula
      notes
    }
  }
}
    `) as unknown as TypedDocumentString<ChannelsByModelQuery, ChannelsByModelQueryVariables>;
export const ChurnDocument = new TypedDocumentString(`
    query Churn {
  workspace {
    churnAfterDays
  }
  metric(key: "churn_rate", period: {last: "P12M"}, grain: MONTH) {
    total {
      value
      numerator
      denominator
      low
      high
    }
    previous {
      value
    }
    change {
      value
      reason
    }
    series {
      period
      value
      reason
      complete
    }
    provenance {
      formula
      dataThrough
    }
  }
  churn {
    readings {
      definition
      formula
      thresholdDays
      customers
      churned
      share
      low
      high
      reason
    }
  }
  atRisk: customers(
    first: 20
    filter: {stage: [AT_RISK]}
    sort: {key: PREDICTED_VALUE}
  ) {
    totalCount
    nodes {
      id
      name
      lifecycle {
        stage
        since
      }
      value {
        revenue {
          amount
          currency
        }
        predicted {
          alive
          expected {
            amount
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ChurnQuery, ChurnQueryVariables>;
export const ConcentrationDocument = new TypedDocumentString(`
    query Concentration {
  topShare: metric(
    key: "revenue_share_of_top_20_percent"
    period: {last: "P365D"}
  ) {
    total {
      value
      count
    }
    provenance {
      method
      formula
      dataThrough
      inputs {
        source {
          name
        }
        stream
        rows
      }
    }
  }
  gini: metric(key: "gini_of_revenue", period: {last: "P365D"}) {
    total {
      value
    }
  }
  customersFor80Percent: metric(
    key: "customers_for_80_percent_of_revenue"
    period: {last: "P365D"}
  ) {
    total {
      value
      denominator
    }
  }
  future: futureValue(months: 12) {
    day
    customers
    expected {
      amount
      currency
    }
    low {
      amount
    }
    high {
      amount
    }
    confidence
    topShare
    customersFor80
    reason
    history(period: {last: "P3M"}, grain: MONTH) {
      day
      customers
      expected {
        amount
      }
      reason
    }
    provenance {
      method
      notes
    }
  }
}
    `) as unknown as TypedDocumentString<ConcentrationQuery, ConcentrationQueryVariables>;
export const DataMapDocument = new TypedDocumentString(`
    query DataMap {
  sources {
    name
    connector {
      name
      kind
    }
    streams {
      name
      entities
      rows
      tables
      firstParty
      personalData
      dataThrough
    }
    lastRun {
      status
      finishedAt
      read
      written
      rejected
    }
  }
}
    `) as unknown as TypedDocumentString<DataMapQuery, DataMapQueryVariables>;
export const DeliveryAndReviewsDocument = new TypedDocumentString(`
    query DeliveryAndReviews {
  onTime: metric(
    key: "on_time_delivery_rate"
    period: {last: "P12M"}
    options: {punctuality: DAY}
  ) {
    total {
      value
      numerator
      denominator
      low
      high
    }
  }
  reviews: metric(
    key: "review_score"
    period: {last: "P12M"}
    breakdown: "punctuality"
  ) {
    total {
      value
      count
    }
    groups {
      key
      total {
        value
        count
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DeliveryAndReviewsQuery, DeliveryAndReviewsQueryVariables>;
export const KpisDocument = new TypedDocumentString(`
    query Kpis {
  kpis(period: {last: "P12M"}, breakdown: "punctuality") {
    key
    asks
    doesNotTell
    scales {
      kind
      low
      high
      answers
    }
    result {
      metric {
        name
        formula
      }
      total {
        value
        reason
        numerator
        denominator
        low
        high
        standardError
        count
      }
      groups {
        key
        label
        total {
          value
          low
          high
          count
        }
      }
      provenance {
        method
      }
    }
  }
  worth: acquisition(period: {last: "P12M"}) {
    ltv(horizon: "P90D") {
      perCustomer {
        amount
        currency
      }
    }
  }
}
    `) as unknown as TypedDocumentString<KpisQuery, KpisQueryVariables>;
export const LifeCycleDocument = new TypedDocumentString(`
    query LifeCycle {
  metric(
    key: "customers"
    period: {last: "P12M"}
    grain: MONTH
    breakdown: "lifecycle_stage"
  ) {
    total {
      value
    }
    groups {
      key
      label
      total {
        value
      }
      series {
        period
        value
      }
    }
  }
  cohorts(period: {last: "P12M"}) {
    cohorts {
      start
      size
      retention {
        index
        active
        rate
        cumulativeValue {
          amount
        }
        complete
      }
    }
  }
  lifecycleFlow(period: {last: "P6M"}) {
    from
    to
    transitions {
      from
      to
      customers
      share
    }
  }
  repeatPurchases {
    ladder {
      purchases
      customers
      next
      share
      low
      high
      withinYear
      medianDays
    }
    untilSecond {
      time
      survival
    }
  }
  timeInStages {
    stages {
      stage
      stays
      ended
      medianDays
      next {
        stage
        customers
        share
      }
    }
    provenance {
      method
      formula
    }
  }
}
    `) as unknown as TypedDocumentString<LifeCycleQuery, LifeCycleQueryVariables>;
export const ProfileDocument = new TypedDocumentString(`
    query Profile($email: String!) {
  customer(email: $email) {
    id
    name
    email
    phone
    country
    identities {
      source {
        name
      }
      externalId
      matchedOn
      confidence
    }
    timeline(first: 50) {
      totalCount
      nodes {
        __typename
        at
        summary
        source {
          name
        }
        ... on TicketOpened {
          subject
          status
        }
        ... on SurveyAnswered {
          survey
          score
        }
      }
    }
    orders {
      totalCount
      nodes {
        number
        placedAt
        total {
          amount
          currency
        }
        lines {
          quantity
          product {
            title
          }
        }
        deliveries {
          status
          onTime
        }
      }
    }
    value {
      orders
      revenue {
        amount
        currency
      }
      history {
        repeatPurchases
        recency
        tenure
      }
    }
    rfm {
      group
    }
    lifecycle {
      stage
      history {
        stage
        day
      }
    }
    segments {
      name
    }
    consents {
      channel
      granted
      since
    }
  }
}
    `) as unknown as TypedDocumentString<ProfileQuery, ProfileQueryVariables>;
export const RevenueByMonthDocument = new TypedDocumentString(`
    query RevenueByMonth {
  gross: metric(key: "gross_sales", period: {last: "P12M"}, grain: MONTH) {
    ...Course
  }
  net: metric(key: "revenue", period: {last: "P12M"}, grain: MONTH) {
    ...Course
  }
  total: metric(key: "total_sales", period: {last: "P12M"}, grain: MONTH) {
    ...Course
  }
}
    fragment Course on MetricResult {
  currency
  total {
    value
    count
  }
  previous {
    value
  }
  change {
    value
    reason
  }
  series {
    period
    value
    complete
  }
}`) as unknown as TypedDocumentString<RevenueByMonthQuery, RevenueByMonthQueryVariables>;
export const SegmentInDepthDocument = new TypedDocumentString(`
    query SegmentInDepth($id: ID!, $other: ID!) {
  segment(id: $id) {
    name
    description
    kind
    size
    usedBy {
      name
    }
    movement(period: {last: "P90D"}) {
      entered
      left
      stayed
      customers(move: LEFT, first: 10) {
        nodes {
          customer {
            id
            name
          }
          reasons {
            condition
            held
            holds
          }
        }
      }
      provenance {
        formula
      }
    }
    course(period: {last: "P6M"}, grain: MONTH) {
      period
      size
      entered
      left
      complete
    }
  }
  segmentOverlap(ids: [$id, $other]) {
    customers
    inNone
    combinations {
      segments {
        name
      }
      exactly
      together
    }
    provenance {
      formula
    }
  }
  compareSegments(
    a: $id
    b: $other
    metrics: ["revenue", "average_order_value", "repeat_rate"]
    period: {last: "P365D"}
  ) {
    metrics {
      a {
        metric {
          name
        }
        total {
          value
          reason
        }
      }
      b {
        total {
          value
          reason
        }
      }
      difference {
        value
        reason
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SegmentInDepthQuery, SegmentInDepthQueryVariables>;
export const SegmentPreviewDocument = new TypedDocumentString(`
    query SegmentPreview($filter: CustomerFilterInput!) {
  segmentPreview(filter: $filter) {
    description
    size
    customers(first: 5) {
      nodes {
        id
        name
        value {
          revenue {
            amount
            currency
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SegmentPreviewQuery, SegmentPreviewQueryVariables>;
export const SegmentsDocument = new TypedDocumentString(`
    query Segments {
  segments {
    totalCount
    nodes {
      id
      name
      description
      builtIn
      filter
      size
      metric(key: "revenue", period: {last: "P365D"}) {
        total {
          value
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SegmentsQuery, SegmentsQueryVariables>;
export const SourceHealthDocument = new TypedDocumentString(`
    query SourceHealth {
  sources {
    name
    enabled
    schedule
    nextRunAt
    health {
      state
      readAt
      dataThrough
      troubles {
        stream
        kind
        message
        whatToDo
      }
    }
    drift {
      stream
      at
      fields {
        field
        change
      }
    }
    streams {
      name
      rows
    }
    lastRun {
      status
      requestedAt
      finishedAt
      streams {
        name
        status
        read
        written
        rejected
        deleted
        progress
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SourceHealthQuery, SourceHealthQueryVariables>;
export const TopCustomersDocument = new TypedDocumentString(`
    query TopCustomers($first: Int = 100) {
  customers(first: $first, sort: {key: REVENUE}) {
    totalCount
    nodes {
      id
      name
      value {
        orders
        revenue {
          amount
          currency
        }
        averageOrder {
          amount
          currency
        }
        lastOrder
      }
      rfm {
        recency
        frequency
        monetary
        group
      }
      lifecycle {
        stage
      }
    }
  }
  rfmThresholds {
    asOf
    purchasers
    recency
    frequency
    monetary {
      amount
      currency
    }
    vip {
      amount
    }
    provenance {
      method
      formula
      notes
    }
  }
  rfmComparisons {
    source {
      name
    }
    customers
    agreement
    groups {
      sourceGroup
      group
      customers
      share
    }
  }
}
    `) as unknown as TypedDocumentString<TopCustomersQuery, TopCustomersQueryVariables>;
export const WorthInFutureDocument = new TypedDocumentString(`
    query WorthInFuture {
  customers(first: 10, sort: {key: PREDICTED_VALUE}) {
    totalCount
    nodes {
      id
      value {
        revenue {
          amount
          currency
        }
        predicted(months: 12) {
          alive
          purchases
          expected {
            amount
            currency
          }
          low {
            amount
          }
          high {
            amount
          }
          confidence
          reason
        }
        afterFulfilment12: predicted(months: 12, base: CM2) {
          expected {
            amount
          }
          reason
        }
        margin12: predicted(months: 12, base: CM1, discount: 0.1) {
          expected {
            amount
          }
          reason
        }
      }
    }
  }
  valueModel {
    name
    asOf
    customers
    repeaters
    churnIdentifiable
    correlation
    parameters {
      name
      value
      standardError
    }
    backTest {
      weeks
      bias
      meanAbsoluteError
      normalisedGini
      coverage
      confidence
      deciles {
        expected
        actual
      }
    }
    provenance {
      method
      formula
      notes
      dataThrough
    }
  }
}
    `) as unknown as TypedDocumentString<WorthInFutureQuery, WorthInFutureQueryVariables>;
export const WorthTodayDocument = new TypedDocumentString(`
    query WorthToday {
  acquisition(period: {last: "P365D"}) {
    newCustomers
    meanTenure
    toDate: ltv {
      perCustomer {
        amount
        currency
      }
      reason
      customers
    }
    within90Days: ltv(horizon: "P90D") {
      perCustomer {
        amount
        currency
      }
      reason
      customers
    }
    provenance {
      formula
      dataThrough
    }
  }
}
    `) as unknown as TypedDocumentString<WorthTodayQuery, WorthTodayQueryVariables>;