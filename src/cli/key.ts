import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { fail } from '../errors.ts';
import { createApiKey, revokeApiKey, type Scope, scopes } from '../model/api-key.ts';
import { ApiKey } from '../model/workspace.ts';
import { withStore } from './database.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

const isScope = (name: string): name is Scope => (scopes as readonly string[]).includes(name);

function scopeList(text: string): Scope[] {
  const names = text.split(',').map((name) => name.trim().toUpperCase());
  return names.map((name) =>
    isScope(name)
      ? name
      : fail('BAD_INPUT', { field: '--scopes', reason: `has no "${name}"; there are ${scopes.join(', ')}` }),
  );
}

const create = new Command('create')
  .description('make an API key; it is shown once')
  .option('--workspace <name>', 'needed where there are several')
  .option('--label <text>', 'what the key is for', 'made on the command line')
  .option('--scopes <names>', `comma separated, of ${scopes.join(', ')}`, scopeList, [
    'READ_METRICS',
    'READ_CUSTOMERS',
  ] as Scope[])
  .addHelpText('after', '\nExample:\n  npx clientela key create --label dashboard --scopes READ_METRICS,READ_CUSTOMERS')
  .action((options: { workspace?: string; label: string; scopes: Scope[] }) =>
    withStore(async (store) => {
      const { host, port } = readConfig();
      const { id, name } = await chooseWorkspace(store, options.workspace);
      const { secret } = await createApiKey(store.em(), {
        workspaceId: id,
        label: options.label,
        scopes: options.scopes,
      });
      console.log(
        `A key to the workspace "${name}" with ${options.scopes.join(', ')}. Only its hash is kept, so keep it now:\n${secret}\n` +
          `While the server runs (npm start), this opens the query editor with it:\nhttp://${host}:${port}/#key=${secret}`,
      );
    }),
  );

const list = new Command('list')
  .description('list the API keys of a workspace')
  .option('--workspace <name>', 'needed where there are several')
  .action((options: { workspace?: string }) =>
    withStore(async (store) => {
      const { id } = await chooseWorkspace(store, options.workspace);
      const keys = await store.em().find(ApiKey, { workspaceId: id }, { orderBy: { createdAt: 'asc' } });
      const rows = keys.map((key) => [
        key.prefix,
        key.label,
        key.scopes.join(' '),
        key.lastUsedAt?.toISOString() ?? 'never',
        key.revokedAt ? 'revoked' : '',
        key.id,
      ]);
      console.log(table(['key', 'label', 'scopes', 'last used', '', 'id'], rows));
    }),
  );

const revoke = new Command('revoke')
  .description('revoke an API key')
  .argument('<id>', 'its id, as `clientela key list` shows it')
  .option('--workspace <name>', 'needed where there are several')
  .action((id: string, options: { workspace?: string }) =>
    withStore(async (store) => {
      const workspace = await chooseWorkspace(store, options.workspace);
      const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id);
      const isRevoked = isUuid && (await revokeApiKey(store.em(), workspace.id, id));
      if (!isRevoked) fail('NOT_FOUND', { kind: 'API key', id, wayOut: 'To list them: npx clientela key list' });
      console.log('Revoked.');
    }),
  );

export const keyCommand = new Command('key')
  .description('make, list and revoke API keys')
  .addCommand(create)
  .addCommand(list)
  .addCommand(revoke);
