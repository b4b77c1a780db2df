import type { DraftType } from '../../../src/sdk/index.ts';

/** What files are called that hold these records; the first that fits counts. */
export const fileNames: readonly [type: DraftType, name: RegExp][] = [
  ['refundLine', /refund_?(line|item)/],
  ['refund', /refund|return|chargeback|credit_?note/],
  ['survey', /review|survey|nps|csat|ces_|rating|feedback/],
  ['line', /line|item|basket|position|detail/],
  ['payment', /payment|payout/],
  ['delivery', /deliver|shipment|shipping|fulfil/],
  ['ticketEvent', /ticket_?(event|comment|history)/],
  ['ticket', /ticket|support|helpdesk|conversation/],
  ['lead', /lead|mql|prospect/],
  ['adSpend', /spend|ad_?(cost|report|insight|s_)|ads$|kag/],
  ['touch', /touch|session|visit|attribution/],
  ['consent', /consent|opt_?in|subscriber/],
  ['cart', /cart|checkout/],
  ['quoteRequest', /quote_?request|inquir|rfq/],
  ['quote', /quote|offer|proposal/],
  ['identity', /identit|identifier|alias/],
  ['category', /categor(y|ies)$|^categor/],
  ['variant', /variant/],
  ['cost', /cost|cogs/],
  ['rate', /exchange|fx_|_rate/],
  ['campaign', /campaign/],
  ['channel', /channel/],
  ['product', /product|catalog|article|sku/],
  ['discount', /discount|coupon|voucher/],
  ['event', /event|activit|engagement|opens|clicks/],
  ['customer', /customer|client|user|contact|member|people|person/],
  ['order', /order|purchase|sale|invoice|transaction/],
];

/** What columns are called that fill a field; the first pattern that fits a column counts. Besides, every field has its own name. */
type Names = Record<string, readonly RegExp[]>;

const person: Names = {
  customerKey: [/^(customer|client|user|member|contact|buyer)_?(id|key|no|nr|number)?$/],
  email: [/e_?mail/, /^mail$/],
  phone: [/phone|mobile/],
};
const orderKey = [/^(order|invoice|purchase)_?(id|key|no|nr|number)?$/];
const productKey = [/^(product|item|article|stock)_?(id|key|no|nr|number|code)$/, /^sku$/];
const campaignKey = [/campaign_?(id|key)$/, /^(?!utm_).*campaign/];
const channelKey = [/channel/, /^source$/];
const currency = [/currency/];
const day = [/^(day|date)$/, /date|day/];

export const columnNames: Partial<Record<DraftType, Names>> = {
  customer: {
    personKey: [/unique_id|person_id|loyalty/],
    name: [/^(full|customer|client|contact)?_?name$/],
    ...person,
    country: [/country_?(code|iso)?$/],
    region: [/state|region|province/],
    city: [/city|town/],
    createdAt: [/created|registered|sign_?up|joined|since/],
  },
  identity: { ...person, kind: [/kind|type/], value: [/value|identifier/] },
  consent: {
    ...person,
    channel: [/channel/],
    granted: [/granted|consent|opt_?in|subscribed|status/],
    since: [/since|date|_at$/],
  },
  category: { name: [/name|title/], parentKey: [/parent/] },
  product: {
    title: [/^(product_?)?(title|name)$/, /description/],
    sku: [/sku/],
    categoryKey: [/category/],
    price: [/price/],
    currency,
  },
  variant: { productKey, title: [/title|name/], sku: [/sku/], price: [/price/], currency },
  cost: { productKey, since: [/since|from|date/], cost: [/cost/], currency },
  order: {
    ...person,
    number: [/^order_?(number|name)$/],
    placedAt: [
      /purchase|placed|ordered/,
      /order_?(date|time)|invoice_?date/,
      /^(at|date|day|time|timestamp)$/,
      /created/,
      /./,
    ],
    status: [/status|state$/],
    cancelledAt: [/cancel/],
    salesChannel: [/channel/],
    currency,
    total: [
      /^(grand_?|order_?)?total(_?(price|amount|paid))?$/,
      /^(amount|revenue|value|dollar_value|sales)$/,
      /value|amount|total/,
    ],
    discount: [/discount/],
    shipping: [/shipping|freight/],
    tax: [/tax|vat/],
  },
  line: {
    productKey,
    title: [/title|^name$|description/],
    quantity: [/quantity|qty|units/],
    unitPrice: [/unit_?price/, /price/],
    discount: [/discount/],
    shipping: [/freight|shipping_?(cost|price|value|amount)/],
    tax: [/tax|vat/],
  },
  refund: {
    refundedAt: [/refund.*(date|_at)/, /date|_at$/],
    merchandise: [/amount|value|total|refund/],
    reason: [/reason|note/],
    currency,
  },
  payment: {
    paidAt: [/paid|date|_at$/],
    method: [/method|gateway|payment_type|^type$/],
    status: [/status/],
    amount: [/amount|value|total/],
    fee: [/fee/],
    installments: [/installments?/],
    currency,
  },
  delivery: {
    promisedAt: [/estimated|promised|expected|eta$|due/],
    shippedAt: [/shipped|carrier_date|dispatched|handed/],
    deliveredAt: [/delivered|arrived/],
    carrier: [/carrier$|carrier_name/],
    status: [/status/],
  },
  survey: {
    ...person,
    productKey,
    ticketKey: [/ticket/],
    score: [/score|rating|stars|grade/],
    sentAt: [/sent|creat/],
    answeredAt: [/answer|respon|submitted/, /date|_at$/],
    comment: [/message|verbatim|text/, /comment/],
  },
  lead: {
    ...person,
    firstContactAt: [/first_contact|created|date/],
    origin: [/origin|source|channel/],
    landing: [/landing/],
    status: [/status|stage/],
    wonAt: [/won|closed|converted/],
    segment: [/segment/],
  },
  adSpend: {
    day,
    channelKey,
    campaignKey,
    adSetKey: [/ad_?(set|group)/],
    ad: [/^ad(_?(id|name))?$/],
    spend: [/spend|spent|cost/],
    currency,
    impressions: [/impressions/],
    clicks: [/clicks/],
    conversions: [/approved|conversions?/],
  },
  ticket: {
    ...person,
    subject: [/subject|title/],
    channel: [/channel|via/],
    priority: [/priority/],
    status: [/status|state/],
    openedAt: [/opened|created|date/],
    firstReplyAt: [/first_?(reply|response)/],
    solvedAt: [/solved|resolved|closed/],
    reopens: [/reopen/],
  },
  event: {
    ...person,
    at: [/^(at|time|timestamp)$/, /time|date|_at$/],
    kind: [/event|kind|type|action/],
    channel: [/channel/],
    campaignKey,
  },
  touch: {
    ...person,
    at: [/time|date|_at$/],
    kind: [/kind|type/],
    utmSource: [/utm_?source/],
    utmMedium: [/utm_?medium/],
    utmCampaign: [/utm_?campaign/],
    utmId: [/utm_?id/],
    channelKey,
    campaignKey,
    referrer: [/referr?er/],
    landing: [/landing/],
    device: [/device/],
  },
  cart: {
    ...person,
    startedAt: [/started|created|date/],
    completedAt: [/completed|converted/],
    total: [/total|value/],
    currency,
  },
  quote: {
    ...person,
    sentAt: [/sent|created|date/],
    decidedAt: [/decided|closed|accepted/],
    status: [/status|stage/],
    total: [/total|amount|value/],
    currency,
  },
  quoteRequest: { ...person, requestedAt: [/requested|created|date/], subject: [/subject|title/] },
};

/** Every record that belongs to an order names it alike. */
export const references: Names = { orderKey, customerKey: person['customerKey']!, campaignKey };

/** What statuses are called elsewhere; the first that fits counts. */
export const statusNames: Partial<Record<DraftType, readonly [means: string, name: RegExp][]>> = {
  order: [
    ['REFUNDED', /refund|return/],
    ['CANCELLED', /cancel|unavailable|void/],
    ['FAILED', /fail|declin|reject/],
    ['DRAFT', /draft/],
    ['FULFILLED', /deliver|complete|fulfil|closed|done/],
    ['PENDING', /pending|created|new|open|hold|await/],
    ['PAID', /./],
  ],
  delivery: [
    ['CANCELLED', /cancel|unavailable|void/],
    ['RETURNED', /return/],
    ['LOST', /lost/],
    ['DELIVERED', /deliver|complete|arriv/],
    ['SHIPPED', /ship|transit|dispatch|sent/],
    ['PENDING', /./],
  ],
  ticket: [
    ['SOLVED', /solved|resolved|done/],
    ['CLOSED', /closed/],
    ['SPAM', /spam/],
    ['MERGED', /merged/],
    ['PENDING', /pending|hold|wait/],
    ['OPEN', /./],
  ],
  lead: [
    ['WON', /won|convert|customer/],
    ['LOST', /lost|disqualif|reject/],
    ['OPEN', /./],
  ],
  quote: [
    ['WON', /won|accept|signed/],
    ['LOST', /lost|declin|reject/],
    ['EXPIRED', /expir/],
    ['DRAFT', /draft/],
    ['SENT', /./],
  ],
};
