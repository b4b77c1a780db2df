import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { customerDimensions, type Dimension } from '../metric.ts';
import { purchaseRows } from '../order-rows.ts';
import { readStages } from './sql.ts';

const dimensions: readonly Dimension[] = ['country', 'source', 'sales_channel', ...customerDimensions];
const purchase = 'A purchase is a valid order above zero of an identified customer.';
const buyers = sql`count(distinct f.customer_id)`;

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method' | 'numerator'>;
function customerFigure(spec: Named & Partial<Aggregate>): Figure {
  const counts = { unit: 'COUNT', zero: true, count: buyers } as const;
  return aggregate({ ...counts, dimensions, options: [], higherIsBetter: true, rows: purchaseRows, ...spec });
}

const customers = customerFigure({
  key: 'customers',
  name: 'Customers',
  description:
    'Customers who bought. By life-cycle stage: every customer known, by the stage at the end of the days asked for.',
  formula: `Count of different customers with a purchase. ${purchase} Distinct customers of two months do not add up to those of both. By lifecycle_stage, all customers known at the end of the period (and of each point) in their stage then, prospects and the silent included.`,
  method: 'customers@1',
  dimensions: ['country', 'source', 'sales_channel', 'customer_type', ...customerDimensions],
  numerator: () => buyers,
});

export const customerFigures: readonly Figure[] = [
  {
    ...customers,
    read: async (context, question) =>
      question.by === 'lifecycle_stage' ? readStages(context, question) : customers.read(context, question),
  },
  customerFigure({
    key: 'new_customers',
    name: 'New customers',
    description: 'Customers who bought for the first time.',
    formula: `Count of customers whose first purchase falls in the period. ${purchase} Where the data begins later than the business, early customers only seem new; a merge of two customers can make one less.`,
    method: 'new-customers@1',
    numerator: () => sql`count(*) filter (where f.sequence = 1)`,
    count: sql`count(*) filter (where f.sequence = 1)`,
  }),
  customerFigure({
    key: 'returning_customers',
    name: 'Returning customers',
    description: 'Customers who bought and had bought before.',
    formula: `Count of customers with a purchase in the period and their first one before it; with new customers they are all customers. ${purchase}`,
    method: 'returning-customers@1',
    numerator: () => sql`count(distinct f.customer_id) filter (where f.cohort_day < s.first)`,
    count: sql`count(distinct f.customer_id) filter (where f.cohort_day < s.first)`,
  }),
  customerFigure({
    key: 'reactivated_customers',
    name: 'Reactivated customers',
    description: 'Customers who bought again after they had counted as churned.',
    formula: `Count of customers with a purchase in the period that ended a silence of more than churnAfterDays days. ${purchase}`,
    method: 'reactivated-customers@1',
    options: ['churnAfterDays'],
    numerator: ({ options }) =>
      sql`count(distinct f.customer_id) filter (where f.day - f.previous_day > ${options.churnAfterDays}::int)`,
  }),
  customerFigure({
    key: 'returning_customer_share',
    name: 'Returning customer share',
    description: 'How many of the customers who bought had bought before.',
    formula: `Customers with a purchase in the period and their first one before it / customers with a purchase in the period. ${purchase}`,
    unit: 'RATIO',
    method: 'returning-customer-share@1',
    zero: false,
    share: true,
    numerator: () => sql`count(distinct f.customer_id) filter (where f.cohort_day < s.first)`,
    denominator: () => buyers,
  }),
  customerFigure({
    key: 'purchase_frequency',
    name: 'Purchase frequency',
    description: 'How often a customer bought who bought at all.',
    formula: `Purchases / different customers with a purchase in the period. ${purchase}`,
    unit: 'SCORE',
    method: 'purchase-frequency@1',
    zero: false,
    numerator: () => sql`count(*)`,
    denominator: () => buyers,
  }),
];
