import type { MeasureContext } from './context.ts';
import type { CustomerFilter } from './filter.ts';

export const customerSortKeys = [
  'REVENUE',
  'TOTAL',
  'MARGIN',
  'ORDERS',
  'FIRST_SEEN',
  'FIRST_ORDER',
  'LAST_ORDER',
] as const;
export type CustomerSortKey = (typeof customerSortKeys)[number];

export interface CustomersPageQuery {
  filter?: CustomerFilter;
  sort?: { key: CustomerSortKey; direction: 'ASC' | 'DESC' };
  /** Either `first` with `after`, or `last` with `before`. */
  first?: number;
  after?: string;
  last?: number;
  before?: string;
}

export interface CustomersPage {
  rows: { id: string; cursor: string }[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  /** Asked for lazily, as it counts all that match. */
  totalCount(): Promise<number>;
}

/** A page of customers by a value, unknown values last, equal ones by id. Fails with BAD_INPUT for a cursor that is none. */
export declare function customersPage(context: MeasureContext, query: CustomersPageQuery): Promise<CustomersPage>;
