import { sql } from 'kysely';
import { aggregate, type Aggregate } from '../aggregate.ts';
import type { MeasureContext } from '../context.ts';
import type { Figure, Question, Reading } from '../figure.ts';
import { dealsWithoutDuration, firstLead, type LeadDay, leadRows, undatedLeads } from './sql.ts';

const byContact = 'Leads count on the day of their first contact, or of the deal where no contact is known.';

type Named = Pick<
  Aggregate,
  'key' | 'name' | 'description' | 'formula' | 'unit' | 'higherIsBetter' | 'method' | 'numerator'
>;
function leadFigure(dated: LeadDay, spec: Named & Partial<Aggregate>): Figure {
  return aggregate({
    dimensions: ['origin', 'lead_segment', 'country', 'source'],
    options: [],
    rows: (context, question) => leadRows(dated, context, question),
    since: firstLead,
    notes: withoutDay,
    ...spec,
  });
}

const days = (direction: 'asc' | 'desc') =>
  sql`percentile_disc(0.5) within group (order by f.days ${sql.raw(direction)})`;

export const leadFigures: readonly Figure[] = [
  leadFigure('CONTACT', {
    key: 'leads',
    name: 'Leads',
    description: 'Prospects who were first in contact.',
    formula: `Count of leads. ${byContact}`,
    unit: 'COUNT',
    higherIsBetter: true,
    method: 'leads@1',
    zero: true,
    numerator: () => sql`count(*)`,
  }),
  leadFigure('CONTACT', {
    key: 'lead_win_rate',
    name: 'Win rate of leads',
    description: 'How many of the leads became a deal.',
    formula: `Leads won by now / leads; those still open may yet be won. ${byContact}`,
    unit: 'RATIO',
    higherIsBetter: true,
    method: 'lead-win-rate@1',
    share: true,
    numerator: () => sql`count(*) filter (where f.won)`,
    denominator: () => sql`count(*)`,
  }),
  leadFigure('DEAL', {
    key: 'days_to_win',
    name: 'Time to win a lead',
    description: 'How long it takes from the first contact to the deal, in days.',
    formula:
      'Median of the time from the first contact to the deal, in days of 24 hours, over the deals won on these days. Deals ' +
      'that are dated before their first contact, or have no known one, are counted and have no duration.',
    unit: 'DURATION',
    higherIsBetter: false,
    method: 'median-days-to-win@1',
    value: () => sql`trim_scale((${days('asc')} + ${days('desc')}) / 2)`,
    numerator: () => sql`sum(f.days)`,
    denominator: () => sql`count(f.days)`,
    notes: withoutDuration,
  }),
];

async function withoutDay(_total: Reading | undefined, context: MeasureContext): Promise<string[]> {
  const leads = await undatedLeads(context);
  return leads > 0 ? [`Without a day of contact or deal, and so in no period: ${leads} leads.`] : [];
}

async function withoutDuration(
  total: Reading | undefined,
  context: MeasureContext,
  asked: Question,
): Promise<string[]> {
  const { early, unknown } = await dealsWithoutDuration(context, asked);
  const deals = total?.count ?? 0;
  return [
    ...(early > 0 ? [`Won before the first contact, and without a duration: ${early} of ${deals} deals.`] : []),
    ...(unknown > 0 ? [`Without a known first contact, and without a duration: ${unknown} of ${deals} deals.`] : []),
  ];
}
