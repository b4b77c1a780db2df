import type { MeasureContext } from '../context.ts';
import type { CustomerFilter } from '../filter.ts';
import type { NullReason, Provenance } from '../metric.ts';
import type { Period } from '../period.ts';

/** What a customer has been worth so far; amounts are exact decimal text in the workspace's currency. */
export interface CustomerValue {
  orders: number;
  gross: string | null;
  /** Net sales; null where an exchange rate is missing. */
  revenue: string | null;
  total: string | null;
  margin: string | null;
  marginReason: NullReason | null;
  /** Net sales per purchase; null without one. */
  averageOrder: string | null;
  firstOrder: string | null;
  lastOrder: string | null;
}

/** A customer's history as purchase models take it: x, t_x, T and m. Orders of one day are one purchase. */
export interface PurchaseHistory {
  customerId: string;
  /** Purchase days after the first. */
  repeatPurchases: number;
  /** Weeks from the first to the last purchase day. */
  recency: number;
  /** Weeks from the first purchase day to the as-of day. */
  tenure: number;
  /** Mean net sales of the repeat days, exact decimal text; null without a repeat. */
  meanRepeatSpend: string | null;
}

/** Customers won in a period, and what they have been worth. */
export interface Acquisition {
  newCustomers: number;
  /** Mean historic value of those won; over a horizon, only of those that are as old. */
  ltv: string | null;
  ltvReason: NullReason | null;
  /** How many customers the mean rests on. */
  ltvCustomers: number;
  /** Mean days from the first purchase to the as-of day. */
  meanTenure: string | null;
  provenance: Provenance;
}

export interface AcquisitionQuery {
  period: Period;
  filter?: CustomerFilter;
  /** Value within so many days of the first purchase; to date where left out. */
  horizonDays?: number;
}

/** The values of a page of customers; a customer without orders has no entry. */
export declare function customerValues(
  context: MeasureContext,
  customerIds: readonly string[],
): Promise<Map<string, CustomerValue>>;
export declare function valueProvenance(context: MeasureContext): Promise<Provenance>;
/** Histories of customers with a valid order up to the as-of day, of all or of those named. */
export declare function purchaseHistories(
  context: MeasureContext,
  customerIds?: readonly string[],
): Promise<PurchaseHistory[]>;
export declare function acquisition(context: MeasureContext, query: AcquisitionQuery): Promise<Acquisition>;
