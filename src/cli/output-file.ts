import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fail } from '../errors.ts';

/** Writes a file that an option names. Throws BAD_INPUT where it cannot be written. */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(resolve(file), text);
  } catch (error) {
    fail('BAD_INPUT', { field: file, reason: `cannot be written (${(error as Error).message})` });
  }
}
