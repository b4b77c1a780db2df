import { Command } from 'commander';
import { fail } from '../errors.ts';
import { createWorkspace } from '../model/new-workspace.ts';
import { Workspace } from '../model/workspace.ts';
import { country, currency, timeZone } from '../sdk/index.ts';
import { withStore } from './database.ts';
import { table } from './table.ts';

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
  .addHelpText('after', '\nExample:\n  npx clientela workspace create shop --currency EUR --time-zone Europe/Rome')
  .action((name: string, options: { currency: string; timeZone: string; country?: string }) =>
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
      each.simulated ? 'simulated' : '',
      each.id,
    ]);
    console.log(table(['name', 'currency', 'time zone', '', 'id'], rows));
  }),
);

export const workspaceCommand = new Command('workspace')
  .description('make and list workspaces')
  .addCommand(create)
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
