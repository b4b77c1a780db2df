import { Command } from 'commander';
import { calendarCommand } from './calendar.ts';
import { connectCommand } from './connect.ts';
import { connectorCommand } from './connector.ts';
import { costCommand } from './cost.ts';
import { cpiCommand } from './cpi.ts';
import { demoCommand } from './demo.ts';
import { importCommand } from './import.ts';
import { keyCommand } from './key.ts';
import { rejectsCommand } from './rejects.ts';
import { runsCommand } from './runs.ts';
import { schemaCommand } from './schema.ts';
import { secretsCommand } from './secrets.ts';
import { serveCommand } from './serve.ts';
import { sourcesCommand } from './sources.ts';
import { syncCommand } from './sync.ts';
import { workspaceCommand } from './workspace.ts';

/** The command line. Throws a CommanderError with the exit code where it ends early, help and wrong usage included. */
export function program(): Command {
  const clientela = new Command('clientela').description(
    'Customer intelligence from your own data: load it, ask it in GraphQL.',
  );
  for (const command of [
    serveCommand,
    importCommand,
    connectCommand,
    syncCommand,
    demoCommand,
    rejectsCommand,
    sourcesCommand,
    runsCommand,
    workspaceCommand,
    calendarCommand,
    costCommand,
    cpiCommand,
    keyCommand,
    secretsCommand,
    schemaCommand,
    connectorCommand,
  ]) {
    clientela.addCommand(command);
  }
  return likeAll(clientela);
}

/** What holds for every command: it throws instead of ending the process, and explains unexpected errors when asked. */
function likeAll(command: Command): Command {
  for (const each of command.commands) likeAll(each);
  return command
    .option('--verbose', 'show the details of an error')
    .showSuggestionAfterError()
    .showHelpAfterError('Run it with --help to see what it takes.')
    .exitOverride();
}
