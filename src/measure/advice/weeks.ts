import type { MeasureContext } from '../context.ts';
import type { AttributionChoice } from '../attribution/credits.ts';
import { addDays, type Period } from '../period.ts';
import { recall, recallRows } from '../recall.ts';
import { type Response, responsesOf, type Week } from './response.ts';
import { weekRows } from './sql.ts';

const mostWeeks = 156;
/** So many weigh the split of a week; those that spent less are left out. */
const mostCampaigns = 100;

/** The weeks that spend is known of: up to three years, to the last day that is over. */
export function historyOf({ span, completeThrough: to }: MeasureContext): Period | null {
  if (!span) return null;
  const from = addDays(to, 1 - 7 * mostWeeks);
  return { from: from < span.from ? span.from : from, to };
}

/** How the customers of each campaign grow with its spend, by the campaigns' ids. */
export async function readResponses(
  context: MeasureContext,
  choice: AttributionChoice,
): Promise<ReadonlyMap<string, Response>> {
  const history = historyOf(context);
  if (!history) return new Map();
  const statement = await weekRows(context, choice, history);
  const { sql, parameters } = statement.compile(context.em.getKysely());
  return recall(context, ['responses', sql, parameters], async () => {
    const rows = await recallRows(context, statement);
    const spent = rows.filter((row): row is Week => row.campaign !== null);
    const free = rows.filter(({ campaign }) => campaign === null);
    return responsesOf(largest(spent), new Map(free.map(({ week, customers }) => [week, customers])));
  });
}

function largest(cells: readonly Week[]): Week[] {
  const spend = new Map<string, number>();
  for (const { campaign, spend: amount } of cells) spend.set(campaign, (spend.get(campaign) ?? 0) + (amount ?? 0));
  const order = [...spend.keys()].toSorted((one, other) => spend.get(other)! - spend.get(one)!);
  const kept = new Set(order.slice(0, mostCampaigns));
  return cells.filter(({ campaign }) => kept.has(campaign));
}
