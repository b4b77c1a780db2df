import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { fail } from '../../errors.ts';
import { packageFolder } from '../../package-folder.ts';

export const newCommand = new Command('new')
  .description('make a folder with a connector to begin from, whose tests pass as they are')
  .argument('<id>', 'its id, of small letters, digits and hyphens')
  .option('--folder <folder>', 'where, ./<id> by default')
  .action((id: string, { folder = id }: { folder?: string }) => {
    if (!/^[a-z][a-z0-9-]*$/.test(id))
      fail('BAD_INPUT', { field: 'The id', reason: `"${id}" must be of small letters, digits and hyphens` });
    const place = resolve(folder);
    if (existsSync(place) && readdirSync(place).length > 0)
      fail('BAD_INPUT', { field: folder, reason: 'holds something already: give another folder with --folder' });
    for (const [name, text] of files(id)) write(join(place, name), text);
    write(join(place, 'package.json'), manifest(id, place));
    const shown = relative('.', place) || '.';
    console.log(
      [
        `Made a connector in ${shown}. It reads a shop that is made up; its tests pass already:`,
        `  npx clientela connector test ./${shown}`,
        'Then make it yours: index.ts says how the vendor is asked, map.ts what records mean, fixtures/ what they look like.',
        `  npx clientela connector try ./${shown} --set url=https://… --set token=@token.txt`,
      ].join('\n'),
    );
  });

const template = join(packageFolder, 'templates/connector');

function files(id: string): [string, string][] {
  return readdirSync(template, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name) && name !== 'package.json')
    .map((name) => [name, filled(name, id)]);
}

/** A file of the template, with the connector's id and title in it. */
function filled(name: string, id: string): string {
  const words = id.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return readFileSync(join(template, name), 'utf8').replaceAll('acme', id).replaceAll('Acme', words.join(' '));
}

/** Where this program is no installed package, the connector's types come from its folder. */
function manifest(id: string, place: string): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string };
  const written = JSON.parse(filled('package.json', id)) as Record<string, Record<string, string>>;
  const installed = packageFolder.split(sep).includes('node_modules');
  written['peerDependencies'] = { clientela: `^${version}` };
  if (!installed) written['devDependencies']!['clientela'] = `file:${relative(place, packageFolder)}`;
  return `${JSON.stringify(written, null, 2)}\n`;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
