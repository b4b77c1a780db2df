import { type RawBuilder, sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure, Question } from '../figure.ts';
import { customerDimensions, type Dimension } from '../metric.ts';
import { orderBases } from '../order-bases.ts';
import { orderRows } from '../order-rows.ts';

const dimensions: readonly Dimension[] = [
  'country',
  'source',
  'sales_channel',
  'currency',
  'customer_type',
  ...customerDimensions,
];
const valid = 'Valid orders: not test, draft, failed, cancelled or an exchange.';
const counted = sql`f.valid and coalesce(f.gross - f.discounts <> 0, true)`;
const nonZero = `${valid} Orders of zero value do not count.`;

const amount = ({ options }: Question) => orderBases[options.base];

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method' | 'numerator'>;
function orderFigure(spec: Named & Partial<Aggregate>): Figure {
  return aggregate({ unit: 'COUNT', dimensions, options: [], higherIsBetter: true, rows: orderRows, ...spec });
}

const perOrder: Pick<Aggregate, 'unit' | 'options' | 'count' | 'unknown' | 'whenUnknown'> = {
  unit: 'MONEY',
  options: ['base'],
  count: sql`count(*) filter (where ${counted})`,
  unknown: (question) => sql`count(*) filter (where ${counted} and ${amount(question)} is null)`,
};
const middle = (question: Question, direction: RawBuilder<unknown>) =>
  sql`percentile_disc(0.5) within group (order by ${amount(question)} ${direction}) filter (where ${counted})`;

export const orderFigures: readonly Figure[] = [
  orderFigure({
    key: 'orders',
    name: 'Orders',
    description: 'Orders placed.',
    formula: `Count of valid orders on the day they were placed. ${valid} Orders of zero value count.`,
    method: 'orders@1',
    zero: true,
    numerator: () => sql`count(*) filter (where f.valid)`,
    count: sql`count(*) filter (where f.valid)`,
  }),
  orderFigure({
    key: 'cancelled_orders',
    name: 'Cancelled orders',
    description: 'Orders that were cancelled.',
    formula: 'Count of cancelled orders on the day they were cancelled, or placed where that day is not known.',
    method: 'cancelled-orders@1',
    higherIsBetter: false,
    zero: true,
    rows: (context, question) => orderRows(context, question, sql`o.cancelled_day`),
    numerator: () => sql`count(*)`,
  }),
  orderFigure({
    ...perOrder,
    key: 'average_order_value',
    name: 'Average order value',
    description: 'The mean value of an order.',
    formula: `Sum over orders of their value (base: NET by default) / count of orders. ${nonZero} Returns are taken off their order whenever they came.`,
    method: 'average-order-value@1',
    numerator: (question) => sql`sum(${amount(question)}) filter (where ${counted})`,
    denominator: () => sql`count(*) filter (where ${counted})`,
  }),
  orderFigure({
    ...perOrder,
    key: 'median_order_value',
    name: 'Median order value',
    description: 'The value that half of the orders reach.',
    formula: `The middle of the orders’ values (base: NET by default), or the mean of the two in the middle. ${nonZero} Returns are taken off their order whenever they came.`,
    method: 'median-order-value@1',
    numerator: (question) => sql`(${middle(question, sql`asc`)} + ${middle(question, sql`desc`)}) / 2`,
  }),
  orderFigure({
    key: 'items_per_order',
    name: 'Items per order',
    description: 'How many pieces an order holds.',
    formula: `Sum of quantities, without gift cards and before returns / count of orders. ${nonZero} Orders whose lines are not known do not count.`,
    unit: 'SCORE',
    method: 'items-per-order@1',
    numerator: () => sql`sum(f.items) filter (where ${counted})`,
    denominator: () => sql`count(f.items) filter (where ${counted})`,
    count: sql`count(f.items) filter (where ${counted})`,
  }),
];
