/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Where the first touch on the way to the first purchase came from; all fields given must hold. */
export type AcquiredByInput = {
  /** Campaigns by name or by utm_campaign; any of them. */
  campaign?: Array<string> | null | undefined;
  /** Any of these campaigns. */
  campaignId?: Array<string | number> | null | undefined;
  /** Channels by name, or by kind such as PAID_SEARCH; any of them. */
  channel?: Array<string> | null | undefined;
  /** Any of these channels. */
  channelId?: Array<string | number> | null | undefined;
};

/** What a customer last said of tracking for ads. */
export type AdConsent =
  | 'GRANTED'
  | 'REFUSED'
  /** Nothing was ever said. */
  | 'UNKNOWN';

/** Why nothing is advised. */
export type AdviceReason =
  /** Nothing was spent, or a rate is missing. */
  | 'NO_SPEND'
  /** Nobody can tell how customers grow with spend, and nothing else is beyond doubt. */
  | 'RESPONSE_UNKNOWN'
  /** It is there to bring back or keep customers, whom this does not count. */
  | 'RETENTION'
  /** Fewer than twenty customers were won. */
  | 'TOO_FEW'
  /** What customers are worth is not known, or not how surely. */
  | 'VALUE_UNKNOWN'
  /** Neither more nor less is better beyond doubt. */
  | 'WITHIN_DOUBT';

/** What a rule looks for. */
export type AlertKind =
  /** That a CPI crosses its target. Missed is what lies beyond it with all of its 95 % interval. */
  | 'TARGET'
  /** That something leaves its usual range, closed days and weekdays allowed for. Where nothing is unusual, one stretch of half a year of days, a year of weeks or three years of months in twenty has a false alarm. */
  | 'UNUSUAL';

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

/** So many promises to the customer that a CPI counts as broken, each on the day it broke. */
export type BreachInput = {
  count?: IntRangeInput | null | undefined;
  /** The key of the CPI; also of one that is no promise, such as "cart-abandonment". */
  cpi: string;
  period: WhenInput;
};

/** What customers did in the days after a promise was due. */
export type BreachOutcome =
  /** Counted as churned at the end of the days, by the workspace's churnAfterDays: a share. */
  | 'CHURN'
  /** Those less the cost of the goods (CM1): money. */
  | 'MARGIN'
  /** Net sales of the orders of these days, for each promise: money. */
  | 'NET_SALES'
  /** Bought again: a share. */
  | 'REPEAT';

/** What sets the most that a customer may cost. */
export type CacBound =
  /** The limit that was given. */
  | 'CASH_CAP'
  /** Lifetime value / target ratio. */
  | 'LTV_RATIO'
  /** What a customer brings within the months allowed. */
  | 'PAYBACK';

/** What can be done about a campaign. */
export type CampaignAction =
  /** Look for other people: those like the best customers. */
  | 'CHANGE_AUDIENCE'
  | 'LOWER_BUDGET'
  | 'PAUSE'
  | 'RAISE_BUDGET';

/** What a campaign is there for. */
export type CampaignPurpose =
  /** To win new customers. */
  | 'ACQUISITION'
  /** To bring back or keep customers, as retargeting does: not in the metric new_customer_cac. */
  | 'RETENTION';

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

/** What marketing costs besides ads. */
export type CostEntryKind =
  /** Fees of partners that no ad platform reports. */
  | 'AFFILIATE'
  | 'AGENCY'
  | 'CREATIVE'
  | 'OTHER'
  | 'SALARIES'
  /** Software and services. */
  | 'TOOLS';

/** The part of the company that a CPI looks at. */
export type CpiArea =
  | 'CUSTOMER_SERVICE'
  | 'DIGITAL'
  | 'LOGISTICS'
  | 'OTHER'
  | 'PRODUCT'
  | 'SALES';

/** A reading against its target. */
export type CpiStatus =
  | 'MET'
  | 'MISSED'
  /** Missed by little. */
  | 'NEAR'
  /** There is no value. */
  | 'NO_DATA'
  /** It rests on too few to be judged. */
  | 'TOO_FEW';

/** What a CPI can be about. */
export type CpiSubjectKind =
  | 'CART'
  | 'DELIVERY'
  | 'EVENT'
  | 'ORDER'
  | 'ORDER_LINE'
  | 'QUOTE_REQUEST'
  | 'REQUEST'
  | 'SURVEY';

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
  /** Was let down, by a CPI, so many times. */
  breach?: BreachInput | null | undefined;
  consent?: ConsentFilterInput | null | undefined;
  /** ISO 3166-1 alpha-2 country codes. */
  country?: Array<string> | null | undefined;
  /** Mean days between purchases, of those who bought on two days or more. */
  daysBetweenOrders?: DecimalRangeInput | null | undefined;
  experimentArm?: ExperimentArmInput | null | undefined;
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

/** A side of an experiment. */
export type ExperimentArm =
  | 'CONTROL'
  | 'TREATED';

/** Put on that side of an experiment at its start, on whatever day it is asked. */
export type ExperimentArmInput = {
  arm: ExperimentArm;
  experiment: string | number;
};

/** What customers were like before the start. */
export type ExperimentCovariate =
  | 'DAYS_SINCE_FIRST_PURCHASE'
  | 'DAYS_SINCE_LAST_PURCHASE'
  /** In the year before. */
  | 'NET_SALES'
  /** In the year before. */
  | 'PURCHASES';

/** How treated and control are told apart. */
export type ExperimentKind =
  /** The days from the start on against those before: no proof. */
  | 'BEFORE_AFTER'
  /** By the country that buyers are from. */
  | 'COUNTRIES'
  /** A share of customers is drawn and left out. */
  | 'HOLD_OUT'
  /** Customers who were divided elsewhere. */
  | 'LISTS'
  /** Stretches of days in pairs, one of each drawn and treated. */
  | 'SWITCHBACK';

/** What an experiment is judged by. */
export type ExperimentOutcome =
  /** How many customers buy. */
  | 'BUYERS'
  /** Net sales less the cost of goods; where that is unknown, the share that other orders leave. */
  | 'MARGIN'
  /** Returns count on their order. */
  | 'NET_SALES'
  /** How many buy for the first time. */
  | 'NEW_CUSTOMERS'
  | 'PURCHASES'
  /** How many customers buy, and not for the first time. */
  | 'REPEAT_BUYERS';

/** Where an experiment stands. */
export type ExperimentState =
  /** Not started: nobody is divided yet. */
  | 'DRAFT'
  /** Stopped, or its last day is in the data. */
  | 'ENDED'
  | 'RUNNING';

/** Why nothing is foretold. */
export type ForecastReason =
  /** The cost of the goods is not known for any order. */
  | 'COST_UNKNOWN'
  /** Too few customers, or none who came again, were known on that day. */
  | 'NO_MODEL'
  /** Too few customers have paid for a second purchase. */
  | 'NO_SPEND_MODEL';

/** The length of one point on a time axis; weeks are ISO weeks. */
export type Grain =
  | 'DAY'
  | 'MONTH'
  | 'QUARTER'
  | 'WEEK'
  | 'YEAR';

/** What was found. */
export type InsightKind =
  /** A CPI meets the target again that it missed. */
  | 'TARGET_MET'
  /** A CPI misses its target by more than chance. */
  | 'TARGET_MISSED'
  /** More than is usual. */
  | 'UNUSUALLY_HIGH'
  /** Less than is usual. */
  | 'UNUSUALLY_LOW';

/** How much an insight matters. */
export type InsightSeverity =
  /** A target is missed by ten percentage points or more. */
  | 'CRITICAL'
  | 'INFO'
  /** Something went unusually well. */
  | 'OPPORTUNITY'
  | 'WARNING';

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

/** To whose customers a model was fitted. */
export type LifetimeModelOrigin =
  | 'ALL'
  | 'CAMPAIGN'
  | 'CHANNEL';

/** Why there is no value: unknown is never zero. */
export type NullReason =
  /** What it would be compared with is not above zero. */
  | 'BASE_NOT_POSITIVE'
  /** The cost of some goods is unknown. */
  | 'COST_UNKNOWN'
  /** No record holds a field that it needs; the notes name it. */
  | 'FIELD_MISSING'
  /** The scores are on other scales than the figure can take, or on several. */
  | 'MIXED_SCALES'
  /** There is nobody like those concerned to compare with. */
  | 'NOT_COMPARABLE'
  /** These days lie ahead, or those concerned are too young to tell. */
  | 'NOT_YET'
  /** Nothing was read for these days. */
  | 'NO_DATA'
  /** There is nothing to divide by. */
  | 'NO_DENOMINATOR'
  /** Too few customers, or none who came again, are known to tell what they will bring. */
  | 'NO_MODEL'
  /** An exchange rate is missing. */
  | 'NO_RATE'
  /** Too few customers have paid for a second purchase to tell what one brings. */
  | 'NO_SPEND_MODEL'
  /** Money was spent, and no customer was won. */
  | 'SPEND_WITHOUT_CUSTOMERS'
  /** There is too little to tell from. */
  | 'TOO_FEW'
  /** Nobody knows what brought these customers. */
  | 'UNATTRIBUTED';

/** A stretch of days: both ends, or a length that ends on the last day of the data. */
export type PeriodInput =
  {   between: DateRangeInput; last?: never; }
  |  { between?: never;   /** Whole days, weeks, months or years: P30D, P12M. */
  last: string; };

/** Why nobody can tell how customers grow with spend. */
export type ResponseReason =
  /** Too few customers, or no other campaign in the same weeks that would tell what the season brings. */
  | 'NOT_TOLD'
  /** No days are known on which anything was spent. */
  | 'NO_DATED_SPEND'
  /** Spend hardly ever varied. */
  | 'SPEND_TOO_EVEN'
  /** Fewer than twelve weeks with spend. */
  | 'TOO_SHORT';

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

/** What told by which channel a touch came. */
export type TouchMatch =
  /** utm_id or utm_campaign is the id of a campaign. */
  | 'CAMPAIGN_ID'
  /** utm_campaign is the name of one campaign. */
  | 'CAMPAIGN_NAME'
  /** The id of a click. */
  | 'CLICK_ID'
  /** Nothing is told: a direct visit. */
  | 'NOTHING'
  /** The page before. */
  | 'REFERRER'
  /** A rule of the workspace. */
  | 'RULE'
  /** What the customer answered. */
  | 'SELF_REPORTED'
  /** Its source names the channel or the campaign. */
  | 'SOURCE'
  /** utm_source and utm_medium. */
  | 'UTM';

/** The days of a week. */
export type Weekday =
  | 'FRIDAY'
  | 'MONDAY'
  | 'SATURDAY'
  | 'SUNDAY'
  | 'THURSDAY'
  | 'TUESDAY'
  | 'WEDNESDAY';

/** When something was: in a stretch of days, or longer ago than that. */
export type WhenInput =
  {   /** Longer ago: what `last` of the same length leaves out. */
  before: string; between?: never; last?: never; }
  |  { before?: never;   between: DateRangeInput; last?: never; }
  |  { before?: never; between?: never;   /** So long ago or less, up to the last day of the data. */
  last: string; };

export type AdSpendQueryVariables = Exact<{ [key: string]: never; }>;


export type AdSpendQuery = { channels: { total: { reason: NullReason | null, impressions: string | null, clicks: string | null, claimedConversions: string | null, spend: { amount: string, currency: string } | null, clickRate: { value: number, low: number, high: number } | null, costPerClick: { amount: string } | null, costPerThousandImpressions: { amount: string } | null, costPerClaimedConversion: { amount: string } | null }, parts: Array<{ channel: { name: string, kind: ChannelKind } | null, figures: { reason: NullReason | null, impressions: string | null, clicks: string | null, claimedConversions: string | null, spend: { amount: string, currency: string } | null, clickRate: { value: number, low: number, high: number } | null, costPerClick: { amount: string } | null, costPerThousandImpressions: { amount: string } | null, costPerClaimedConversion: { amount: string } | null } }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, campaigns: { parts: Array<{ campaign: { name: string, purpose: CampaignPurpose } | null, figures: { reason: NullReason | null, impressions: string | null, clicks: string | null, claimedConversions: string | null, spend: { amount: string, currency: string } | null, clickRate: { value: number, low: number, high: number } | null, costPerClick: { amount: string } | null, costPerThousandImpressions: { amount: string } | null, costPerClaimedConversion: { amount: string } | null } }> } | null, ads: { parts: Array<{ adSet: string | null, ad: string | null, campaign: { name: string } | null, figures: { reason: NullReason | null, impressions: string | null, clicks: string | null, claimedConversions: string | null, spend: { amount: string, currency: string } | null, clickRate: { value: number, low: number, high: number } | null, costPerClick: { amount: string } | null, costPerThousandImpressions: { amount: string } | null, costPerClaimedConversion: { amount: string } | null } }> } | null, withoutDay: { total: { reason: NullReason | null, spend: { amount: string, currency: string } | null } } | null, adSpendRestatements: { total: { changedAt: string | null, firstTold: { amount: string } | null, now: { amount: string } | null, change: { amount: string } | null }, restated: Array<{ day: string | null, changedAt: string | null, campaign: { name: string } | null, firstTold: { amount: string } | null, now: { amount: string } | null, change: { amount: string } | null }> } | null };

export type AdFactsFragment = { reason: NullReason | null, impressions: string | null, clicks: string | null, claimedConversions: string | null, spend: { amount: string, currency: string } | null, clickRate: { value: number, low: number, high: number } | null, costPerClick: { amount: string } | null, costPerThousandImpressions: { amount: string } | null, costPerClaimedConversion: { amount: string } | null };

export type RestatedSpendFragment = { changedAt: string | null, firstTold: { amount: string } | null, now: { amount: string } | null, change: { amount: string } | null };

export type BreachEffectQueryVariables = Exact<{ [key: string]: never; }>;


export type BreachEffectQuery = { cpi: { name: string, effect: { horizonDays: number, reason: NullReason | null, breaches: number | null, breachedCustomers: number | null, others: number | null, comparable: number | null, currency: string, outcomes: Array<{ outcome: BreachOutcome, after: string | null, without: string | null, reason: NullReason | null, difference: { value: string, low: string, high: string } | null, oddsRatio: { value: string, low: string, high: string } | null }>, balance: Array<{ name: string, before: number, after: number }>, provenance: { method: string, notes: Array<string> } } } | null, cpiPriorities: { currency: string, priorities: Array<{ breaches: number, ofBuyers: number, perYear: number, reason: NullReason | null, cpi: { key: string, name: string }, valuePerYear: { value: string, low: string, high: string } | null }>, provenance: { notes: Array<string> } } | null };

export type CacByChannelQueryVariables = Exact<{ [key: string]: never; }>;


export type CacByChannelQuery = { acquisition: { newCustomers: string, spend: { reason: NullReason | null, amount: { amount: string, currency: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null }, ads: { perCustomer: { amount: string } | null }, mer: { value: string | null }, aMer: { value: string | null }, poas: { value: string | null, reason: NullReason | null }, breakEvenRoas: { value: string | null, reason: NullReason | null }, byChannel: Array<{ channel: { name: string, kind: ChannelKind } | null, performance: { newCustomers: string, spend: { reason: NullReason | null, amount: { amount: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null } } }>, byCampaign: Array<{ campaign: { name: string } | null, performance: { newCustomers: string, spend: { reason: NullReason | null, amount: { amount: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null } } }>, provenance: { method: string, formula: string, notes: Array<string>, inputs: Array<{ stream: string, rows: number }> } } | null };

export type CostsFragment = { newCustomers: string, spend: { reason: NullReason | null, amount: { amount: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null } };

export type CampaignAdviceQueryVariables = Exact<{ [key: string]: never; }>;


export type CampaignAdviceQuery = { campaigns: { nodes: Array<{ name: string, channel: { name: string } | null, advice: { reason: AdviceReason | null, valueReason: NullReason | null, steps: Array<{ action: CampaignAction, title: string, reason: string, budgetShift: { amount: string, currency: string } | null, customers: { expected: number, low: number, high: number } | null, valueChange: { expected: { amount: string } } | null, expectedGain: { expected: { amount: string }, low: { amount: string }, high: { amount: string } } | null, lookalike: { description: string, filter: unknown, size: number } | null }>, averageCac: { amount: string } | null, marginalCac: { expected: { amount: string }, low: { amount: string }, high: { amount: string } } | null, maximumCac: { amount: string } | null, lifetimeValue: { amount: string } | null, response: { elasticity: number | null, low: number | null, high: number | null, weeks: number, reason: ResponseReason | null }, provenance: { method: string, formula: string, notes: Array<string> } } | null }> } | null };

export type CampaignValueQueryVariables = Exact<{ [key: string]: never; }>;


export type CampaignValueQuery = { campaigns: { nodes: Array<{ name: string, channel: { name: string } | null, performance: { newCustomers: string, spend: { reason: NullReason | null, amount: { amount: string, currency: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, curve: Array<{ month: number, recovered: number | null, complete: boolean, perCustomer: { amount: string } | null }> } | null }> } | null };

export type CartAbandonmentQueryVariables = Exact<{ [key: string]: never; }>;


export type CartAbandonmentQuery = { gross: { reading: { value: string | null, numerator: number, denominator: number, low: string | null, high: string | null } | null, byDevice: Array<{ key: string, reading: { value: string | null, denominator: number } }>, history: Array<{ period: string | null, value: string | null, complete: boolean }> } | null, net: { reading: { value: string | null, numerator: number, denominator: number, pending: number } | null } | null, checkouts: { reading: { value: string | null, numerator: number, denominator: number } | null } | null };

export type ChannelsByModelQueryVariables = Exact<{ [key: string]: never; }>;


export type ChannelsByModelQuery = { workspace: { attributionModel: AttributionModel } | null, attribution: { orders: number, claimedConversions: string | null, revenue: { amount: string, currency: string } | null, channels: Array<{ claimedConversions: string | null, channel: { name: string, kind: ChannelKind } | null, credits: Array<{ model: AttributionModel, orders: string, share: string | null, revenue: { amount: string } | null }>, campaigns: Array<{ claimedConversions: string | null, campaign: { name: string } | null, credits: Array<{ model: AttributionModel, orders: string }> }> }>, provenance: { method: string, formula: string, notes: Array<string> } } | null };

export type ChurnQueryVariables = Exact<{ [key: string]: never; }>;


export type ChurnQuery = { workspace: { churnAfterDays: number } | null, metric: { total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, previous: { value: string | null }, change: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null, complete: boolean }>, provenance: { formula: string, dataThrough: string | null } } | null, churn: { readings: Array<{ definition: ChurnDefinition, formula: string, thresholdDays: number | null, customers: number, churned: number | null, share: number | null, low: number | null, high: number | null, reason: ChurnReason | null }> } | null, atRisk: { totalCount: number, nodes: Array<{ id: string, name: string | null, lifecycle: { stage: LifecycleStage, since: string | null } | null, value: { revenue: { amount: string, currency: string } | null, predicted: { alive: number | null, expected: { amount: string } | null } | null } | null }> } | null };

export type ConcentrationQueryVariables = Exact<{ [key: string]: never; }>;


export type ConcentrationQuery = { topShare: { total: { value: string | null, count: number }, provenance: { method: string, formula: string, dataThrough: string | null, inputs: Array<{ stream: string, rows: number, source: { name: string } | null }> } } | null, gini: { total: { value: string | null } } | null, customersFor80Percent: { total: { value: string | null, denominator: string | null } } | null, future: { day: string, customers: number, confidence: number, topShare: number | null, customersFor80: number | null, reason: ForecastReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, history: Array<{ day: string, customers: number, reason: ForecastReason | null, expected: { amount: string } | null }>, provenance: { method: string, notes: Array<string> } } | null };

export type CpisQueryVariables = Exact<{ [key: string]: never; }>;


export type CpisQuery = { cpis: Array<{ key: string, name: string, area: CpiArea, question: string, formula: string, target: string | null, higherIsBetter: boolean, reading: { value: string | null, reason: NullReason | null, numerator: number, denominator: number, pending: number, low: string | null, high: string | null, target: string | null, status: CpiStatus | null, excluded: Array<{ reason: string, count: number }> } | null, history: Array<{ period: string | null, value: string | null, status: CpiStatus | null, complete: boolean }> }> | null };

export type DataMapQueryVariables = Exact<{ [key: string]: never; }>;


export type DataMapQuery = { sources: Array<{ name: string, connector: { name: string, kind: ConnectorKind } | null, streams: Array<{ name: string, entities: Array<string>, rows: number, tables: Array<string>, firstParty: boolean, personalData: boolean, dataThrough: string | null }>, lastRun: { status: RunStatus, finishedAt: string | null, read: number, written: number, rejected: number } | null }> | null };

export type DeliveryAndReviewsQueryVariables = Exact<{ [key: string]: never; }>;


export type DeliveryAndReviewsQuery = { onTime: { total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } } | null, reviews: { total: { value: string | null, count: number }, groups: Array<{ key: string, total: { value: string | null, count: number } }> } | null };

export type IncrementalityQueryVariables = Exact<{ [key: string]: never; }>;


export type IncrementalityQuery = { experiments: { nodes: Array<{ name: string, hypothesis: string, kind: ExperimentKind, state: ExperimentState, design: string | null, channel: { name: string } | null, campaign: { name: string } | null, sizes: { treated: number, control: number } | null, result: { outcome: ExperimentOutcome, through: string | null, final: boolean, reason: NullReason | null, attributed: string | null, lastTouch: string | null, sampleRatio: { expected: number, observed: number, pValue: number } | null, balance: Array<{ covariate: ExperimentCovariate, treated: number, control: number, standardised: number }>, history: { correlation: number, varianceReduction: number } | null, treated: { units: number, total: string, mean: number | null }, control: { units: number, total: string, mean: number | null }, lift: { value: number, low: number | null, high: number | null, pValue: number } | null, relativeLift: { value: number, low: number | null, high: number | null } | null, incremental: { value: number, low: number | null, high: number | null } | null, costPerIncremental: { value: string, low: string | null, high: string | null } | null, provenance: { formula: string, notes: Array<string> } } | null, netSales: { currency: string | null, outcome: ExperimentOutcome, through: string | null, final: boolean, reason: NullReason | null, attributed: string | null, lastTouch: string | null, returnOnCost: { value: string, low: string | null, high: string | null } | null, treated: { units: number, total: string, mean: number | null }, control: { units: number, total: string, mean: number | null }, lift: { value: number, low: number | null, high: number | null, pValue: number } | null, relativeLift: { value: number, low: number | null, high: number | null } | null, incremental: { value: number, low: number | null, high: number | null } | null, costPerIncremental: { value: string, low: string | null, high: string | null } | null, provenance: { formula: string, notes: Array<string> } } | null }> } | null, experimentPlan: { usual: number | null, leastEffect: number | null, leastRelativeEffect: number | null, reason: NullReason | null, sizes: { treated: number, control: number } | null } | null };

export type ShownFragment = { outcome: ExperimentOutcome, through: string | null, final: boolean, reason: NullReason | null, attributed: string | null, lastTouch: string | null, treated: { units: number, total: string, mean: number | null }, control: { units: number, total: string, mean: number | null }, lift: { value: number, low: number | null, high: number | null, pValue: number } | null, relativeLift: { value: number, low: number | null, high: number | null } | null, incremental: { value: number, low: number | null, high: number | null } | null, costPerIncremental: { value: string, low: string | null, high: string | null } | null, provenance: { formula: string, notes: Array<string> } };

export type InsightsQueryVariables = Exact<{ [key: string]: never; }>;


export type InsightsQuery = { insights: { totalCount: number, nodes: Array<{ id: string, kind: InsightKind, severity: InsightSeverity, title: string, body: string, grain: Grain, firstDay: string, lastDay: string, foundAt: string, cpi: { name: string } | null, metric: { name: string } | null, figures: Array<{ name: string, value: string }>, provenance: { method: string, formula: string, dataThrough: string | null, inputs: Array<{ stream: string, rows: number }> } }> } | null, alertRules: Array<{ name: string, cpi: string | null, metric: string | null, kinds: Array<AlertKind>, quietDays: number, enabled: boolean }> | null };

export type KpisQueryVariables = Exact<{ [key: string]: never; }>;


export type KpisQuery = { kpis: Array<{ key: string, asks: string, doesNotTell: string, scales: Array<{ kind: string, low: string, high: string, answers: number }>, result: { metric: { name: string, formula: string }, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null, standardError: string | null, count: number }, groups: Array<{ key: string, label: string, total: { value: string | null, low: string | null, high: string | null, count: number } }>, provenance: { method: string } } }> | null, worth: { ltv: { perCustomer: { amount: string, currency: string } | null } } | null, cpis: Array<{ key: string, question: string, reading: { value: string | null, numerator: number, denominator: number, low: string | null, high: string | null, status: CpiStatus | null } | null }> | null };

export type LeadsQueryVariables = Exact<{ [key: string]: never; }>;


export type LeadsQuery = { leads: { total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, series: Array<{ period: string | null, value: string | null }>, groups: Array<{ key: string, total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } }>, provenance: { formula: string, notes: Array<string> } } | null, won: { total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, series: Array<{ period: string | null, value: string | null }>, groups: Array<{ key: string, total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } }>, provenance: { formula: string, notes: Array<string> } } | null, days: { total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, series: Array<{ period: string | null, value: string | null }>, groups: Array<{ key: string, total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } }>, provenance: { formula: string, notes: Array<string> } } | null };

export type LeadFigureFragment = { total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null }, series: Array<{ period: string | null, value: string | null }>, groups: Array<{ key: string, total: { value: string | null, numerator: string | null, denominator: string | null, low: string | null, high: string | null } }>, provenance: { formula: string, notes: Array<string> } };

export type LifeCycleQueryVariables = Exact<{ [key: string]: never; }>;


export type LifeCycleQuery = { metric: { total: { value: string | null }, groups: Array<{ key: string, label: string, total: { value: string | null }, series: Array<{ period: string | null, value: string | null }> }> } | null, cohorts: { cohorts: Array<{ start: string, size: number, retention: Array<{ index: number, active: number | null, rate: string | null, complete: boolean, cumulativeValue: { amount: string } | null }> }> } | null, lifecycleFlow: { from: string, to: string, transitions: Array<{ from: LifecycleStage | null, to: LifecycleStage, customers: number, share: number }> } | null, repeatPurchases: { ladder: Array<{ purchases: number, customers: number, next: number, share: number, low: number, high: number, withinYear: number, medianDays: number | null }>, untilSecond: Array<{ time: number, survival: number }> } | null, timeInStages: { stages: Array<{ stage: LifecycleStage, stays: number, ended: number, medianDays: number | null, next: Array<{ stage: LifecycleStage, customers: number, share: number }> }>, provenance: { method: string, formula: string } } | null };

export type LoyalChannelsQueryVariables = Exact<{ [key: string]: never; }>;


export type LoyalChannelsQuery = { channels: { totalCount: number, nodes: Array<{ name: string, kind: ChannelKind, performance: { newCustomers: string, loyalShare: { value: number | null, low: number | null, high: number | null, numerator: string, denominator: string }, repeatRate: { value: number | null }, churnRate: { value: number | null, reason: NullReason | null }, predictedLtv: { modelOf: LifetimeModelOrigin | null, reason: NullReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, topSegments: Array<{ share: number, segment: { name: string } }> } | null }> } | null };

export type MarketingCostsQueryVariables = Exact<{ [key: string]: never; }>;


export type MarketingCostsQuery = { costs: { currency: string | null, total: { value: string | null, reason: NullReason | null }, series: Array<{ period: string | null, value: string | null }>, groups: Array<{ key: string, label: string, total: { value: string | null } }>, provenance: { formula: string, notes: Array<string> } } | null, blended: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, paid: { currency: string | null, groups: Array<{ label: string, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null } }>, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, newCustomer: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, fullyLoaded: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, mer: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, amer: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, poas: { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } } | null, costEntries: { totalCount: number, nodes: Array<{ kind: CostEntryKind, startsOn: string, endsOn: string, note: string | null, amount: { amount: string, currency: string }, channel: { name: string } | null }> } | null };

export type CostFigureFragment = { currency: string | null, total: { value: string | null, reason: NullReason | null, numerator: string | null, denominator: string | null }, series: Array<{ period: string | null, value: string | null, reason: NullReason | null }>, provenance: { method: string, formula: string, notes: Array<string> } };

export type MaximumSpendQueryVariables = Exact<{ [key: string]: never; }>;


export type MaximumSpendQuery = { everybody: { newCustomers: string, loyalShare: { value: number | null, low: number | null, high: number | null }, cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, costPerLoyalCustomer: { reason: NullReason | null, perCustomer: { amount: string } | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string, currency: string }, byRatio: { amount: string }, byPayback: { amount: string }, headroom: { amount: string } | null, headroomPerMonth: { amount: string } | null } | null, cautious: { binding: CacBound, perCustomer: { amount: string } } | null, actual: { reason: NullReason | null, perCustomer: { amount: string } | null }, firstOrder: { amount: string } | null } } | null, loyal: { newCustomers: string, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string, currency: string }, byRatio: { amount: string }, byPayback: { amount: string }, headroom: { amount: string } | null, headroomPerMonth: { amount: string } | null } | null, cautious: { binding: CacBound, perCustomer: { amount: string } } | null, actual: { reason: NullReason | null, perCustomer: { amount: string } | null }, firstOrder: { amount: string } | null }, provenance: { notes: Array<string> } } | null, channels: { nodes: Array<{ name: string, kind: ChannelKind, performance: { maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string, currency: string }, byRatio: { amount: string }, byPayback: { amount: string }, headroom: { amount: string } | null, headroomPerMonth: { amount: string } | null } | null, cautious: { binding: CacBound, perCustomer: { amount: string } } | null, actual: { reason: NullReason | null, perCustomer: { amount: string } | null }, firstOrder: { amount: string } | null } } | null }> } | null };

export type LimitsFragment = { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string, currency: string }, byRatio: { amount: string }, byPayback: { amount: string }, headroom: { amount: string } | null, headroomPerMonth: { amount: string } | null } | null, cautious: { binding: CacBound, perCustomer: { amount: string } } | null, actual: { reason: NullReason | null, perCustomer: { amount: string } | null }, firstOrder: { amount: string } | null };

export type OpeningHoursQueryVariables = Exact<{ [key: string]: never; }>;


export type OpeningHoursQuery = { calendars: Array<{ name: string, openSeconds: number | null, source: { name: string } | null, schedules: Array<{ timeZone: string, validFrom: string | null, validTo: string | null, holidays: Array<string>, openings: Array<{ weekdays: Array<Weekday>, from: string, to: string }> }>, days: Array<{ day: string, holiday: boolean, timeZone: string | null, openSeconds: number, openings: Array<{ opensAt: string, closesAt: string }> }> }> | null };

export type ProfileQueryVariables = Exact<{
  email: string;
}>;


export type ProfileQuery = { customer: { id: string, name: string | null, email: string | null, phone: string | null, country: string | null, identities: Array<{ externalId: string | null, matchedOn: Array<string>, confidence: number | null, source: { name: string } | null }>, timeline: { totalCount: number, nodes: Array<
        | { __typename: 'CartStarted', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'CpiBreached', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'Engagement', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'LeadContacted', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderDelivered', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderPlaced', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'OrderRefunded', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'QuoteRequested', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'QuoteSent', at: string, summary: string, source: { name: string } | null }
        | { __typename: 'SurveyAnswered', survey: string, score: string | null, at: string, summary: string, source: { name: string } | null }
        | { __typename: 'TicketOpened', subject: string | null, status: string, at: string, summary: string, source: { name: string } | null }
        | { __typename: 'TouchRecorded', channel: string | null, channelKind: ChannelKind, campaign: string | null, matchedOn: TouchMatch, counted: boolean, at: string, summary: string, order: { number: string | null } | null, source: { name: string } | null }
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

export type TopCustomersLetDownQueryVariables = Exact<{ [key: string]: never; }>;


export type TopCustomersLetDownQuery = { customers: { totalCount: number, nodes: Array<{ id: string, name: string | null, value: { revenue: { amount: string, currency: string } | null } | null, breaches: { totalCount: number, nodes: Array<{ at: string, dueAt: string | null, subject: CpiSubjectKind, cpi: { key: string, name: string } | null, order: { number: string | null } | null }> } }> } | null };

export type TopCustomersQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type TopCustomersQuery = { customers: { totalCount: number, nodes: Array<{ id: string, name: string | null, value: { orders: number, lastOrder: string | null, revenue: { amount: string, currency: string } | null, averageOrder: { amount: string, currency: string } | null } | null, rfm: { recency: number, frequency: number, monetary: number, group: RfmGroup } | null, lifecycle: { stage: LifecycleStage } | null }> } | null, rfmThresholds: { asOf: string, purchasers: number, recency: Array<string>, frequency: Array<number>, monetary: Array<{ amount: string, currency: string }>, vip: { amount: string } | null, provenance: { method: string, formula: string, notes: Array<string> } } | null, rfmComparisons: Array<{ customers: number, agreement: number, source: { name: string } | null, groups: Array<{ sourceGroup: string, group: RfmGroup | null, customers: number, share: number }> }> | null };

export type TouchCoverageQueryVariables = Exact<{ [key: string]: never; }>;


export type TouchCoverageQuery = { touchCoverage: { firstOrders: { part: number, whole: number, share: number | null, low: number | null, high: number | null, reason: NullReason | null }, orders: { part: number, whole: number, share: number | null, low: number | null, high: number | null, reason: NullReason | null }, byConsent: Array<{ consent: AdConsent, coverage: { part: number, whole: number, share: number | null, low: number | null, high: number | null, reason: NullReason | null } }>, matches: Array<{ matchedOn: TouchMatch, touches: number, origins: number }>, ofNobody: { part: number, whole: number, share: number | null, low: number | null, high: number | null, reason: NullReason | null }, unmatchedCampaigns: { count: number, campaigns: Array<{ utmCampaign: string, utmSource: string | null, utmMedium: string | null, touches: number, orders: number, lastDay: string, channel: { name: string, kind: ChannelKind } | null }> }, provenance: { formula: string, inputs: Array<{ stream: string, rows: number }> } } | null };

export type KnownFragment = { part: number, whole: number, share: number | null, low: number | null, high: number | null, reason: NullReason | null };

export type WhatIfQueryVariables = Exact<{
  period: PeriodInput;
}>;


export type WhatIfQuery = { now: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, stricterRatio: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, threeYears: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, paidBackInAQuarter: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, thinnerMargin: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, allCosts: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null, byLastTouch: { nodes: Array<{ name: string, performance: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null }> } | null, byAllTouches: { nodes: Array<{ name: string, performance: { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } } | null }> } | null };

export type ScenarioFragment = { cac: { reason: NullReason | null, perCustomer: { amount: string, currency: string } | null }, payback: { months: number | null, notYet: boolean, recovered: number | null, reason: NullReason | null }, ltvToCac: { value: number | null, low: number | null, high: number | null, reason: NullReason | null }, maxCac: { reason: NullReason | null, expected: { binding: CacBound, perCustomer: { amount: string }, headroom: { amount: string } | null } | null } };

export type WorthInFutureQueryVariables = Exact<{ [key: string]: never; }>;


export type WorthInFutureQuery = { acquisition: { inOneYear: { confidence: number, model: string | null, reason: NullReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, soFar: { amount: string } | null }, inThreeYears: { confidence: number, model: string | null, reason: NullReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, soFar: { amount: string } | null }, marginInThreeYears: { confidence: number, model: string | null, reason: NullReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, soFar: { amount: string } | null } } | null, customers: { totalCount: number, nodes: Array<{ id: string, value: { revenue: { amount: string, currency: string } | null, predicted: { alive: number | null, purchases: number | null, confidence: number, reason: ForecastReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null } | null, afterFulfilment12: { reason: ForecastReason | null, expected: { amount: string } | null } | null, margin12: { reason: ForecastReason | null, expected: { amount: string } | null } | null } | null }> } | null, valueModel: { name: string, asOf: string, customers: number, repeaters: number, churnIdentifiable: boolean, correlation: number | null, parameters: Array<{ name: string, value: number, standardError: number | null }>, backTest: { weeks: number, bias: number | null, meanAbsoluteError: number, normalisedGini: number | null, coverage: number | null, confidence: number, deciles: Array<{ expected: number, actual: number }> } | null, provenance: { method: string, formula: string, notes: Array<string>, dataThrough: string | null } } | null };

export type LifetimeFragment = { confidence: number, model: string | null, reason: NullReason | null, expected: { amount: string, currency: string } | null, low: { amount: string } | null, high: { amount: string } | null, soFar: { amount: string } | null };

export type WorthTodayQueryVariables = Exact<{ [key: string]: never; }>;


export type WorthTodayQuery = { acquisition: { newCustomers: string, meanTenure: string | null, toDate: { reason: NullReason | null, customers: string, perCustomer: { amount: string, currency: string } | null }, within90Days: { reason: NullReason | null, customers: string, perCustomer: { amount: string, currency: string } | null }, margin: { reason: NullReason | null, perCustomer: { amount: string } | null }, cac: { reason: NullReason | null, perCustomer: { amount: string } | null }, provenance: { formula: string, dataThrough: string | null } } | null };

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
export const AdFactsFragmentDoc = new TypedDocumentString(`
    fragment AdFacts on AdFigures {
  spend {
    amount
    currency
  }
  reason
  impressions
  clicks
  clickRate {
    value
    low
    high
  }
  costPerClick {
    amount
  }
  costPerThousandImpressions {
    amount
  }
  claimedConversions
  costPerClaimedConversion {
    amount
  }
}
    `, {"fragmentName":"AdFacts"}) as unknown as TypedDocumentString<AdFactsFragment, unknown>;
export const RestatedSpendFragmentDoc = new TypedDocumentString(`
    fragment RestatedSpend on AdSpendRestatement {
  firstTold {
    amount
  }
  now {
    amount
  }
  change {
    amount
  }
  changedAt
}
    `, {"fragmentName":"RestatedSpend"}) as unknown as TypedDocumentString<RestatedSpendFragment, unknown>;
export const CostsFragmentDoc = new TypedDocumentString(`
    fragment Costs on AcquisitionPerformance {
  newCustomers
  spend {
    amount {
      amount
    }
    reason
  }
  cac {
    perCustomer {
      amount
    }
    reason
  }
}
    `, {"fragmentName":"Costs"}) as unknown as TypedDocumentString<CostsFragment, unknown>;
export const ShownFragmentDoc = new TypedDocumentString(`
    fragment Shown on ExperimentResult {
  outcome
  through
  final
  treated {
    units
    total
    mean
  }
  control {
    units
    total
    mean
  }
  lift {
    value
    low
    high
    pValue
  }
  relativeLift {
    value
    low
    high
  }
  incremental {
    value
    low
    high
  }
  reason
  attributed
  lastTouch: attributed(model: LAST_TOUCH)
  costPerIncremental {
    value
    low
    high
  }
  provenance {
    formula
    notes
  }
}
    `, {"fragmentName":"Shown"}) as unknown as TypedDocumentString<ShownFragment, unknown>;
export const LeadFigureFragmentDoc = new TypedDocumentString(`
    fragment LeadFigure on MetricResult {
  total {
    value
    reason
    numerator
    denominator
    low
    high
  }
  series {
    period
    value
  }
  groups {
    key
    total {
      value
      numerator
      denominator
      low
      high
    }
  }
  provenance {
    formula
    notes
  }
}
    `, {"fragmentName":"LeadFigure"}) as unknown as TypedDocumentString<LeadFigureFragment, unknown>;
export const CostFigureFragmentDoc = new TypedDocumentString(`
    fragment CostFigure on MetricResult {
  currency
  total {
    value
    reason
    numerator
    denominator
  }
  series {
    period
    value
    reason
  }
  provenance {
    method
    formula
    notes
  }
}
    `, {"fragmentName":"CostFigure"}) as unknown as TypedDocumentString<CostFigureFragment, unknown>;
export const LimitsFragmentDoc = new TypedDocumentString(`
    fragment Limits on MaximumCac {
  expected {
    perCustomer {
      amount
      currency
    }
    binding
    byRatio {
      amount
    }
    byPayback {
      amount
    }
    headroom {
      amount
    }
    headroomPerMonth {
      amount
    }
  }
  cautious {
    perCustomer {
      amount
    }
    binding
  }
  reason
  actual {
    perCustomer {
      amount
    }
    reason
  }
  firstOrder {
    amount
  }
}
    `, {"fragmentName":"Limits"}) as unknown as TypedDocumentString<LimitsFragment, unknown>;
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
export const KnownFragmentDoc = new TypedDocumentString(`
    fragment known on CountedShare {
  part
  whole
  share
  low
  high
  reason
}
    `, {"fragmentName":"known"}) as unknown as TypedDocumentString<KnownFragment, unknown>;
export const ScenarioFragmentDoc = new TypedDocumentString(`
    fragment Scenario on AcquisitionPerformance {
  cac {
    perCustomer {
      amount
      currency
    }
    reason
  }
  payback {
    months
    notYet
    recovered
    reason
  }
  ltvToCac {
    value
    low
    high
    reason
  }
  maxCac {
    expected {
      perCustomer {
        amount
      }
      binding
      headroom {
        amount
      }
    }
    reason
  }
}
    `, {"fragmentName":"Scenario"}) as unknown as TypedDocumentString<ScenarioFragment, unknown>;
export const LifetimeFragmentDoc = new TypedDocumentString(`
    fragment Lifetime on LifetimeValue {
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
  soFar {
    amount
  }
  model
  reason
}
    `, {"fragmentName":"Lifetime"}) as unknown as TypedDocumentString<LifetimeFragment, unknown>;
export const AdSpendDocument = new TypedDocumentString(`
    query AdSpend {
  channels: adSpend(level: CHANNEL, period: {last: "P90D"}) {
    total {
      ...AdFacts
    }
    parts {
      channel {
        name
        kind
      }
      figures {
        ...AdFacts
      }
    }
    provenance {
      method
      formula
      notes
    }
  }
  campaigns: adSpend(level: CAMPAIGN, period: {last: "P90D"}) {
    parts {
      campaign {
        name
        purpose
      }
      figures {
        ...AdFacts
      }
    }
  }
  ads: adSpend(level: AD, period: {last: "P90D"}) {
    parts(first: 50) {
      campaign {
        name
      }
      adSet
      ad
      figures {
        ...AdFacts
      }
    }
  }
  withoutDay: adSpend(level: CAMPAIGN) {
    total {
      spend {
        amount
        currency
      }
      reason
    }
  }
  adSpendRestatements(period: {last: "P90D"}) {
    total {
      ...RestatedSpend
    }
    restated(first: 10) {
      day
      campaign {
        name
      }
      ...RestatedSpend
    }
  }
}
    fragment AdFacts on AdFigures {
  spend {
    amount
    currency
  }
  reason
  impressions
  clicks
  clickRate {
    value
    low
    high
  }
  costPerClick {
    amount
  }
  costPerThousandImpressions {
    amount
  }
  claimedConversions
  costPerClaimedConversion {
    amount
  }
}
fragment RestatedSpend on AdSpendRestatement {
  firstTold {
    amount
  }
  now {
    amount
  }
  change {
    amount
  }
  changedAt
}`) as unknown as TypedDocumentString<AdSpendQuery, AdSpendQueryVariables>;
export const BreachEffectDocument = new TypedDocumentString(`
    query BreachEffect {
  cpi(key: "on-time-delivery") {
    name
    effect(horizon: "P120D") {
      horizonDays
      reason
      breaches
      breachedCustomers
      others
      comparable
      currency
      outcomes {
        outcome
        after
        without
        difference {
          value
          low
          high
        }
        oddsRatio {
          value
          low
          high
        }
        reason
      }
      balance {
        name
        before
        after
      }
      provenance {
        method
        notes
      }
    }
  }
  cpiPriorities(period: {last: "P12M"}, horizon: "P180D", base: MARGIN) {
    currency
    priorities {
      cpi {
        key
        name
      }
      breaches
      ofBuyers
      perYear
      valuePerYear {
        value
        low
        high
      }
      reason
    }
    provenance {
      notes
    }
  }
}
    `) as unknown as TypedDocumentString<BreachEffectQuery, BreachEffectQueryVariables>;
export const CacByChannelDocument = new TypedDocumentString(`
    query CacByChannel {
  acquisition(
    period: {last: "P365D"}
    options: {model: FIRST_TOUCH, costScope: FULLY_LOADED}
  ) {
    newCustomers
    spend {
      amount {
        amount
        currency
      }
      reason
    }
    cac {
      perCustomer {
        amount
      }
      reason
    }
    ads: cac(scope: MEDIA) {
      perCustomer {
        amount
      }
    }
    mer {
      value
    }
    aMer {
      value
    }
    poas {
      value
      reason
    }
    breakEvenRoas {
      value
      reason
    }
    byChannel {
      channel {
        name
        kind
      }
      performance {
        ...Costs
      }
    }
    byCampaign {
      campaign {
        name
      }
      performance {
        ...Costs
      }
    }
    provenance {
      method
      formula
      notes
      inputs {
        stream
        rows
      }
    }
  }
}
    fragment Costs on AcquisitionPerformance {
  newCustomers
  spend {
    amount {
      amount
    }
    reason
  }
  cac {
    perCustomer {
      amount
    }
    reason
  }
}`) as unknown as TypedDocumentString<CacByChannelQuery, CacByChannelQueryVariables>;
export const CampaignAdviceDocument = new TypedDocumentString(`
    query CampaignAdvice {
  campaigns(first: 20, sort: {key: SPEND, period: {last: "P365D"}}) {
    nodes {
      name
      channel {
        name
      }
      advice(period: {last: "P365D"}) {
        steps {
          action
          title
          reason
          budgetShift {
            amount
            currency
          }
          customers {
            expected
            low
            high
          }
          valueChange {
            expected {
              amount
            }
          }
          expectedGain {
            expected {
              amount
            }
            low {
              amount
            }
            high {
              amount
            }
          }
          lookalike {
            description
            filter
            size
          }
        }
        reason
        valueReason
        averageCac {
          amount
        }
        marginalCac {
          expected {
            amount
          }
          low {
            amount
          }
          high {
            amount
          }
        }
        maximumCac {
          amount
        }
        lifetimeValue {
          amount
        }
        response {
          elasticity
          low
          high
          weeks
          reason
        }
        provenance {
          method
          formula
          notes
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignAdviceQuery, CampaignAdviceQueryVariables>;
export const CampaignValueDocument = new TypedDocumentString(`
    query CampaignValue {
  campaigns(first: 20, sort: {key: LTV_TO_CAC, period: {last: "P365D"}}) {
    nodes {
      name
      channel {
        name
      }
      performance(period: {last: "P365D"}) {
        spend {
          amount {
            amount
            currency
          }
          reason
        }
        newCustomers
        cac {
          perCustomer {
            amount
          }
          reason
        }
        ltvToCac {
          value
          low
          high
          reason
        }
        payback {
          months
          notYet
          recovered
          reason
        }
        curve {
          month
          perCustomer {
            amount
          }
          recovered
          complete
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignValueQuery, CampaignValueQueryVariables>;
export const CartAbandonmentDocument = new TypedDocumentString(`
    query CartAbandonment {
  gross: cpi(key: "cart-abandonment") {
    reading(period: {last: "P90D"}) {
      value
      numerator
      denominator
      low
      high
    }
    byDevice: by(dimension: "device", period: {last: "P90D"}) {
      key
      reading {
        value
        denominator
      }
    }
    history(period: {last: "P90D"}, grain: WEEK) {
      period
      value
      complete
    }
  }
  net: cpi(key: "cart-abandonment-net") {
    reading(period: {last: "P90D"}) {
      value
      numerator
      denominator
      pending
    }
  }
  checkouts: cpi(key: "checkout-abandonment") {
    reading(period: {last: "P90D"}) {
      value
      numerator
      denominator
    }
  }
}
    `) as unknown as TypedDocumentString<CartAbandonmentQuery, CartAbandonmentQueryVariables>;
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
export const CpisDocument = new TypedDocumentString(`
    query Cpis {
  cpis {
    key
    name
    area
    question
    formula
    target
    higherIsBetter
    reading(period: {last: "P90D"}) {
      value
      reason
      numerator
      denominator
      pending
      excluded {
        reason
        count
      }
      low
      high
      target
      status
    }
    history(period: {last: "P12M"}, grain: MONTH) {
      period
      value
      status
      complete
    }
  }
}
    `) as unknown as TypedDocumentString<CpisQuery, CpisQueryVariables>;
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
export const IncrementalityDocument = new TypedDocumentString(`
    query Incrementality {
  experiments(first: 10) {
    nodes {
      name
      hypothesis
      kind
      state
      design
      channel {
        name
      }
      campaign {
        name
      }
      sizes {
        treated
        control
      }
      result {
        ...Shown
        sampleRatio {
          expected
          observed
          pValue
        }
        balance {
          covariate
          treated
          control
          standardised
        }
        history {
          correlation
          varianceReduction
        }
      }
      netSales: result(outcome: NET_SALES) {
        ...Shown
        currency
        returnOnCost {
          value
          low
          high
        }
      }
    }
  }
  experimentPlan(
    design: {holdOut: {filter: {orders: {gte: 1}}, seed: "next letter", controlShare: 0.2}}
    outcome: BUYERS
    days: {from: "2025-07-01", to: "2025-08-31"}
  ) {
    sizes {
      treated
      control
    }
    usual
    leastEffect
    leastRelativeEffect
    reason
  }
}
    fragment Shown on ExperimentResult {
  outcome
  through
  final
  treated {
    units
    total
    mean
  }
  control {
    units
    total
    mean
  }
  lift {
    value
    low
    high
    pValue
  }
  relativeLift {
    value
    low
    high
  }
  incremental {
    value
    low
    high
  }
  reason
  attributed
  lastTouch: attributed(model: LAST_TOUCH)
  costPerIncremental {
    value
    low
    high
  }
  provenance {
    formula
    notes
  }
}`) as unknown as TypedDocumentString<IncrementalityQuery, IncrementalityQueryVariables>;
export const InsightsDocument = new TypedDocumentString(`
    query Insights {
  insights(first: 100, severity: [OPPORTUNITY, WARNING, CRITICAL]) {
    totalCount
    nodes {
      id
      kind
      severity
      title
      body
      grain
      firstDay
      lastDay
      foundAt
      cpi {
        name
      }
      metric {
        name
      }
      figures {
        name
        value
      }
      provenance {
        method
        formula
        dataThrough
        inputs {
          stream
          rows
        }
      }
    }
  }
  alertRules {
    name
    cpi
    metric
    kinds
    quietDays
    enabled
  }
}
    `) as unknown as TypedDocumentString<InsightsQuery, InsightsQueryVariables>;
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
  cpis {
    key
    question
    reading(period: {last: "P12M"}) {
      value
      numerator
      denominator
      low
      high
      status
    }
  }
}
    `) as unknown as TypedDocumentString<KpisQuery, KpisQueryVariables>;
export const LeadsDocument = new TypedDocumentString(`
    query Leads {
  leads: metric(
    key: "leads"
    period: {last: "P12M"}
    grain: MONTH
    breakdown: "origin"
  ) {
    ...LeadFigure
  }
  won: metric(key: "lead_win_rate", period: {last: "P12M"}, breakdown: "origin") {
    ...LeadFigure
  }
  days: metric(
    key: "days_to_win"
    period: {last: "P12M"}
    breakdown: "lead_segment"
  ) {
    ...LeadFigure
  }
}
    fragment LeadFigure on MetricResult {
  total {
    value
    reason
    numerator
    denominator
    low
    high
  }
  series {
    period
    value
  }
  groups {
    key
    total {
      value
      numerator
      denominator
      low
      high
    }
  }
  provenance {
    formula
    notes
  }
}`) as unknown as TypedDocumentString<LeadsQuery, LeadsQueryVariables>;
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
export const LoyalChannelsDocument = new TypedDocumentString(`
    query LoyalChannels {
  channels(first: 20, sort: {key: LOYAL_SHARE, period: {last: "P2Y"}}) {
    totalCount
    nodes {
      name
      kind
      performance(period: {last: "P2Y"}) {
        newCustomers
        loyalShare {
          value
          low
          high
          numerator
          denominator
        }
        repeatRate {
          value
        }
        churnRate {
          value
          reason
        }
        predictedLtv {
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
          modelOf
          reason
        }
        cac {
          perCustomer {
            amount
          }
          reason
        }
        ltvToCac {
          value
          low
          high
          reason
        }
        topSegments(first: 2) {
          segment {
            name
          }
          share
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LoyalChannelsQuery, LoyalChannelsQueryVariables>;
export const MarketingCostsDocument = new TypedDocumentString(`
    query MarketingCosts {
  costs: metric(
    key: "marketing_costs"
    period: {last: "P12M"}
    grain: MONTH
    breakdown: "cost_kind"
  ) {
    currency
    total {
      value
      reason
    }
    series {
      period
      value
    }
    groups {
      key
      label
      total {
        value
      }
    }
    provenance {
      formula
      notes
    }
  }
  blended: metric(key: "blended_cac", period: {last: "P12M"}, grain: MONTH) {
    ...CostFigure
  }
  paid: metric(key: "paid_cac", period: {last: "P12M"}, breakdown: "campaign") {
    ...CostFigure
    groups {
      label
      total {
        value
        reason
        numerator
        denominator
      }
    }
  }
  newCustomer: metric(key: "new_customer_cac", period: {last: "P12M"}) {
    ...CostFigure
  }
  fullyLoaded: metric(key: "fully_loaded_cac", period: {last: "P12M"}) {
    ...CostFigure
  }
  mer: metric(key: "mer", period: {last: "P12M"}) {
    ...CostFigure
  }
  amer: metric(key: "amer", period: {last: "P12M"}) {
    ...CostFigure
  }
  poas: metric(key: "poas", period: {last: "P12M"}) {
    ...CostFigure
  }
  costEntries(first: 20) {
    totalCount
    nodes {
      kind
      startsOn
      endsOn
      amount {
        amount
        currency
      }
      channel {
        name
      }
      note
    }
  }
}
    fragment CostFigure on MetricResult {
  currency
  total {
    value
    reason
    numerator
    denominator
  }
  series {
    period
    value
    reason
  }
  provenance {
    method
    formula
    notes
  }
}`) as unknown as TypedDocumentString<MarketingCostsQuery, MarketingCostsQueryVariables>;
export const MaximumSpendDocument = new TypedDocumentString(`
    query MaximumSpend {
  everybody: acquisition(period: {last: "P365D"}) {
    newCustomers
    loyalShare {
      value
      low
      high
    }
    cac {
      perCustomer {
        amount
        currency
      }
      reason
    }
    costPerLoyalCustomer {
      perCustomer {
        amount
      }
      reason
    }
    maxCac {
      ...Limits
    }
  }
  loyal: acquisition(period: {last: "P365D"}, filter: {stage: [LOYAL, VIP]}) {
    newCustomers
    maxCac {
      ...Limits
    }
    provenance {
      notes
    }
  }
  channels(first: 10, sort: {key: LTV_TO_CAC, period: {last: "P365D"}}) {
    nodes {
      name
      kind
      performance(period: {last: "P365D"}) {
        maxCac {
          ...Limits
        }
      }
    }
  }
}
    fragment Limits on MaximumCac {
  expected {
    perCustomer {
      amount
      currency
    }
    binding
    byRatio {
      amount
    }
    byPayback {
      amount
    }
    headroom {
      amount
    }
    headroomPerMonth {
      amount
    }
  }
  cautious {
    perCustomer {
      amount
    }
    binding
  }
  reason
  actual {
    perCustomer {
      amount
    }
    reason
  }
  firstOrder {
    amount
  }
}`) as unknown as TypedDocumentString<MaximumSpendQuery, MaximumSpendQueryVariables>;
export const OpeningHoursDocument = new TypedDocumentString(`
    query OpeningHours {
  calendars {
    name
    source {
      name
    }
    schedules {
      timeZone
      validFrom
      validTo
      holidays
      openings {
        weekdays
        from
        to
      }
    }
    days(from: "2025-06-01", count: 7) {
      day
      holiday
      timeZone
      openings {
        opensAt
        closesAt
      }
      openSeconds
    }
    openSeconds(from: "2024-06-30T22:00:00Z", to: "2025-06-30T22:00:00Z")
  }
}
    `) as unknown as TypedDocumentString<OpeningHoursQuery, OpeningHoursQueryVariables>;
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
        ... on TouchRecorded {
          channel
          channelKind
          campaign
          matchedOn
          counted
          order {
            number
          }
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
export const TopCustomersLetDownDocument = new TypedDocumentString(`
    query TopCustomersLetDown {
  customers(
    first: 100
    sort: {key: REVENUE}
    filter: {breach: {cpi: "on-time-delivery", period: {last: "P30D"}, count: {gte: 1}}}
  ) {
    totalCount
    nodes {
      id
      name
      value {
        revenue {
          amount
          currency
        }
      }
      breaches(
        first: 5
        cpi: ["on-time-delivery", "first-response", "quotes-answered", "refund-time"]
      ) {
        totalCount
        nodes {
          at
          dueAt
          subject
          cpi {
            key
            name
          }
          order {
            number
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<TopCustomersLetDownQuery, TopCustomersLetDownQueryVariables>;
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
export const TouchCoverageDocument = new TypedDocumentString(`
    query TouchCoverage {
  touchCoverage(period: {last: "P12M"}) {
    firstOrders {
      ...known
    }
    orders {
      ...known
    }
    byConsent {
      consent
      coverage {
        ...known
      }
    }
    matches {
      matchedOn
      touches
      origins
    }
    ofNobody {
      ...known
    }
    unmatchedCampaigns(first: 20) {
      count
      campaigns {
        utmCampaign
        utmSource
        utmMedium
        channel {
          name
          kind
        }
        touches
        orders
        lastDay
      }
    }
    provenance {
      formula
      inputs {
        stream
        rows
      }
    }
  }
}
    fragment known on CountedShare {
  part
  whole
  share
  low
  high
  reason
}`) as unknown as TypedDocumentString<TouchCoverageQuery, TouchCoverageQueryVariables>;
export const WhatIfDocument = new TypedDocumentString(`
    query WhatIf($period: PeriodInput!) {
  now: acquisition(period: $period) {
    ...Scenario
  }
  stricterRatio: acquisition(period: $period, options: {targetRatio: 4}) {
    ...Scenario
  }
  threeYears: acquisition(period: $period, options: {horizon: "P3Y"}) {
    ...Scenario
  }
  paidBackInAQuarter: acquisition(
    period: $period
    options: {paybackMonths: 3, cashCap: "40"}
  ) {
    ...Scenario
  }
  thinnerMargin: acquisition(period: $period, options: {marginShare: 0.3}) {
    ...Scenario
  }
  allCosts: acquisition(
    period: $period
    options: {costScope: FULLY_LOADED, base: CM2}
  ) {
    ...Scenario
  }
  byLastTouch: channels(first: 10) {
    nodes {
      name
      performance(period: $period, options: {model: LAST_TOUCH, lookBack: "P7D"}) {
        ...Scenario
      }
    }
  }
  byAllTouches: channels(first: 10) {
    nodes {
      name
      performance(period: $period, options: {model: LINEAR, lookBack: "P60D"}) {
        ...Scenario
      }
    }
  }
}
    fragment Scenario on AcquisitionPerformance {
  cac {
    perCustomer {
      amount
      currency
    }
    reason
  }
  payback {
    months
    notYet
    recovered
    reason
  }
  ltvToCac {
    value
    low
    high
    reason
  }
  maxCac {
    expected {
      perCustomer {
        amount
      }
      binding
      headroom {
        amount
      }
    }
    reason
  }
}`) as unknown as TypedDocumentString<WhatIfQuery, WhatIfQueryVariables>;
export const WorthInFutureDocument = new TypedDocumentString(`
    query WorthInFuture {
  acquisition(period: {last: "P365D"}) {
    inOneYear: predictedLtv(horizon: "P365D", base: NET) {
      ...Lifetime
    }
    inThreeYears: predictedLtv(horizon: "P1095D", base: NET) {
      ...Lifetime
    }
    marginInThreeYears: predictedLtv(horizon: "P1095D", base: CM1) {
      ...Lifetime
    }
  }
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
    fragment Lifetime on LifetimeValue {
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
  soFar {
    amount
  }
  model
  reason
}`) as unknown as TypedDocumentString<WorthInFutureQuery, WorthInFutureQueryVariables>;
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
    margin: ltv(base: CM1) {
      perCustomer {
        amount
      }
      reason
    }
    cac {
      perCustomer {
        amount
      }
      reason
    }
    provenance {
      formula
      dataThrough
    }
  }
}
    `) as unknown as TypedDocumentString<WorthTodayQuery, WorthTodayQueryVariables>;