import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { connectors } from '../../connectors.ts';
import { findConnector } from '../../load-connectors.ts';
import { writeOutput } from '../output-file.ts';
import { catalogueOf, pageOf } from './page.ts';

export const docsCommand = new Command('docs')
  .description('describe connectors by their declarations: one, or all that come with the product')
  .argument('[connector]', 'its id, or the folder or file it lies in')
  .option('--write <folder>', 'write the pages there, and without a connector the list of them')
  .action(async (place: string | undefined, { write }: { write?: string }) => {
    const ids = place === undefined ? connectors.map(({ id }) => id) : [place];
    const placed = await Promise.all(ids.map(findConnector));
    const pages = placed.map((one) => [`${one.connector.id}.md`, pageOf(one)] as const);
    const all = place === undefined ? [['README.md', catalogueOf(placed)] as const, ...pages] : pages;
    if (write !== undefined) mkdirSync(write, { recursive: true });
    for (const [name, page] of all) {
      if (write === undefined) console.log(page);
      else writeOutput(join(write, name), page);
    }
  });
