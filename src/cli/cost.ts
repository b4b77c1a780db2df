import { Command } from 'commander';
import { fail } from '../errors.ts';
import { enterCost, forgetCost } from '../measure/cost/entries.ts';
import { type EntryKind, entryKinds } from '../measure/cost-rows.ts';
import { CostEntry } from '../model/cost.ts';
import { Campaign, Channel } from '../model/marketing.ts';
import { Source } from '../model/source.ts';
import { withStore } from './database.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

const which = ['--workspace <name>', 'name or id of the workspace; may be left out where there is one'] as const;

interface Added {
  workspace?: string;
  startsOn: string;
  endsOn?: string;
  currency?: string;
  channel?: string;
  campaign?: string;
  note?: string;
}

const add = new Command('add')
  .description('enter what marketing costs besides ads; it is spread evenly over its days')
  .argument('<kind>', entryKinds.join(', '))
  .argument('<amount>', 'for all its days together, such as 900.00')
  .requiredOption('--starts-on <day>', 'such as 2026-01-01')
  .option('--ends-on <day>', 'the last of its days; left out for a cost of one day')
  .option('--currency <code>', "the workspace's where left out")
  .option('--channel <name>', 'name or id of the channel that it is for')
  .option('--campaign <name>', 'name or id of the campaign that it is for')
  .option('--note <text>')
  .option(...which)
  .addHelpText(
    'after',
    '\nExample:\n  npx clientela cost add AGENCY 900.00 --starts-on 2026-01-01 --ends-on 2026-03-31' +
      '\n\nMany at once: npx clientela import, with a mapping to records of the type marketingCost.',
  )
  .action((kind: string, amount: string, options: Added) =>
    withStore(async (store) => {
      const workspace = await chooseWorkspace(store, options.workspace);
      const { startsOn, endsOn = null, note = null, currency = workspace.currency } = options;
      const em = store.em();
      const workspaceId = workspace.id;
      const channelId = idNamed('--channel', await em.find(Channel, { workspaceId }), options.channel);
      const campaignId = idNamed('--campaign', await em.find(Campaign, { workspaceId }), options.campaign);
      const given = { kind: kind.toUpperCase() as EntryKind, amount, startsOn, endsOn, currency, note };
      const { id } = await store.transaction((within) =>
        enterCost(within, workspaceId, { ...given, channelId, campaignId }),
      );
      console.log(`Entered in the workspace "${workspace.name}". To take it back: npx clientela cost remove ${id}`);
    }),
  );

const list = new Command('list')
  .description('list what marketing costs besides ads, entered and imported')
  .option(...which)
  .action((options: { workspace?: string }) =>
    withStore(async (store) => {
      const { id: workspaceId } = await chooseWorkspace(store, options.workspace);
      const em = store.em();
      const [costs, channels, campaigns, sources] = [
        await em.find(CostEntry, { workspaceId }, { orderBy: { startsOn: 'desc', id: 'asc' } }),
        namesOf(await em.find(Channel, { workspaceId })),
        namesOf(await em.find(Campaign, { workspaceId })),
        namesOf(await em.find(Source, { workspaceId })),
      ];
      const rows = costs.map((cost) => [
        cost.startsOn,
        cost.endsOn ?? cost.startsOn,
        cost.kind,
        `${cost.amount} ${cost.currency}`,
        (cost.campaignId ? campaigns.get(cost.campaignId) : cost.channelId && channels.get(cost.channelId)) ?? '',
        cost.note ?? '',
        cost.sourceId ? `by the source ${sources.get(cost.sourceId)}` : cost.id,
      ]);
      console.log(table(['from', 'to', 'kind', 'amount', 'for', 'note', 'id'], rows));
    }),
  );

const remove = new Command('remove')
  .description('take back a cost that was entered by hand')
  .argument('<id>', 'its id, as `clientela cost list` shows it')
  .option(...which)
  .action((id: string, options: { workspace?: string }) =>
    withStore(async (store) => {
      const workspace = await chooseWorkspace(store, options.workspace);
      await store.transaction((em) => forgetCost(em, workspace.id, id));
      console.log('Taken back.');
    }),
  );

export const costCommand = new Command('cost')
  .description('enter, list and take back what marketing costs besides ads')
  .addCommand(add)
  .addCommand(list)
  .addCommand(remove);

const namesOf = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }) => [id, name]));

/** The id of what has that name or id; null where none is named. Throws BAD_INPUT, naming `option`, where it is not clear. */
function idNamed(option: string, all: readonly { id: string; name: string }[], named: string | undefined) {
  if (named === undefined) return null;
  const found = all.filter(({ id, name }) => id === named || name === named);
  if (found.length === 1) return found[0]!.id;
  const reason =
    found.length === 0
      ? `is "${named}"; there are ${all.map(({ name }) => `"${name}"`).join(', ') || 'none'}`
      : `is "${named}", the name of several; give the id of one: ${found.map(({ id }) => id).join(', ')}`;
  return fail('BAD_INPUT', { field: option, reason });
}
