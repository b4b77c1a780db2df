import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { customerDimensions } from '../metric.ts';
import { orderWays } from './sql.ts';

const known =
  'A touch is known where a session, a click, a view or an answer belongs to the customer, since the purchase before, or names the order itself; how long ago makes no difference.';

function coverage(spec: Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method' | 'rows'>): Figure {
  return aggregate({
    unit: 'RATIO',
    dimensions: ['country', 'source', 'sales_channel', ...customerDimensions],
    options: [],
    higherIsBetter: true,
    share: true,
    numerator: () => sql`count(*) filter (where f.known)`,
    denominator: () => sql`count(*)`,
    ...spec,
  });
}

export const touchFigures: readonly Figure[] = [
  coverage({
    key: 'first_touch_coverage',
    name: 'First orders with a known touch',
    description: 'Of how many new customers it is known what brought them.',
    formula: `First purchases with a known touch / first purchases. ${known}`,
    method: 'first-touch-coverage@1',
    rows: (context, question) => sql`select * from (${orderWays(context, question)}) w where w.sequence = 1`,
  }),
  coverage({
    key: 'touch_coverage',
    name: 'Orders with a known touch',
    description: 'Of how many orders it is known what brought them.',
    formula: `Valid orders with a known touch / valid orders, those of no known customer included. ${known}`,
    method: 'touch-coverage@1',
    rows: orderWays,
  }),
];
