/**
 * What is planted in the demo business. Time is in weeks for the purchase process, money in euro cents where not said
 * otherwise. Everything the generator draws follows from here and the seed.
 */

export interface Channel {
  key: string;
  name: string;
  kind: 'PAID_SEARCH' | 'PAID_SOCIAL' | 'AFFILIATE' | 'EMAIL' | 'ORGANIC_SEARCH' | 'REFERRAL' | 'DIRECT' | 'OTHER';
  /** Share of the buyers it acquires. */
  share: number;
  /** BG/NBD: purchases per week ~ Gamma(r, rate alpha); dropout after each repeat purchase ~ Beta(a, b). */
  r: number;
  alpha: number;
  a: number;
  b: number;
  /** Gamma-Gamma scale in euro: gross merchandise of an order ~ Gamma(p, rate ν), ν ~ Gamma(q, rate v). */
  v: number;
  source: string;
  medium: string;
  referrer: string | null;
  clickId: string | null;
}

/** Gamma-Gamma shapes, the same in all channels; the mean order of a channel is p·v/(q-1). */
export const spendShape = { p: 6, q: 5 };

const row = (
  key: string,
  name: string,
  kind: Channel['kind'],
  share: number,
  process: number[],
  visit: (string | null)[],
): Channel => {
  const [r, alpha, a, b, v] = process as [number, number, number, number, number];
  const [source, medium, referrer, clickId] = visit as [string, string, string | null, string | null];
  return { key, name, kind, share, r, alpha, a, b, v, source, medium, referrer, clickId };
};

export const channels: readonly Channel[] = [
  row(
    'organic',
    'Organic search',
    'ORGANIC_SEARCH',
    0.2,
    [0.9, 14, 0.8, 2.6, 36],
    ['google', 'organic', 'https://search.example/', null],
  ),
  row(
    'search',
    'Paid search',
    'PAID_SEARCH',
    0.2,
    [0.8, 14, 0.9, 2.6, 38],
    ['google', 'cpc', 'https://search.example/', 'gclid'],
  ),
  row(
    'social',
    'Paid social',
    'PAID_SOCIAL',
    0.2,
    [0.5, 15, 1.2, 2.2, 27],
    ['facebook', 'paid_social', 'https://social.example/', 'fbclid'],
  ),
  row('mail', 'E-mail', 'EMAIL', 0.07, [1.2, 15, 0.6, 3, 41], ['newsletter', 'email', null, null]),
  row(
    'referral',
    'Referral',
    'REFERRAL',
    0.08,
    [1.3, 15, 0.6, 3.2, 44],
    ['blog', 'referral', 'https://coffee-blog.example/', null],
  ),
  row(
    'affiliate',
    'Affiliate',
    'AFFILIATE',
    0.08,
    [0.45, 16, 1.4, 2.2, 25],
    ['vouchers', 'affiliate', 'https://vouchers.example/', null],
  ),
  row('direct', 'Direct', 'DIRECT', 0.1, [1, 15, 0.7, 2.8, 40], ['(direct)', '(none)', null, null]),
  row(
    'market',
    'Marketplace',
    'OTHER',
    0.07,
    [0.35, 16, 1.2, 2.4, 30],
    ['market', 'marketplace', 'https://market.example/', null],
  ),
];

export interface Campaign {
  key: string;
  name: string;
  channel: string;
  /** Share of the channel's buyers. */
  share: number;
  /** Ad spend in euro for each customer that it acquires, over the three years. */
  cac: number;
  /** "MM-DD" from and to, for a campaign that runs every year for some weeks. */
  runs?: readonly [string, string];
}

export const campaigns: readonly Campaign[] = [
  { key: 'brand', name: 'Brand', channel: 'search', share: 0.35, cac: 9 },
  { key: 'generic', name: 'Coffee, generic', channel: 'search', share: 0.45, cac: 24 },
  { key: 'machines', name: 'Espresso machines', channel: 'search', share: 0.2, cac: 38 },
  { key: 'prospecting', name: 'Prospecting', channel: 'social', share: 0.4, cac: 34 },
  { key: 'lookalike', name: 'Look-alikes of good customers', channel: 'social', share: 0.25, cac: 27 },
  { key: 'retargeting', name: 'Retargeting', channel: 'social', share: 0.2, cac: 18 },
  { key: 'christmas', name: 'Christmas presents', channel: 'social', share: 0.15, cac: 30, runs: ['10-25', '12-22'] },
  { key: 'vouchers', name: 'Voucher sites', channel: 'affiliate', share: 0.6, cac: 12 },
  { key: 'cashback', name: 'Cash-back', channel: 'affiliate', share: 0.4, cac: 16 },
];

/** The ad account of each paid channel: what it spends is in its own currency and on its own days. */
export const adAccounts: Readonly<Record<string, { zone: string; currency: 'EUR' | 'USD' }>> = {
  search: { zone: 'Europe/Rome', currency: 'EUR' },
  social: { zone: 'America/New_York', currency: 'USD' },
  affiliate: { zone: 'Europe/Rome', currency: 'EUR' },
};

/** Customers acquired grow with budget ^ elasticity: twice the budget brings 1.52 times the customers. */
export const spendElasticity = 0.6;
/** Budgets change every four weeks, to one of these multiples of the campaign's usual one. */
export const budgetLevels = [0.5, 0.8, 1, 1.3, 2];

/** First purchases by month of the year, January first; and how they grow from start to end. */
export const yearlyPattern = [0.85, 0.9, 0.95, 0.95, 0.95, 0.9, 0.75, 0.7, 1, 1.05, 1.55, 2.1];
export const growth = 1.6;
/** All orders by ISO weekday and by hour of the day. */
export const weekdayPattern = [1.1, 1.05, 1, 1, 0.95, 0.85, 1.05];
export const hourPattern = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 11, 11, 10, 9, 9, 9, 10, 11, 13, 14, 13, 9, 5];

/** Buying `first` puts `second` into the basket with this probability, beside what brings it there anyway. */
export const pairs: readonly { first: string; second: string; probability: number }[] = [
  { first: 'moka-1', second: 'care-10', probability: 0.5 },
  { first: 'filter-2', second: 'care-11', probability: 0.45 },
  { first: 'grinder-1', second: 'care-12', probability: 0.4 },
  { first: 'cups-3', second: 'tea-12', probability: 0.35 },
  { first: 'beans-5', second: 'ground-12', probability: 0.3 },
];
/** A repeat order begins with a product of the order before with this probability. */
export const repeatPreference = 0.35;

export const countries = [
  { code: 'IT', share: 0.5, currency: 'EUR', vat: 220 },
  { code: 'DE', share: 0.16, currency: 'EUR', vat: 190 },
  { code: 'FR', share: 0.16, currency: 'EUR', vat: 200 },
  { code: 'GB', share: 0.1, currency: 'GBP', vat: 200 },
  { code: 'CH', share: 0.08, currency: 'CHF', vat: 81 },
] as const;
export type Country = (typeof countries)[number];
export type Currency = Country['currency'] | 'USD';

/** Shares of persons. */
export const people = {
  buyers: 0.94,
  business: 0.04,
  guestsForEver: 0.08,
  guestsAtFirst: 0.12,
  secondAccount: 0.1,
  trackingRefused: 0.1,
};
/** Orders per purchase that are none, and what befalls purchases. */
export const mishaps = {
  failed: 0.02,
  cancelled: 0.025,
  cancelledWithoutDate: 0.1,
  freeOfCharge: 0.004,
  exchange: 0.003,
  giftCardOnly: 0.006,
  giftCardLine: 0.008,
  anonymousPerCustomer: 0.035,
  testPerCustomer: 0.002,
  discount: 0.2,
  partialRefund: 0.05,
  fullRefund: 0.02,
  chargeback: 0.003,
  restocked: 0.6,
};

/**
 * The odds that a delivery is late where the customer buys again within `returnDays`; `lateEffect` of the settings
 * multiplies them where not. So the odds of buying again after a late delivery are 1 / lateEffect of those after one
 * on time, while the purchase process itself stays exactly as planted.
 */
export const deliveries = {
  returnDays: 120,
  usualOdds: 0.06,
  decemberOdds: 0.14,
  strikeOdds: 0.9,
  /** Share of the late ones that come on the promised day, only after the promised hour. */
  lateOnTheDay: 0.1,
  complete: 0.97,
  completeDuringStrike: 0.88,
  completenessUnknown: 0.02,
  lost: 0.005,
  neverScanned: 0.006,
  returned: 0.004,
  twoParcels: 0.06,
};

export const service = {
  ticketPerOrder: 0.05,
  ticketPerLateOrder: 0.3,
  /** First public reply of an agent within `replyTarget` business minutes. */
  replyTarget: 240,
  repliedInTime: 0.84,
  /** Solved for the last time within `solveTarget` business minutes where never reopened. */
  solveTarget: 960,
  solvedInTime: 0.78,
  reopened: 0.08,
  spam: 0.02,
  merged: 0.02,
};

export const quotes = { perOrder: 0.6, lostPerPerson: 0.9, answerTarget: 480, answeredInTime: 0.8 };

/** Businesses that ask about regular supplies, by where they came from, and the chance to win one. */
export const leadOrigins = [
  { name: 'Fair', share: 0.15, winRate: 0.3 },
  { name: 'Recommendation', share: 0.2, winRate: 0.24 },
  { name: 'Organic search', share: 0.3, winRate: 0.12 },
  { name: 'Paid search', share: 0.25, winRate: 0.1 },
  { name: 'Directory', share: 0.1, winRate: 0.04 },
] as const;
export type LeadOrigin = (typeof leadOrigins)[number];
/** Days from the first contact to the decision are log-normal; a few deals are dated before their contact. */
export const leads = { perCustomer: 0.1, medianDays: 14, spread: 0.7, wonEarly: 0.01 };

/** Carts were recorded in the last year only. */
export const carts = {
  recordedDays: 365,
  /** Abandoned carts of known customers for each completed one, by device. */
  abandonedPerCompleted: { mobile: 1.2, desktop: 0.6 },
  anonymousPerCompleted: 0.25,
  /** Share of purchases that an abandoned cart preceded by at most six days. */
  recovered: 0.15,
  checkoutReached: 0.35,
};

export const surveys = {
  /** Chances of 1 to 5 stars. */
  reviewOnTime: [0.03, 0.04, 0.09, 0.28, 0.56],
  reviewLate: [0.38, 0.22, 0.16, 0.14, 0.1],
  reviewed: 0.16,
  npsAsked: 0.1,
  npsAnswered: 0.35,
  /** Chances of promoter, passive, detractor. */
  npsOnTime: [0.56, 0.28, 0.16],
  npsLate: [0.18, 0.27, 0.55],
  ticketAsked: 0.8,
  ticketAnswered: 0.4,
};

/** Products looked at were recorded in the last year only, some without their stock; refunds asked for, all the time. */
export const shopEvents = {
  recordedDays: 365,
  viewsPerPurchase: 1.5,
  stockOut: 0.05,
  /** Share of the refunds that follow the request within ten days; days from request to refund. */
  refundedInTime: 0.85,
  fastRefund: [0.1, 9.9],
  slowRefund: [10.1, 20],
  /** Share of the purchases whose refund is asked for and never given. */
  neverRefunded: 0.004,
} as const;
