import { writeFileSync } from 'node:fs';
import { Command } from 'commander';

export const schemaCommand = new Command('schema')
  .description("print the API's contract")
  .option('--write <file>', 'write it there instead')
  .action(async ({ write }: { write?: string }) => {
    const { printSchema } = await import('../serve/schema.ts');
    if (write === undefined) process.stdout.write(printSchema());
    else writeFileSync(write, printSchema());
  });
