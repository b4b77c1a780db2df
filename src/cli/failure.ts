import { ClientelaError } from '../errors.ts';
import { FieldError } from '../sdk/index.ts';

/** Prints one plain sentence for what was to be expected; the stack only where it is asked for. */
export function report(error: unknown, verbose: boolean): void {
  if (verbose || !(error instanceof Error)) return console.error(error);
  console.error(error.message);
  const isExpected = error instanceof ClientelaError || error instanceof FieldError;
  if (!isExpected)
    console.error('This should not happen. Run the command again with --verbose, and report what it says.');
}
