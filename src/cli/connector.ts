import { Command } from 'commander';
import { docsCommand } from './connector/docs.ts';
import { listCommand } from './connector/list.ts';
import { newCommand } from './connector/new.ts';
import { testCommand } from './connector/test.ts';
import { tryCommand } from './connector/try.ts';

export const connectorCommand = new Command('connector')
  .description('make, test, try, describe and list connectors')
  .addCommand(newCommand)
  .addCommand(listCommand)
  .addCommand(testCommand)
  .addCommand(tryCommand)
  .addCommand(docsCommand);
