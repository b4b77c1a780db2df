import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { aggregate } from '../aggregate.ts';
import { costKinds } from '../cost-rows.ts';
import type { Figure } from '../figure.ts';
import { cacFigures } from './cac.ts';
import { paidCac } from './paid.ts';
import { returnFigures } from './returns.ts';
import { allCosts, firstCost } from './sql.ts';

export const costFigures: readonly Figure[] = [
  aggregate({
    key: 'marketing_costs',
    name: 'Marketing costs',
    description: 'All that marketing costs, ads and everything else.',
    formula:
      'Sum of ad spend, costs that were entered or imported (agencies, creative work, tools, salaries, affiliate fees, others) ' +
      'and the discounts on first orders, which are of no channel. Costs count on their days, at each day’s exchange rate; ads ' +
      'on the local days of their accounts. A cost of several days is spread evenly over them, to the cent.',
    unit: 'MONEY',
    dimensions: ['cost_kind', 'channel', 'campaign', 'source', 'currency'],
    options: [],
    higherIsBetter: null,
    method: 'marketing-costs@1',
    zero: true,
    rows: allCosts,
    since: (context) => firstCost(context, costKinds),
    numerator: () => sql`sum(f.amount)`,
    unknown: () => sql`count(*) - count(f.amount)`,
    notes: (_total, context, { spans }) => adSpendNotes(context, spans[0]!),
  }),
  ...cacFigures,
  paidCac,
  ...returnFigures,
];
