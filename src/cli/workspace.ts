import { Command, Option } from 'commander';
import { fail } from '../errors.ts';
import { attributionModels } from '../measure/attribution/credits.ts';
import { createWorkspace } from '../model/new-workspace.ts';
import { Workspace } from '../model/workspace.ts';
import { country, currency, timeZone } from '../sdk/index.ts';
import { withStore } from './database.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

const attributionModel = () =>
  new Option('--attribution-model <model>', 'by which orders are attributed where no model is asked for').choices(
    attributionModels,
  );

const create = new Command('create')
  .description('make a workspace: a business with its currency and its time zone')
  .argument('<name>')
  .requiredOption('--currency <code>', 'ISO 4217, such as EUR', checked('--currency', currency))
  .requiredOption('--time-zone <zone>', 'IANA, such as Europe/Rome', checked('--time-zone', timeZone))
  .option(
    '--country <code>',
    'of phone numbers without a prefix, ISO 3166-1, such as IT',
    checked('--country', country),
  )
  .addOption(attributionModel())
  .addHelpText('after', '\nExample:\n  npx clientela workspace create shop --currency EUR --time-zone Europe/Rome')
  .action(
    (name: string, options: { currency: string; timeZone: string; country?: string; attributionModel?: string }) =>
      withStore(async (store) => {
        const existing = await store.em().findOne(Workspace, { name });
        if (existing) fail('BAD_INPUT', { field: name, reason: 'is the name of a workspace already' });
        const { id } = await createWorkspace(store.em(), { name, ...options });
        console.log(
          `Made the workspace "${name}" (${id}). To load data: npx clientela import <folder> --workspace ${JSON.stringify(name)}`,
        );
      }),
  );

const list = new Command('list').description('list the workspaces').action(() =>
  withStore(async (store) => {
    const all = await store.em().findAll(Workspace, { orderBy: { createdAt: 'asc' } });
    const rows = all.map((each) => [
      each.name,
      each.currency,
      each.timeZone,
      each.attributionModel,
      each.simulated ? 'simulated' : '',
      each.id,
    ]);
    console.log(table(['name', 'currency', 'time zone', 'attribution', '', 'id'], rows));
  }),
);

const change = new Command('change')
  .description('change what the figures of a workspace go by')
  .argument('<name>')
  .addOption(attributionModel().makeOptionMandatory())
  .action((name: string, options: { attributionModel: string }) =>
    withStore(async (store) => {
      const { id } = await chooseWorkspace(store, name);
      await store.em().nativeUpdate(Workspace, { id }, options);
      console.log(
        `The workspace "${name}" attributes orders by ${options.attributionModel} where no model is asked for.`,
      );
    }),
  );

export const workspaceCommand = new Command('workspace')
  .description('make, list and change workspaces')
  .addCommand(create)
  .addCommand(change)
  .addCommand(list);

interface Schema {
  safeParse(text: string): { success: boolean; error?: { issues: { message: string }[] } };
}

function checked(field: string, schema: Schema): (text: string) => string {
  return (text) => {
    const { error } = schema.safeParse(text);
    return error ? fail('BAD_INPUT', { field, reason: error.issues[0]!.message }) : text;
  };
}
