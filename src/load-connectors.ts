import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readConfig } from './config.ts';
import { connectors } from './connectors.ts';
import { fail } from './errors.ts';
import { packageFolder } from './package-folder.ts';
import type { Connector } from './sdk/index.ts';

type AnyConnector = Connector<unknown>;

/**
 * The connectors that come with the product, and those that CLIENTELA_CONNECTORS names: folders, folders of such folders,
 * files or installed packages. Throws CONNECTOR_UNUSABLE.
 */
export async function loadConnectors(places = readConfig().connectors): Promise<readonly AnyConnector[]> {
  const all = new Map(connectors.map((connector) => [connector.id, connector]));
  for (const place of places) {
    for (const connector of await loadPlace(place)) {
      if (all.has(connector.id)) unusable(place, `there is another connector with the id "${connector.id}"`);
      all.set(connector.id, connector);
    }
  }
  return [...all.values()];
}

/** A connector and the folder that it and its fixtures lie in. */
export interface PlacedConnector {
  connector: AnyConnector;
  folder: string;
}

/** The connector of that id, or the one at that place. Throws NOT_FOUND or CONNECTOR_UNUSABLE. */
export async function findConnector(idOrPlace: string): Promise<PlacedConnector> {
  if (isPath(idOrPlace)) {
    const [entry, ...more] = entriesIn(idOrPlace);
    if (!entry || more.length > 0) unusable(idOrPlace, 'one connector is expected there: name its folder or its file');
    const place = resolve(idOrPlace);
    return { connector: await load(entry), folder: existsSync(join(place, 'fixtures')) ? place : dirname(entry) };
  }
  const known = await loadConnectors();
  const connector = known.find(({ id }) => id === idOrPlace);
  const wayOut = `There are: ${known.map(({ id }) => id).join(', ')}. To name a folder, write ./${idOrPlace}`;
  if (!connector) fail('NOT_FOUND', { kind: 'connector', id: idOrPlace, wayOut });
  return { connector, folder: join(packageFolder, 'connectors', idOrPlace) };
}

const isPath = (place: string): boolean => /[/\\]/.test(place) || place.startsWith('.') || place.endsWith('.ts');

async function loadPlace(place: string): Promise<AnyConnector[]> {
  const entries = isPath(place) ? entriesIn(place) : [place];
  if (entries.length === 0) unusable(place, 'there is no such file, nor a folder with an index.ts or index.js');
  return Promise.all(entries.map(load));
}

/** The files at a path to load: the file itself, a folder's own, or those of the folders within it. */
function entriesIn(path: string): string[] {
  const place = resolve(path);
  const stat = statSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [place];
  const own = entryOf(place);
  return own ? [own] : readdirSync(place).flatMap((name) => entryOf(join(place, name)) ?? []);
}

function entryOf(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  const { main } = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { main?: string }) : {};
  const names = [...(main ? [main] : []), 'index.ts', 'index.js', 'index.mjs'];
  return names.map((name) => join(folder, name)).find((file) => existsSync(file));
}

/** `entry` is a file's absolute path, or a package's name. */
async function load(entry: string): Promise<AnyConnector> {
  hookImports();
  try {
    const module = (await import(isPath(entry) ? pathToFileURL(entry).href : entry)) as { default?: unknown };
    return checked(module.default);
  } catch (error) {
    return unusable(entry, error instanceof Error ? error.message : String(error));
  }
}

const parts = {
  ...{ id: 'string', title: 'string', version: 'string', kind: 'string', settings: 'object' },
  ...{ parse: 'function', check: 'function', streams: 'function' },
};

function checked(exported: unknown): AnyConnector {
  const connector = (exported ?? {}) as Record<string, unknown>;
  const wrong = Object.entries(parts).find(([name, type]) => typeof connector[name] !== type);
  if (wrong) throw new Error(`its default export is no connector: "${wrong[0]}" is missing or no ${wrong[1]}`);
  if (!/^[a-z][a-z0-9-]*$/.test(String(connector['id'])))
    throw new Error(`the id "${String(connector['id'])}" must be of small letters, digits and hyphens`);
  return exported as AnyConnector;
}

let hooked = false;
const packageOfOurs = new URL(import.meta.url).href;

/**
 * Connectors from outside get this program's own SDK, whether or not they have one installed: errors are told by their
 * class, which must be the same on both sides. Packages are looked for from the folder that the program was started in.
 */
function hookImports(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'clientela/sdk') return next(specifier, { ...context, parentURL: packageOfOurs });
      if (context.parentURL === packageOfOurs && !/^(file|node):|^[./]/.test(specifier))
        return next(specifier, { ...context, parentURL: pathToFileURL(join(process.cwd(), 'package.json')).href });
      // Whatever a package.json says, or leaves out: connectors are modules.
      if (specifier.endsWith('.ts')) return { ...next(specifier, context), format: 'module-typescript' };
      return next(specifier, context);
    },
  });
}

function unusable(place: string, reason: string): never {
  fail('CONNECTOR_UNUSABLE', { place, reason });
}
