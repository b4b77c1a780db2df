import type { Figure } from '../figure.ts';
import { customerDimensions } from '../metric.ts';
import { orderRows } from '../order-rows.ts';
import { type Concentration, readConcentration } from './sql.ts';

const rule =
  'Buyers are the customers with a valid order in the period; the value of each is the net sales of those orders, returns ' +
  'taken off whenever they came, and zero where it is below. Equal values are ranked by customer id. Unidentified orders ' +
  'are in no customer’s value.';

type Named = Pick<Figure, 'key' | 'name' | 'description' | 'formula' | 'unit' | 'method' | 'higherIsBetter'>;
function concentration(kind: Concentration, spec: Named): Figure {
  return {
    ...spec,
    dimensions: ['country', 'source', 'sales_channel', ...customerDimensions],
    options: [],
    zero: false,
    share: false,
    whenUnknown: 'NO_RATE',
    matureAfterDays: 0,
    read: (context, question) => readConcentration(kind, context, question),
    inputs: orderRows,
  };
}

export const concentrationFigures: readonly Figure[] = [
  concentration('TOP_SHARE', {
    key: 'revenue_share_of_top_20_percent',
    name: 'Revenue share of the top 20 %',
    description: 'How much of the revenue the best fifth of the customers brings.',
    formula: `Value of the best 20 % of the buyers (rounded up) / value of all buyers. ${rule}`,
    unit: 'RATIO',
    higherIsBetter: null,
    method: 'top-share@1',
  }),
  concentration('GINI', {
    key: 'gini_of_revenue',
    name: 'Gini coefficient of revenue',
    description:
      'How unequally the revenue is spread: 0 where all customers bring the same, near 1 where one brings all.',
    formula: `Sum over buyers, worst first, of (2·rank − n − 1) · value / (n · value of all). ${rule}`,
    unit: 'SCORE',
    higherIsBetter: null,
    method: 'gini@1',
  }),
  concentration('CUSTOMERS', {
    key: 'customers_for_80_percent_of_revenue',
    name: 'Customers for 80 % of revenue',
    description: 'The fewest customers who together bring 80 % of the revenue.',
    formula: `Count of the best buyers until their value reaches 80 % of that of all buyers. ${rule}`,
    unit: 'COUNT',
    higherIsBetter: null,
    method: 'customers-for-80-percent@1',
  }),
  concentration('CUSTOMER_SHARE', {
    key: 'customer_share_for_80_percent_of_revenue',
    name: 'Customer share for 80 % of revenue',
    description: 'The smallest share of the customers that brings 80 % of the revenue.',
    formula: `Count of the best buyers until their value reaches 80 % of that of all buyers / count of buyers. ${rule}`,
    unit: 'RATIO',
    higherIsBetter: null,
    method: 'customers-for-80-percent@1',
  }),
];
