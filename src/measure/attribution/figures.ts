import { type RawBuilder, sql } from 'kysely';
import { hull } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Figure, Question } from '../figure.ts';
import { customerDimensions } from '../metric.ts';
import { truncationNote } from '../truncated-history.ts';
import { creditedFigure } from './credited-figure.ts';
import { type AttributionModel, creditRows } from './credits.ts';
import { type OrdersAsked, askedOrders } from './sql.ts';
import { attributedIsNotIncremental } from './words.ts';

const lookBackDays = 30;
const shared =
  `shared among the channels and campaigns of the touches of the ${lookBackDays} days before, by the attribution model ` +
  '(model: the workspace’s by default). UNKNOWN are orders of which no touch is known, and touches of no known campaign. ' +
  'The query "attribution" sets all models side by side, with other look-backs.';
const dimensions = ['channel', 'campaign', ...customerDimensions] as const;

export const attributionFigures: readonly Figure[] = [
  creditedFigure(
    {
      key: 'attributed_new_customers',
      name: 'New customers by attribution',
      description: 'New customers, in fractions, by the channels and campaigns that led to their first purchase.',
      formula: `Sum of the credit for first purchases on their day, ${shared}`,
      unit: 'COUNT',
      dimensions,
      options: ['model'],
      higherIsBetter: true,
      method: 'attributed-new-customers@1',
      zero: true,
      rows: (context, question) => ordersFed(context, question, 'FIRST'),
      numerator: () => sql`trim_scale(sum(f.credit))`,
      count: sql`count(distinct f.order_id)`,
      notes: (_total, context, { spans }) => [attributedIsNotIncremental, ...truncationNote(context, spans[0]!)],
    },
    (context, question, model) => credited(context, question, model, 'FIRST'),
  ),
  creditedFigure(
    {
      key: 'attributed_revenue',
      name: 'Revenue by attribution',
      description: 'Net sales by the channels and campaigns that led to them.',
      formula: `Sum over valid orders, on their day, of net sales (returns are taken off their order whenever they came), ${shared}`,
      unit: 'MONEY',
      dimensions,
      options: ['model'],
      higherIsBetter: true,
      method: 'attributed-revenue@1',
      zero: true,
      rows: (context, question) => ordersFed(context, question, 'ALL'),
      numerator: () => sql`trim_scale(round(sum(f.credit * f.amount), 12))`,
      count: sql`count(distinct f.order_id)`,
      unknown: () => sql`count(*) - count(f.amount)`,
      notes: () => [attributedIsNotIncremental],
    },
    (context, question, model) => credited(context, question, model, 'ALL'),
  ),
];

const asked = (context: MeasureContext, question: Question, orders: OrdersAsked) => ({
  period: hull(context, question),
  orders,
  customers: question.customers,
});

/**
 * Credits with the net sales of their orders: (order_id, day, customer_id, channel_id, campaign_id, credit, amount). By MARKOV
 * single orders get more or less than one, so that amounts are scaled to what all orders brought.
 */
async function credited(
  context: MeasureContext,
  question: Question,
  model: AttributionModel,
  orders: OrdersAsked,
): Promise<RawBuilder<unknown>> {
  const of = asked(context, question, orders);
  const credits = await creditRows(context, { model, lookBackDays }, of);
  const factor =
    model === 'MARKOV'
      ? sql`(select sum(amount) from ordered) / (select nullif(sum(credit * amount), 0) from sold)`
      : sql`1`;
  return sql`
    with ordered as materialized (${askedOrders(context, of, sql`f.net as amount`)}),
    sold as materialized (select c.*, o.amount from (${credits}) c join ordered o on o.order_id = c.order_id)
    select s.order_id, s.day, s.customer_id, s.channel_id, s.campaign_id, s.credit, s.amount * ${factor} as amount
    from sold s`;
}

function ordersFed(context: MeasureContext, question: Question, orders: OrdersAsked): RawBuilder<unknown> {
  return askedOrders(context, asked(context, question, orders), sql`f.source_id`, sql`f.stream`);
}
