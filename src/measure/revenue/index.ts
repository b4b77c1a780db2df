import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure, Question, Reading } from '../figure.ts';
import { customerDimensions, type Dimension, type MetricOptions } from '../metric.ts';
import type { MeasureContext } from '../context.ts';
import { salesRows } from '../sales-rows.ts';
import { productRows } from './sql.ts';

const dimensions: readonly Dimension[] = [
  'country',
  'source',
  'sales_channel',
  'currency',
  'customer_type',
  ...customerDimensions,
];
const byProduct: readonly Dimension[] = ['category', 'product'];
const options: readonly (keyof MetricOptions)[] = ['refundDating'];
const counted =
  'Orders that are no test, draft or failed payment; a cancelled one counts on its day and as an equal negative on the day it was cancelled.';
const dated =
  'A refund counts on its own day at that day’s exchange rate (refundDating: ORDER_DATE puts it on its order’s day).';

/** Days without orders are zero; one amount without an exchange rate leaves no value. */
function rung(
  spec: Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method'> & Partial<Aggregate>,
): Figure {
  const sum = spec.numerator!;
  return aggregate({
    unit: 'MONEY',
    dimensions,
    options: [],
    higherIsBetter: true,
    zero: true,
    rows: salesRows,
    count: sql`sum(f.orders)`,
    unknown: (question) => sql`count(*) - count(${sum(question)})`,
    ...spec,
    numerator: (question) => sql`sum(${sum(question)})`,
  });
}

const byLine = (context: MeasureContext, question: Question) =>
  byProduct.includes(question.by!) ? productRows(context, question) : salesRows(context, question);

export const revenueFigures: readonly Figure[] = [
  rung({
    key: 'gross_sales',
    name: 'Gross sales',
    description: 'What the goods ordered would cost without discounts.',
    formula: `Sum of unit price × quantity, before discounts, returns, tax and shipping, without gift cards. ${counted} By product, an order is shared among its lines by their value.`,
    method: 'gross-sales@1',
    dimensions: [...dimensions, ...byProduct],
    rows: byLine,
    numerator: () => sql`f.gross`,
  }),
  rung({
    key: 'discounts',
    name: 'Discounts',
    description: 'What was taken off the prices of the goods.',
    formula: `Discounts on lines and on whole orders. ${counted}`,
    method: 'discounts@1',
    higherIsBetter: false,
    numerator: () => sql`f.discounts`,
  }),
  rung({
    key: 'returns',
    name: 'Returns',
    description: 'The value of goods that came back.',
    formula: `Sum of refunded merchandise, without refunded tax and shipping. ${dated} Refunds of a cancelled order do not count: its cancellation takes back all of it.`,
    method: 'returns@1',
    options,
    higherIsBetter: false,
    numerator: () => sql`f.returns`,
  }),
  rung({
    key: 'revenue',
    name: 'Revenue (net sales)',
    description: 'What the goods sold brought in, without tax and shipping.',
    formula: `Gross sales − discounts − returns. ${counted} ${dated}`,
    method: 'net-sales@1',
    options,
    numerator: () => sql`(f.gross - f.discounts - f.returns)`,
  }),
  rung({
    key: 'shipping',
    name: 'Shipping charged',
    description: 'What buyers paid for shipping.',
    formula: `Shipping charged, without its tax, less shipping refunded. ${counted} ${dated}`,
    method: 'shipping@1',
    options,
    higherIsBetter: null,
    numerator: () => sql`f.shipping`,
  }),
  rung({
    key: 'taxes',
    name: 'Taxes',
    description: 'Taxes charged on goods and shipping.',
    formula: `Tax charged less tax refunded. ${counted} ${dated}`,
    method: 'taxes@1',
    options,
    higherIsBetter: null,
    numerator: () => sql`f.tax`,
  }),
  rung({
    key: 'fees',
    name: 'Duties, tips and fees',
    description: 'What buyers paid beside goods, shipping and tax.',
    formula: `Duties, tips and fees charged, less other adjustments refunded (a restocking fee kept adds). ${counted} ${dated}`,
    method: 'fees@1',
    options,
    higherIsBetter: null,
    numerator: () => sql`f.fees`,
  }),
  rung({
    key: 'total_sales',
    name: 'Total sales',
    description: 'All that buyers were charged, less what they got back.',
    formula: `Revenue + shipping + taxes + fees. ${counted} ${dated}`,
    method: 'total-sales@1',
    options,
    numerator: () => sql`(f.gross - f.discounts - f.returns + f.shipping + f.tax + f.fees)`,
  }),
  rung({
    key: 'items_sold',
    name: 'Items sold',
    description: 'Pieces ordered.',
    formula: `Sum of quantities, without gift cards and before returns; orders whose lines are not known count nothing. ${counted}`,
    unit: 'COUNT',
    method: 'items-sold@1',
    dimensions: [...dimensions, ...byProduct],
    rows: byLine,
    numerator: () => sql`coalesce(f.items, 0)`,
  }),
  rung({
    key: 'gross_margin',
    name: 'Gross margin (CM1)',
    description: 'What is left of net sales after the cost of the goods.',
    formula: `Revenue − cost of goods on the day of sale; what came back to stock costs nothing, taken off on the order’s day. Without a value where the cost of one order is not known; the numerator is then the margin of the others. ${counted} ${dated}`,
    method: 'contribution-margin-1@1',
    options,
    whenUnknown: 'COST_UNKNOWN',
    numerator: () => sql`(f.gross - f.discounts - f.returns - f.cost)`,
    denominator: () => sql`sum(f.gross - f.discounts - f.returns) filter (where f.cost is not null)`,
    value: () => sql`sum(f.gross - f.discounts - f.returns - f.cost)`,
    notes: costCoverage,
  }),
  rung({
    key: 'unidentified_revenue_share',
    name: 'Revenue of unidentified buyers',
    description: 'How much of the revenue cannot be put down to a customer, and is missing in figures of customers.',
    formula: `Revenue of orders without a customer key, e-mail or phone / revenue. ${counted} ${dated}`,
    unit: 'RATIO',
    method: 'unidentified-revenue-share@1',
    dimensions: ['country', 'source', 'sales_channel', 'currency'],
    options,
    higherIsBetter: false,
    zero: false,
    numerator: () => sql`case when f.customer_id is null then f.gross - f.discounts - f.returns else 0 end`,
    denominator: () => sql`sum(f.gross - f.discounts - f.returns)`,
  }),
];

function costCoverage(total: Reading | undefined): string[] {
  if (!total?.unknown) return [];
  const known = total.count - total.unknown;
  return [`The cost of the goods is known for ${Math.max(0, known)} of ${total.count} orders.`];
}
