import type { Arm } from './experiments/arm.ts';
import type { RfmGroup } from './rfm/groups.ts';
import type { LifecycleStage } from './lifecycle/stages.ts';
import type { When } from './when.ts';

export interface IntRange {
  gte?: number;
  lte?: number;
}
export interface DecimalRange {
  gte?: string;
  lte?: string;
}

/** So many times in a stretch of days; at least once where no count is given. */
export interface Times {
  period: When;
  count?: IntRange;
}

/** What a first touch came from; each field given must hold. */
export interface Origin {
  /** Names or kinds of channels, such as "Google Ads" or PAID_SEARCH. */
  channel?: string[];
  /** Ids of channels. */
  channelId?: string[];
  /** Names of campaigns, as the ad platform or utm_campaign tells them. */
  campaign?: string[];
  /** Ids of campaigns. */
  campaignId?: string[];
}

export const consentChannels = ['EMAIL', 'SMS', 'PUSH', 'PHONE', 'MAIL', 'ADS'] as const;

/** What can be asked of customers; several fields in one filter must all hold. A segment is one of these, saved. */
export interface CustomerFilter {
  all?: CustomerFilter[];
  any?: CustomerFilter[];
  not?: CustomerFilter;
  /** Part of a name, e-mail or phone number. */
  search?: string;
  /** Id of a built-in or saved segment. */
  segment?: string;
  rfm?: RfmGroup[];
  stage?: LifecycleStage[];
  firstSeen?: When;
  /** First purchase. */
  firstOrdered?: When;
  /** Last purchase. */
  lastOrdered?: When;
  ordered?: Times;
  /** Promises of a delivery that were broken, each on the day it should have arrived. */
  lateDelivery?: Times;
  /** Promises that a CPI, named by its key, counts as broken, each on the day it broke. */
  breach?: Times & { cpi: string };
  /** Purchases so far. */
  orders?: IntRange;
  /** Mean days between purchases, of those who bought on two days or more. */
  daysBetweenOrders?: DecimalRange;
  /** Net sales so far, in the workspace's currency. */
  revenue?: DecimalRange;
  /** Net sales per purchase. */
  averageOrder?: DecimalRange;
  /** Net sales expected of the next twelve months. */
  predictedValue?: DecimalRange;
  /** Probability of ever buying again, 0 to 1. */
  alive?: DecimalRange;
  /** Product ids. */
  bought?: string[];
  /** Category ids; what is in a category below counts. */
  boughtIn?: string[];
  /** The first touch before the first purchase. */
  acquiredBy?: Origin;
  /** The newest word on a channel. Who never said anything neither granted nor refused. */
  consent?: { channel: (typeof consentChannels)[number]; granted: boolean };
  country?: string[];
  /** Source ids. */
  source?: string[];
  /** A random share of all customers, the same ones for the same seed; a larger share holds the smaller one. */
  sample?: { seed: string; share: number };
  /** Put on that side of an experiment at its start. */
  experimentArm?: { experiment: string; arm: Arm };
}

/** Whether it looks for a person by name, e-mail or phone. */
export const searches = ({ search, all = [], any = [], not }: CustomerFilter): boolean =>
  search !== undefined || [...all, ...any, ...(not ? [not] : [])].some(searches);
