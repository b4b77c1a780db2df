import type { EntitySchema } from '@mikro-orm/core';
import { Category, Product, ProductCost, Variant } from '../model/catalog.ts';
import { CostEntry } from '../model/cost.ts';
import { Consent } from '../model/customer.ts';
import { Cart, Delivery } from '../model/delivery.ts';
import { ExchangeRate } from '../model/exchange-rate.ts';
import { AdSet, AdSpend, Campaign, Channel, Lead, Touch } from '../model/marketing.ts';
import { Discount, Order, OrderLine, Payment, Refund, RefundLine } from '../model/order.ts';
import {
  BusinessCalendar,
  EngagementEvent,
  Quote,
  QuoteRequest,
  SurveyAnswer,
  Ticket,
  TicketEvent,
} from '../model/support.ts';
import type { DraftType } from '../sdk/index.ts';

/** The draft types that become facts; customers and their identifiers go through identity resolution. */
export type FactType = Exclude<DraftType, 'customer' | 'identity'>;

/** The table of each fact, and what an insert says where the draft does not. */
export const factTypes: Readonly<
  Record<FactType, { entity: EntitySchema; defaults: Readonly<Record<string, unknown>> }>
> = {
  consent: { entity: Consent, defaults: {} },
  category: { entity: Category, defaults: {} },
  product: { entity: Product, defaults: {} },
  variant: { entity: Variant, defaults: {} },
  cost: { entity: ProductCost, defaults: {} },
  order: { entity: Order, defaults: { test: false, kind: 'STANDARD', taxesIncluded: false } },
  line: { entity: OrderLine, defaults: { giftCard: false } },
  discount: { entity: Discount, defaults: {} },
  refund: { entity: Refund, defaults: { kind: 'REFUND', shipping: '0', tax: '0', other: '0' } },
  refundLine: { entity: RefundLine, defaults: {} },
  payment: { entity: Payment, defaults: {} },
  delivery: { entity: Delivery, defaults: {} },
  cart: { entity: Cart, defaults: {} },
  channel: { entity: Channel, defaults: {} },
  campaign: { entity: Campaign, defaults: {} },
  adSet: { entity: AdSet, defaults: {} },
  adSpend: { entity: AdSpend, defaults: {} },
  marketingCost: { entity: CostEntry, defaults: {} },
  touch: { entity: Touch, defaults: {} },
  lead: { entity: Lead, defaults: { status: 'OPEN' } },
  ticket: { entity: Ticket, defaults: {} },
  ticketEvent: { entity: TicketEvent, defaults: { public: true } },
  calendar: { entity: BusinessCalendar, defaults: { holidays: [] } },
  survey: { entity: SurveyAnswer, defaults: {} },
  quoteRequest: { entity: QuoteRequest, defaults: {} },
  quote: { entity: Quote, defaults: {} },
  event: { entity: EngagementEvent, defaults: {} },
  rate: { entity: ExchangeRate, defaults: {} },
};

/** A draft's reference in the source's own keys: the column that holds it, and the type of draft it points at. */
export const references: Readonly<Record<string, { column: string; kind: string }>> = {
  orderKey: { column: 'orderId', kind: 'order' },
  lineKey: { column: 'orderLineId', kind: 'line' },
  refundKey: { column: 'refundId', kind: 'refund' },
  productKey: { column: 'productId', kind: 'product' },
  variantKey: { column: 'variantId', kind: 'variant' },
  categoryKey: { column: 'categoryId', kind: 'category' },
  parentKey: { column: 'parentId', kind: 'category' },
  channelKey: { column: 'channelId', kind: 'channel' },
  campaignKey: { column: 'campaignId', kind: 'campaign' },
  adSetKey: { column: 'adSetId', kind: 'adSet' },
  ticketKey: { column: 'ticketId', kind: 'ticket' },
  requestKey: { column: 'requestId', kind: 'quoteRequest' },
};

/** The fields that say when something happened: never promises, never a date a value holds from. */
const happenings = new Set([
  ...['createdAt', 'placedAt', 'cancelledAt', 'refundedAt', 'paidAt', 'shippedAt', 'deliveredAt', 'startedAt'],
  ...['lastActiveAt', 'checkoutAt', 'completedAt', 'at', 'firstContactAt', 'wonAt', 'openedAt', 'firstReplyAt'],
  ...['firstSolvedAt', 'solvedAt', 'sentAt', 'answeredAt', 'requestedAt', 'decidedAt'],
]);

/** When what the draft tells happened, in milliseconds since 1970. */
export function happenedAt(type: DraftType, data: object): number[] {
  const fields = data as Record<string, unknown>;
  const times: number[] = [];
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'string' && happenings.has(field)) times.push(Date.parse(value));
  }
  if (type === 'consent') times.push(Date.parse(String(fields['since'])));
  // Midday in UTC is the same calendar day in nearly every zone.
  if ((type === 'adSpend' || type === 'rate') && fields['day'])
    times.push(Date.parse(`${String(fields['day'])}T12:00:00Z`));
  return times;
}
