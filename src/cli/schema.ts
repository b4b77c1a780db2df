import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { printSchema } from '../serve/schema.ts';

export const schemaCommand = new Command('schema')
  .description("print the API's contract")
  .option('--write <file>', 'write it there instead')
  .action(({ write }: { write?: string }) => {
    if (write === undefined) process.stdout.write(printSchema());
    else writeFileSync(write, printSchema());
  });
