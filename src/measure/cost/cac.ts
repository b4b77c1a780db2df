import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { aggregate, type Aggregate } from '../aggregate.ts';
import { type CostScope, costScopes } from '../cost-rows.ts';
import type { Figure } from '../figure.ts';
import { truncationNote } from '../truncated-history.ts';
import { acquiringRows, firstCost, winningRows } from './sql.ts';

const won =
  'New customers are persons whose first purchase, in any shop of the workspace, falls on these days; who turns out to have ' +
  'bought before is new no more.';
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

export const cacFigures: readonly Figure[] = [
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
      `new customers. ${won} ${dated} A cost of several days is spread evenly over them, to the cent.`,
    method: 'fully-loaded-cac@1',
  }),
];
