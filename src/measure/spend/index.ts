import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { aggregate } from '../aggregate.ts';
import type { Figure } from '../figure.ts';
import { firstSpend, spendRows } from './sql.ts';

export const spendFigures: readonly Figure[] = [
  aggregate({
    key: 'ad_spend',
    name: 'Ad spend',
    description: 'What was spent on advertising.',
    formula:
      'Sum of spend as the ad platforms report it, on the local days of their accounts, at each day’s exchange rate. Spend ' +
      'that is reported without a day is not in it.',
    unit: 'MONEY',
    dimensions: ['channel', 'campaign', 'ad_set', 'ad', 'source', 'currency'],
    options: [],
    higherIsBetter: null,
    method: 'ad-spend@1',
    zero: true,
    rows: spendRows,
    since: firstSpend,
    numerator: () => sql`sum(f.spend)`,
    unknown: () => sql`count(*) - count(f.spend)`,
    notes: (_total, context, { spans }) => adSpendNotes(context, spans[0]!),
  }),
];
