import { AlertDelivery, AlertProgress, AlertRule, AlertWebhook, Insight } from './alert.ts';
import { OpenHours, OwnCalendar } from './calendar.ts';
import { Category, Product, ProductCost, Variant } from './catalog.ts';
import { CostEntry } from './cost.ts';
import { CpiFill, CpiOutcome, CpiRow, CpiVersionRow, TouchedSubject } from './cpi.ts';
import { Consent, Customer, Identifier, Identity, IdentityLink } from './customer.ts';
import { Cart, Delivery } from './delivery.ts';
import { Experiment, ExperimentMember } from './experiment.ts';
import { ExchangeRate } from './exchange-rate.ts';
import { CustomerFact, OrderFact, RefundFact, TouchedCustomer, TouchedOrder } from './figures.ts';
import { CustomerForecast, PurchaseHistoryRow, ValueModel } from './forecast.ts';
import { AdSet, AdSpend, Campaign, Channel, Lead, Touch } from './marketing.ts';
import { Discount, Order, OrderLine, Payment, Refund, RefundLine } from './order.ts';
import { Segment, SegmentMember } from './segment.ts';
import { Batch, RawRecord, Reject, Run, RunStream, Source, SourceSecret, Stream, StreamField } from './source.ts';
import {
  BusinessCalendar,
  EngagementEvent,
  Quote,
  QuoteRequest,
  SurveyAnswer,
  Ticket,
  TicketEvent,
} from './support.ts';
import { ChannelRule, TouchFact, TouchOrigin } from './touches.ts';
import { WebhookDelivery } from './webhook-delivery.ts';
import { ApiKey, Workspace } from './workspace.ts';

/** Every table of the model. */
export const entities = [
  Workspace,
  ApiKey,
  Source,
  SourceSecret,
  Stream,
  StreamField,
  Run,
  RunStream,
  Batch,
  RawRecord,
  Reject,
  WebhookDelivery,
  Customer,
  Identity,
  Identifier,
  IdentityLink,
  Consent,
  Category,
  Product,
  Variant,
  ProductCost,
  Order,
  OrderLine,
  Discount,
  Refund,
  RefundLine,
  Payment,
  Delivery,
  Cart,
  Channel,
  Campaign,
  AdSet,
  AdSpend,
  CostEntry,
  Touch,
  Lead,
  Ticket,
  TicketEvent,
  BusinessCalendar,
  OwnCalendar,
  OpenHours,
  SurveyAnswer,
  QuoteRequest,
  Quote,
  EngagementEvent,
  ExchangeRate,
  Segment,
  SegmentMember,
  Experiment,
  ExperimentMember,
  OrderFact,
  RefundFact,
  CustomerFact,
  TouchOrigin,
  TouchFact,
  ChannelRule,
  PurchaseHistoryRow,
  ValueModel,
  CustomerForecast,
  TouchedOrder,
  TouchedCustomer,
  AlertRule,
  AlertProgress,
  Insight,
  AlertWebhook,
  AlertDelivery,
  CpiRow,
  CpiVersionRow,
  CpiFill,
  CpiOutcome,
  TouchedSubject,
] as const;
