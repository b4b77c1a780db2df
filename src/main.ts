import { CommanderError } from 'commander';
import { report } from './cli/failure.ts';
import { program } from './cli/program.ts';

// A reader such as `head` may leave before all is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    report(error, process.argv.includes('--verbose'));
    process.exitCode = 1;
  }
}
