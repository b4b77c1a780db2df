import { sql } from 'kysely';
import { aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { customerDimensions, type Dimension } from '../metric.ts';
import { pastPurchaseRows, purchaseRows } from '../order-rows.ts';
import { purchaserRows } from './sql.ts';

const dimensions: readonly Dimension[] = ['country', ...customerDimensions];
const days =
  'Several orders on one day are one purchase. A purchase is a valid order above zero of an identified customer.';
const repurchaseDays = 90;
const gaps = sql`(f.day - f.previous_day) filter (where f.day > f.previous_day)`;
const middle = (direction: 'asc' | 'desc') =>
  sql`percentile_disc(0.5) within group (order by f.day - f.previous_day ${sql.raw(direction)})
    filter (where f.day > f.previous_day)`;

export const repeatFigures: readonly Figure[] = [
  aggregate({
    key: 'repeat_rate',
    name: 'Repeat rate',
    description: 'How many of all customers so far have bought more than once.',
    formula: `Customers with at least two purchases by the end of the period / customers with at least one; all time before counts. ${days}`,
    unit: 'RATIO',
    dimensions,
    options: [],
    higherIsBetter: true,
    method: 'repeat-rate@1',
    share: true,
    rows: purchaserRows,
    inputs: pastPurchaseRows,
    match: () => sql`f.day <= s.last`,
    numerator: () => sql`count(*) filter (where f.second_day <= s.last)`,
    denominator: () => sql`count(*)`,
  }),
  aggregate({
    key: 'repurchase_rate_90d',
    name: '90-day repurchase rate',
    description: 'How many new customers buy again within 90 days.',
    formula: `Customers whose first purchase falls in the period and whose second came within ${repurchaseDays} days / customers whose first purchase falls in the period, of both only those whose first purchase is at least ${repurchaseDays} days ago. ${days}`,
    unit: 'RATIO',
    dimensions,
    options: [],
    higherIsBetter: true,
    method: 'repurchase-rate-90d@1',
    share: true,
    matureAfterDays: repurchaseDays,
    rows: (context, question) =>
      sql`select * from (${purchaserRows(context, question)}) p where p.day + ${repurchaseDays}::int <= ${context.asOf}::date`,
    inputs: pastPurchaseRows,
    numerator: () => sql`count(*) filter (where f.second_day - f.day <= ${repurchaseDays}::int)`,
    denominator: () => sql`count(*)`,
  }),
  aggregate({
    key: 'time_between_orders',
    name: 'Time between orders',
    description: 'How long customers take to buy again, in days.',
    formula: `Median of the days from a purchase to the customer’s next one, for purchases of the period that had one before. Only completed gaps count: who has not bought again yet is missing, so the truth is longer. ${days}`,
    unit: 'DURATION',
    dimensions: ['country', 'source', 'sales_channel', ...customerDimensions],
    options: [],
    higherIsBetter: false,
    method: 'median-completed-gap@1',
    rows: purchaseRows,
    value: () => sql`trim_scale((${middle('asc')} + ${middle('desc')})::numeric / 2)`,
    numerator: () => sql`sum${gaps}`,
    denominator: () => sql`count${gaps}`,
    count: sql`count${gaps}`,
    notes: () => [
      'Gaps that are still open are not in the median: customers who have not bought again yet would lengthen it.',
    ],
  }),
];
