import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { aggregate, type Aggregate } from '../aggregate.ts';
import { costKinds, type CostScope, costScopes } from '../cost-rows.ts';
import type { Figure } from '../figure.ts';
import { truncationNote } from '../truncated-history.ts';
import { acquiringRows, allCosts, firstCost, returnRows, winningRows } from './sql.ts';

const won =
  'New customers are persons whose first purchase, in any shop of the workspace, falls on these days; who turns out to have ' +
  'bought before is new no more.';
const spread = 'A cost of several days is spread evenly over them, to the cent.';
const dated = 'Costs count on their days, at each day’s exchange rate; ads on the local days of their accounts.';

type Named = Pick<Aggregate, 'key' | 'name' | 'description' | 'formula' | 'method'>;
function cacFigure(scope: CostScope, spec: Named & Partial<Aggregate>): Figure {
  const kinds = costScopes[scope];
  return aggregate({
    unit: 'MONEY',
    dimensions: [],
    options: [],
    higherIsBetter: false,
    whenUndivided: 'SPEND_WITHOUT_CUSTOMERS',
    endsWithOrders: true,
    rows: (context, question) => winningRows(context, question, kinds),
    since: (context) => firstCost(context, kinds),
    numerator: () => sql`coalesce(sum(f.amount), 0)`,
    denominator: () => sql`sum(f.won)`,
    count: sql`sum(f.won)`,
    unknown: () => sql`count(f.kind) - count(f.amount)`,
    notes: async (_total, context, { spans }) => [
      ...(await adSpendNotes(context, spans[0]!)),
      ...truncationNote(context, spans[0]!),
    ],
    ...spec,
  });
}

function returnFigure(spec: Named & Pick<Aggregate, 'numerator'>): Figure {
  return aggregate({
    unit: 'RATIO',
    dimensions: [],
    options: ['refundDating'],
    higherIsBetter: true,
    endsWithOrders: true,
    rows: returnRows,
    since: (context) => firstCost(context, costScopes.MEDIA),
    denominator: () => sql`sum(f.spent)`,
    count: sql`sum(f.orders)`,
    unknown: () => sql`count(*) filter (where f.spent is null or f.sold is null)`,
    notes: (_total, context, { spans }) => adSpendNotes(context, spans[0]!),
    ...spec,
  });
}

export const costFigures: readonly Figure[] = [
  aggregate({
    key: 'marketing_costs',
    name: 'Marketing costs',
    description: 'All that marketing costs, ads and everything else.',
    formula:
      'Sum of ad spend, costs that were entered or imported (agencies, creative work, tools, salaries, affiliate fees, others) ' +
      `and the discounts on first orders, which are of no channel. ${dated} ${spread}`,
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
  cacFigure('MEDIA', {
    key: 'blended_cac',
    name: 'Blended CAC',
    description: 'What ads cost for each new customer, whatever brought the customer.',
    formula: `Ad spend / new customers. ${won} ${dated}`,
    method: 'blended-cac@1',
  }),
  cacFigure('MEDIA', {
    key: 'new_customer_cac',
    name: 'New-customer CAC',
    description: 'What ads that are there to win customers cost for each new customer, whatever brought the customer.',
    formula: `Ad spend without that of campaigns whose purpose is to keep customers / new customers. ${won} ${dated}`,
    method: 'new-customer-cac@1',
    rows: acquiringRows,
  }),
  cacFigure('FULLY_LOADED', {
    key: 'fully_loaded_cac',
    name: 'Fully loaded CAC',
    description: 'All that marketing costs for each new customer.',
    formula:
      'Ad spend, agencies, creative work, tools, salaries, affiliate fees, other costs and the discounts on first orders / ' +
      `new customers. ${won} ${dated} ${spread}`,
    method: 'fully-loaded-cac@1',
  }),
  returnFigure({
    key: 'mer',
    name: 'Marketing efficiency ratio (MER)',
    description: 'What all customers were charged for each unit of money spent on ads.',
    formula: `Total sales / ad spend. ${dated}`,
    method: 'mer@1',
    numerator: () => sql`sum(f.sold)`,
  }),
  returnFigure({
    key: 'amer',
    name: 'Acquisition MER (aMER)',
    description: 'What new customers were charged for each unit of money spent on ads.',
    formula: `Total sales to customers on the day of their first purchase / ad spend. ${dated}`,
    method: 'amer@1',
    numerator: () => sql`coalesce(sum(f.sold) filter (where f.customer_type = 'NEW'), 0)`,
  }),
];
