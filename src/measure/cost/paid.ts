import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import type { Aggregate } from '../aggregate.ts';
import { creditedFigure } from '../attribution/credited-figure.ts';
import { costScopes } from '../cost-rows.ts';
import type { Figure } from '../figure.ts';
import { truncationNote } from '../truncated-history.ts';
import { firstCost, lookBackDays, paidRows, winningRows } from './sql.ts';

const spec: Aggregate = {
  key: 'paid_cac',
  name: 'Paid CAC',
  description: 'What ads cost for each new customer whom ads brought.',
  formula:
    'Ad spend / new customers by the credit that paid channels have for their first purchase: channels of a paid kind, and ' +
    'those on which ad money was ever spent. Credit is shared by the attribution model (model: the workspace’s by default) ' +
    `among the touches of the last ${lookBackDays} days. Fractions of customers are allowed; by channel or campaign each has ` +
    'its own spend and credit. Ads count on the local days of their accounts, at each day’s exchange rate.',
  unit: 'MONEY',
  dimensions: ['channel', 'campaign'],
  options: ['model'],
  higherIsBetter: false,
  method: 'paid-cac@1',
  whenUndivided: 'SPEND_WITHOUT_CUSTOMERS',
  endsWithOrders: true,
  rows: (context, question) => winningRows(context, question, costScopes.MEDIA),
  since: (context) => firstCost(context, costScopes.MEDIA),
  numerator: () => sql`coalesce(sum(f.amount), 0)`,
  denominator: () => sql`coalesce(sum(f.credit), 0)`,
  count: sql`count(distinct f.customer_id)`,
  unknown: () => sql`count(f.kind) - count(f.amount)`,
  notes: async (_total, context, { spans, options }) => [
    `Credit by ${options.model}. What is attributed to ads is not what would be missing without them.`,
    ...(await adSpendNotes(context, spans[0]!)),
    ...truncationNote(context, spans[0]!),
  ],
};

export const paidCac: Figure = creditedFigure(spec, paidRows);
