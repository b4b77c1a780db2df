import { Command } from 'commander';
import { ClientelaError } from '../errors.ts';
import type { Connector, Json } from '../sdk/index.ts';
import { openDesk } from '../source-desk.ts';
import { withStore } from './database.ts';
import { collect, givenSettings, type SettingsOptions } from './given-settings.ts';
import { ask } from './question.ts';
import { describedSettings, listSettings } from './settings-list.ts';
import { sourceAccess } from './source-access.ts';
import { chooseOwnWorkspace } from './workspace-choice.ts';

interface Options extends SettingsOptions {
  name?: string;
  workspace?: string;
  dryRun?: boolean;
}

export const connectCommand = new Command('connect')
  .description('connect a shop, ad account or help desk; for a source that is there already, change its settings')
  .argument('<connector>', 'its id, as `clientela connector list` shows it')
  .option('--name <name>', "the source's name; otherwise the connector's id")
  .option('--set <name=value>', 'a setting; the value may be @file, @env:VARIABLE, or - for the input', collect, [])
  .option('--settings <file>', 'settings in YAML or JSON; --set counts above them')
  .option('--workspace <name>', 'needed where there are several')
  .option('--dry-run', 'ask the vendor whether the settings are right, and keep nothing')
  .addHelpText(
    'after',
    `
Examples:
  npx clientela connect woocommerce --name shop --set url=https://shop.example
  npx clientela connect zendesk --set url=https://acme.zendesk.com --set accessToken=@env:ZENDESK_TOKEN
  npx clientela connect woocommerce --name shop --set consumerSecret=-     (another one, from the input)

On a terminal it asks for what is missing. Secrets are kept encrypted, and are never shown again.`,
  )
  .action(async (id: string, options: Options) => {
    const access = await sourceAccess();
    const connector = access.connectors.find((each) => each.id === id);
    const settings = connector ? givenSettings(connector, options) : {};
    await withStore(async (store) => {
      const desk = openDesk(store, access);
      if (options.dryRun) {
        const { account } = await asking(connector, settings, () => desk.check({ connector: id, settings }));
        return console.log(`${connector!.title} answers: ${account}. Nothing was kept: this was a dry run.`);
      }
      const { id: workspaceId } = await chooseOwnWorkspace(store, options.workspace);
      const name = options.name ?? id;
      const connect = () => desk.connect({ workspaceId, connector: id, name, settings });
      const { account } = await asking(connector, settings, connect);
      console.log(nextSteps(name, account, connector!));
    });
  });

/** Does the work; on a terminal again with the answer wherever a setting is missing, else it is told which there are. */
async function asking<Result>(
  connector: Connector<unknown> | undefined,
  settings: Record<string, Json>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const [, name] = (error instanceof ClientelaError && /^settings\.(.+)$/.exec(error.field ?? '')) || [];
      const setting = describedSettings(connector).find((each) => each.name === name);
      if (!setting || setting.name in settings || !process.stdin.isTTY) {
        if (name !== undefined && connector) console.error(`${listSettings(connector)}\n`);
        throw error;
      }
      const { description, isSecret } = setting;
      settings[setting.name] = await ask(`${setting.name}${description ? ` (${description})` : ''}: `, isSecret);
    }
  }
}

function nextSteps(name: string, account: string, { title }: Connector<unknown>): string {
  const quoted = JSON.stringify(name);
  return `The source ${quoted} is connected: ${title}, ${account}.
To read it now:              npx clientela sync ${quoted}
To read it every hour:       npx clientela sources schedule ${quoted} "0 * * * *"`;
}
