import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { fail } from '../errors.ts';
import { removeSource } from '../remove-source.ts';
import { withStore } from './database.ts';
import { findSource } from './source-choice.ts';

interface Options {
  workspace?: string;
  yes?: boolean;
}

export const removeCommand = new Command('remove')
  .description('remove a source, its raw records, and all that came of them')
  .argument('<name>', 'the source, as "npx clientela sources" lists it')
  .option('--workspace <name>', 'needed where there are several')
  .option('--yes', 'do not ask')
  .action((name: string, _: Options, command: Command) =>
    withStore(async (store) => {
      // The list has the option --workspace too, and takes it wherever it stands.
      const { workspace, yes } = command.optsWithGlobals<Options>();
      const source = await findSource(store, name, workspace);
      if (!yes && !(await isMeant(name))) return console.log('Nothing was removed.');
      await removeSource(store, source);
      console.log(`Removed the source "${name}" with everything that came of it.`);
    }),
  );

async function isMeant(name: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    fail('BAD_INPUT', { field: '--yes', reason: 'is needed where nobody can be asked whether to remove the source' });
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(
      `This removes the source "${name}", its raw records, and all orders, customers and figures that came of them alone. Type its name to go on: `,
    );
    return answer.trim() === name;
  } finally {
    terminal.close();
  }
}
