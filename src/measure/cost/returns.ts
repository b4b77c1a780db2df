import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { aggregate, type Aggregate } from '../aggregate.ts';
import { costScopes } from '../cost-rows.ts';
import type { Figure } from '../figure.ts';
import { firstCost, returnRows } from './sql.ts';

const dated = 'Valid orders on the day they were placed, returns taken off; ads on the local days of their accounts.';

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method' | 'numerator'>;
function returnFigure(spec: Named & Partial<Aggregate>): Figure {
  return aggregate({
    unit: 'RATIO',
    dimensions: [],
    options: [],
    higherIsBetter: true,
    endsWithOrders: true,
    rows: returnRows,
    since: (context) => firstCost(context, costScopes.MEDIA),
    denominator: () => sql`sum(f.spent)`,
    count: sql`sum(f.orders)`,
    unknown: () => sql`count(*) filter (where f.spent is null or f.total is null)`,
    notes: (_total, context, { spans }) => adSpendNotes(context, spans[0]!),
    ...spec,
  });
}

const known = sql`sum(f.net) filter (where f.rest is not null)`;
/** Orders whose costs are unknown are taken to leave the same share of net sales as the others. */
const left = sql`coalesce(sum(f.rest), 0) * case when ${known} = sum(f.net) then 1 else sum(f.net) / nullif(${known}, 0) end`;

export const returnFigures: readonly Figure[] = [
  returnFigure({
    key: 'mer',
    name: 'Marketing efficiency ratio (MER)',
    description: 'What all orders were charged for each unit of money spent on ads.',
    formula: `Total sales / ad spend. ${dated}`,
    method: 'mer@1',
    numerator: () => sql`sum(f.total)`,
  }),
  returnFigure({
    key: 'amer',
    name: 'Acquisition MER (aMER)',
    description: 'What first purchases were charged for each unit of money spent on ads.',
    formula: `Total sales of customers’ first purchases / ad spend. ${dated}`,
    method: 'amer@1',
    numerator: () => sql`coalesce(sum(f.total) filter (where f.first), 0)`,
  }),
  returnFigure({
    key: 'poas',
    name: 'Profit on ad spend (POAS)',
    description: 'What orders leave after all costs but ads, for each unit of money spent on ads.',
    formula:
      'CM2 / ad spend; CM2: net sales − cost of goods + shipping charged − fulfilment − payment fees. Orders whose costs are ' +
      `unknown are taken to leave the same share of net sales as the others. ${dated}`,
    method: 'poas@1',
    numerator: () => sql`coalesce(${left}, 0)`,
    unknown: () =>
      sql`count(*) filter (where f.spent is null or f.net is null) + case when ${left} is null then 1 else 0 end`,
    whenUnknown: 'COST_UNKNOWN',
  }),
];
