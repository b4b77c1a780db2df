import { z } from 'zod';
import { count, country, currency, day, decimal, instant, key, text, timeZone } from './fields.ts';

/**
 * What a connector's `map` returns: records of the unified model in the source's own keys. A reference such as `orderKey`
 * may name a record that has not arrived yet. Amounts are exact decimal strings in the record's `currency`. A field that is
 * left out leaves what is stored as it is.
 */

/** Who a record belongs to: the source's customer key, or for guests the contact on the record itself. */
const person = { customerKey: key.optional(), email: text.optional(), phone: text.optional() };

const draft = {
  customer: z.strictObject({
    key,
    name: text.optional(),
    email: text.optional(),
    phone: text.optional(),
    country: country.optional(),
    region: text.optional(),
    city: text.optional(),
    /** When the source first knew the customer. */
    createdAt: instant.optional(),
    /** An id of the person that other records or sources share, such as a loyalty number. */
    personKey: key.optional(),
    /** The group that the source itself puts the customer into by what they bought, in its own words. */
    sourceGroup: text.optional(),
  }),
  /** A further identifier of a customer. */
  identity: z.strictObject({
    key,
    customerKey: key,
    kind: z.enum(['EMAIL', 'PHONE', 'PERSON', 'LOYALTY_CARD', 'DEVICE']),
    value: text,
  }),
  consent: z.strictObject({
    key,
    ...person,
    channel: z.enum(['EMAIL', 'SMS', 'PUSH', 'PHONE', 'MAIL', 'ADS']),
    granted: z.boolean(),
    since: instant,
  }),
  category: z.strictObject({ key, name: text, parentKey: key.optional() }),
  product: z.strictObject({
    key,
    title: text,
    sku: text.optional(),
    categoryKey: key.optional(),
    price: decimal.optional(),
    currency: currency.optional(),
    published: z.boolean().optional(),
  }),
  variant: z.strictObject({
    key,
    productKey: key,
    title: text,
    sku: text.optional(),
    price: decimal.optional(),
    currency: currency.optional(),
  }),
  /** Cost of goods: what one unit costs from a day on. */
  cost: z.strictObject({ key, productKey: key, variantKey: key.optional(), since: day, cost: decimal, currency }),
  order: z.strictObject({
    key,
    ...person,
    number: text.optional(),
    placedAt: instant,
    status: z.enum(['PENDING', 'PAID', 'FULFILLED', 'CANCELLED', 'REFUNDED', 'FAILED', 'DRAFT']),
    sourceStatus: text.optional(),
    cancelledAt: instant.optional(),
    test: z.boolean().optional(),
    kind: z.enum(['STANDARD', 'EXCHANGE', 'RENEWAL', 'WHOLESALE']).optional(),
    salesChannel: text.optional(),
    currency,
    total: decimal.optional(),
    /** On the order as a whole, not on its lines. */
    discount: decimal.optional(),
    shipping: decimal.optional(),
    tax: decimal.optional(),
    fees: decimal.optional(),
    taxesIncluded: z.boolean().optional(),
    fulfilmentCost: decimal.optional(),
  }),
  line: z.strictObject({
    key,
    orderKey: key,
    productKey: key.optional(),
    variantKey: key.optional(),
    title: text.optional(),
    quantity: decimal,
    unitPrice: decimal,
    discount: decimal.optional(),
    shipping: decimal.optional(),
    tax: decimal.optional(),
    giftCard: z.boolean().optional(),
  }),
  discount: z.strictObject({ key, orderKey: key, code: text, amount: decimal.optional() }),
  refund: z.strictObject({
    key,
    orderKey: key,
    refundedAt: instant,
    kind: z.enum(['REFUND', 'CHARGEBACK']).optional(),
    currency: currency.optional(),
    merchandise: decimal,
    shipping: decimal.optional(),
    tax: decimal.optional(),
    other: decimal.optional(),
    reason: text.optional(),
    restocked: z.boolean().optional(),
  }),
  refundLine: z.strictObject({ key, refundKey: key, lineKey: key, quantity: decimal, amount: decimal.optional() }),
  payment: z.strictObject({
    key,
    orderKey: key,
    paidAt: instant.optional(),
    method: text.optional(),
    status: text.optional(),
    amount: decimal,
    currency: currency.optional(),
    fee: decimal.optional(),
    installments: count.optional(),
  }),
  delivery: z.strictObject({
    key,
    orderKey: key,
    promisedAt: instant.optional(),
    shippedAt: instant.optional(),
    deliveredAt: instant.optional(),
    complete: z.boolean().optional(),
    status: z.enum(['PENDING', 'SHIPPED', 'DELIVERED', 'RETURNED', 'LOST', 'CANCELLED']),
    carrier: text.optional(),
  }),
  cart: z.strictObject({
    key,
    ...person,
    startedAt: instant,
    lastActiveAt: instant.optional(),
    checkoutAt: instant.optional(),
    completedAt: instant.optional(),
    orderKey: key.optional(),
    device: text.optional(),
    items: count.optional(),
    total: decimal.optional(),
    currency: currency.optional(),
  }),
  channel: z.strictObject({
    key,
    name: text,
    kind: z.enum([
      'PAID_SEARCH',
      'PAID_SOCIAL',
      'DISPLAY',
      'AFFILIATE',
      'EMAIL',
      'ORGANIC_SEARCH',
      'SOCIAL',
      'REFERRAL',
      'DIRECT',
      'OFFLINE',
      'OTHER',
    ]),
  }),
  campaign: z.strictObject({
    key,
    name: text,
    channelKey: key.optional(),
    startedOn: day.optional(),
    endedOn: day.optional(),
  }),
  adSet: z.strictObject({ key, name: text, campaignKey: key.optional() }),
  adSpend: z.strictObject({
    key,
    day: day.optional(),
    accountZone: timeZone.optional(),
    channelKey: key.optional(),
    campaignKey: key.optional(),
    adSetKey: key.optional(),
    ad: text.optional(),
    spend: decimal,
    currency,
    impressions: count.optional(),
    clicks: count.optional(),
    conversions: decimal.optional(),
  }),
  /** What marketing costs besides ads, from the first day to the last; to one day alone without `endsOn`. */
  marketingCost: z.strictObject({
    key,
    kind: z.enum(['AGENCY', 'CREATIVE', 'TOOLS', 'SALARIES', 'AFFILIATE', 'OTHER']),
    startsOn: day,
    endsOn: day.optional(),
    amount: decimal,
    currency,
    channelKey: key.optional(),
    campaignKey: key.optional(),
    note: text.optional(),
  }),
  /**
   * A contact on the way to an order. What the source does not tell of utm_* and click ids is read from the query of
   * `landing`. For a SURVEY `utmSource` is what the customer answered.
   */
  touch: z.strictObject({
    key,
    ...person,
    orderKey: key.optional(),
    at: instant,
    kind: z.enum(['SESSION', 'CLICK', 'VIEW', 'SURVEY']),
    channelKey: key.optional(),
    campaignKey: key.optional(),
    utmSource: text.optional(),
    utmMedium: text.optional(),
    utmCampaign: text.optional(),
    /** The campaign's id at the ad platform. */
    utmId: text.optional(),
    clickIdKind: text.optional(),
    clickId: text.optional(),
    referrer: text.optional(),
    landing: text.optional(),
    device: text.optional(),
  }),
  lead: z.strictObject({
    key,
    ...person,
    firstContactAt: instant.optional(),
    origin: text.optional(),
    landing: text.optional(),
    status: z.enum(['OPEN', 'WON', 'LOST']).optional(),
    wonAt: instant.optional(),
    segment: text.optional(),
  }),
  ticket: z.strictObject({
    key,
    ...person,
    orderKey: key.optional(),
    subject: text.optional(),
    channel: text.optional(),
    priority: text.optional(),
    status: z.enum(['OPEN', 'PENDING', 'SOLVED', 'CLOSED', 'MERGED', 'SPAM']),
    openedAt: instant,
    firstReplyAt: instant.optional(),
    firstSolvedAt: instant.optional(),
    solvedAt: instant.optional(),
    reopens: count.optional(),
  }),
  ticketEvent: z.strictObject({
    key,
    ticketKey: key,
    at: instant,
    /** SCHEDULE puts the ticket under the calendar that `value` names. */
    kind: z.enum(['COMMENT', 'STATUS', 'ASSIGNMENT', 'PRIORITY', 'SCHEDULE']),
    actor: z.enum(['AGENT', 'CUSTOMER', 'SYSTEM']),
    public: z.boolean().optional(),
    value: text.optional(),
  }),
  calendar: z.strictObject({
    key,
    name: text,
    timeZone,
    /** ISO weekday "1".."7" to its opening times: [["09:00", "17:00"]]; what ends before it begins runs past midnight. */
    hours: z.record(z.string().regex(/^[1-7]$/), z.array(z.tuple([z.string(), z.string()]))),
    holidays: z.array(day).optional(),
    validFrom: day.optional(),
    validTo: day.optional(),
  }),
  /** An answer to a survey; without `score` and `answeredAt` it was asked and not answered. */
  survey: z.strictObject({
    key,
    ...person,
    orderKey: key.optional(),
    ticketKey: key.optional(),
    productKey: key.optional(),
    kind: z.enum(['REVIEW', 'NPS', 'CES', 'CSAT']),
    score: decimal.optional(),
    scaleMin: decimal,
    scaleMax: decimal,
    sentAt: instant.optional(),
    answeredAt: instant.optional(),
    comment: text.optional(),
  }),
  quoteRequest: z.strictObject({ key, ...person, requestedAt: instant, subject: text.optional() }),
  quote: z.strictObject({
    key,
    ...person,
    requestKey: key.optional(),
    sentAt: instant.optional(),
    decidedAt: instant.optional(),
    status: z.enum(['DRAFT', 'SENT', 'WON', 'LOST', 'EXPIRED']),
    total: decimal.optional(),
    currency: currency.optional(),
    orderKey: key.optional(),
  }),
  event: z.strictObject({
    key,
    ...person,
    at: instant,
    kind: text,
    channel: text.optional(),
    campaignKey: key.optional(),
    properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  }),
  /** On `day` one `base` bought `rate` of `quote`. */
  rate: z.strictObject({ key, day, base: currency, quote: currency, rate: decimal }),
};

/** The schema of every draft type: validation, documentation and the list of types in one. */
export const drafts: Readonly<typeof draft> = draft;
export type DraftType = keyof typeof draft;
export type DraftData = { [T in DraftType]: z.infer<(typeof draft)[T]> };
/** One record for the unified model. */
export type Draft = { [T in DraftType]: { type: T; data: DraftData[T] } }[DraftType];
export const draftTypes = Object.keys(draft) as DraftType[];
