import { sql } from 'kysely';
import { adSpendNotes } from '../ad-spend-notes.ts';
import { type Aggregate, aggregate } from '../aggregate.ts';
import type { AttributionModel } from '../attribution/credits.ts';
import type { MeasureContext } from '../context.ts';
import { costScopes } from '../cost-rows.ts';
import type { Figure, Question, Reading } from '../figure.ts';
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

export const paidCac: Figure = { ...aggregate(spec), read };

/** MARKOV tells of a channel what all journeys of a stretch of days say of it, so that each stretch is asked by itself. */
async function read(context: MeasureContext, question: Question): Promise<readonly Reading[]> {
  const model = question.options.model as AttributionModel;
  const rows = async (spans: Question['spans']) => {
    const asked = { ...question, spans };
    const paid = await paidRows(context, asked, model);
    return aggregate({ ...spec, rows: () => paid }).read(context, asked);
  };
  if (model !== 'MARKOV') return rows(question.spans);
  const readings = await Promise.all(question.spans.map((span) => rows([span])));
  return readings.flatMap((own, span) => own.map((reading) => ({ ...reading, span })));
}
