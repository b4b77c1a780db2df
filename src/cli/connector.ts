import { Command } from 'commander';
import { listCommand } from './connector/list.ts';

export const connectorCommand = new Command('connector')
  .description('make, test, try and list connectors')
  .addCommand(listCommand);
