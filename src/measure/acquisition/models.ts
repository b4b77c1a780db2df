import { type RawBuilder, sql } from 'kysely';
import { daysBetween } from '../period.ts';
import { recall, recallRows } from '../recall.ts';
import { epoch, type FittedValue } from '../value/fitted.ts';
import { modelOn } from '../value/model-of.ts';
import { runTask } from '../thread/run.ts';
import { creditedOrders, type Division, type Inquiry, unknownPart, wonOf } from './credited.ts';
import { type HistoryRow, columnsOf } from './histories.ts';
import { fitRows } from './sql.ts';

/** A part with fewer customers behaves as they do elsewhere, as far as anybody can tell; of more than so many some are fitted. */
const fewest = 100;
const most = 5000;

/** By whose behaviour the customers of a part are foretold. */
export interface PartModel {
  fit: FittedValue;
  of: Division;
}

/**
 * The model of each part: fitted to all customers that it has ever won, where they are enough; else a campaign has its channel's,
 * and a channel the workspace's. Customers chosen by a filter are foretold as all are: by what is known of each.
 */
export async function modelsOf(inquiry: Inquiry): Promise<(part: string) => PartModel | null> {
  const { context, division, query } = inquiry;
  const kept = await modelOn(context.em, context.workspace.id, context.asOf);
  const shop: PartModel | null = kept && { fit: kept.fit, of: 'ALL' };
  if (division === 'ALL' || query.filter) return () => shop;
  const channels = await fitsBy('CHANNEL', inquiry);
  const ofChannel = (channel: string): PartModel | null => {
    const fit = channels.get(channel);
    return fit ? { fit, of: 'CHANNEL' } : shop;
  };
  if (division === 'CHANNEL') return ofChannel;
  const campaigns = await fitsBy('CAMPAIGN', inquiry);
  const channelOf = await readChannels(inquiry);
  return (campaign) => {
    const fit = campaigns.get(campaign);
    return fit ? { fit, of: 'CAMPAIGN' } : ofChannel(channelOf.get(campaign) ?? unknownPart);
  };
}

async function fitsBy(division: Division, { context, query }: Inquiry): Promise<Map<string, FittedValue>> {
  const { asOf, span } = context;
  const { model, lookBackDays } = query.options;
  const period = { from: span?.from ?? asOf, to: asOf };
  const fits = await recall(context, ['fits by part', division, model, lookBackDays, asOf], async () => {
    const won = wonOf(await creditedOrders({ context, division, query: { ...query, period } }, 'FIRST'));
    const statement = fitRows(context, won, { least: fewest, most }) as RawBuilder<HistoryRow>;
    const { rows } = await statement.execute(context.em.getKysely());
    const tasks = rows.map((row) => ({
      histories: columnsOf(row),
      asOf: daysBetween(epoch, asOf),
      repeatsByWeek: [],
      holdOut: null,
    }));
    const fitted = tasks.length > 0 ? await runTask('fitEach', tasks) : [];
    return rows.flatMap(({ part }, at) => (fitted[at] ? [[part, fitted[at]] as const] : []));
  });
  return new Map(fits);
}

async function readChannels({ context }: Inquiry): Promise<Map<string, string>> {
  const rows = await recallRows(
    context,
    sql<{ id: string; channel: string }>`
    select id, channel_id as channel from campaigns
    where workspace_id = ${context.workspace.id} and channel_id is not null`,
  );
  return new Map(rows.map(({ id, channel }) => [id, channel]));
}
