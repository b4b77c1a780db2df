import { Command } from 'commander';
import { loadConnectors } from '../../load-connectors.ts';
import { table } from '../table.ts';

export const listCommand = new Command('list').description('list the connectors that there are').action(async () => {
  const rows = (await loadConnectors()).map(({ id, title, kind, version }) => [id, title, kind, version]);
  console.log(table(['id', 'title', 'kind', 'version'], rows));
});
