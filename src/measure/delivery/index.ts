import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { customerDimensions } from '../metric.ts';
import { deliveryRows, firstDelivery } from './sql.ts';

const dated = 'Deliveries count on the day they arrived; those of tests, drafts and failed payments do not.';
const days = (direction: 'asc' | 'desc') =>
  sql`percentile_disc(0.5) within group (order by f.days ${sql.raw(direction)})`;

type Named = Pick<
  Aggregate,
  'key' | 'name' | 'description' | 'formula' | 'unit' | 'options' | 'higherIsBetter' | 'method' | 'numerator'
>;
function deliveryFigure(spec: Named & Partial<Aggregate>): Figure {
  const dimensions = ['country', 'source', 'sales_channel', ...customerDimensions] as const;
  return aggregate({ dimensions, rows: deliveryRows, since: firstDelivery, ...spec });
}

export const deliveryFigures: readonly Figure[] = [
  deliveryFigure({
    key: 'deliveries',
    name: 'Deliveries',
    description: 'Deliveries that arrived.',
    formula: `Count of deliveries with a known time of arrival. ${dated}`,
    unit: 'COUNT',
    options: [],
    higherIsBetter: true,
    method: 'deliveries@1',
    zero: true,
    numerator: () => sql`count(*)`,
  }),
  deliveryFigure({
    key: 'on_time_delivery_rate',
    name: 'On-time delivery rate',
    description: 'How many of the deliveries that arrived kept their promise.',
    formula: `Deliveries that arrived by the end of the first window promised / deliveries that arrived and had a promise. By the instant, or with punctuality: DAY by the day in the workspace’s zone. What has not arrived, or had no promise, is in neither number. ${dated}`,
    unit: 'RATIO',
    options: ['punctuality'],
    higherIsBetter: true,
    method: 'on-time-delivery@1',
    share: true,
    numerator: () => sql`count(*) filter (where f.on_time)`,
    denominator: () => sql`count(*) filter (where f.promised)`,
    count: sql`count(*)`,
    notes: (total) => {
      const without = total ? total.count - Number(total.denominator) : 0;
      return without > 0 ? [`${without} of ${total!.count} deliveries had no promise and are in neither number.`] : [];
    },
  }),
  deliveryFigure({
    key: 'delivery_days',
    name: 'Delivery time',
    description: 'How long a delivery takes from the order, in days.',
    formula: `Median of the time from placing the order to the arrival, in days of 24 hours. ${dated}`,
    unit: 'DURATION',
    options: [],
    higherIsBetter: false,
    method: 'median-delivery-time@1',
    value: () => sql`trim_scale((${days('asc')} + ${days('desc')}) / 2)`,
    numerator: () => sql`sum(f.days)`,
    denominator: () => sql`count(f.days)`,
  }),
];
