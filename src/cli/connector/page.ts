import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlacedConnector } from '../../load-connectors.ts';
import {
  type Connector,
  type DeclaredStream,
  FieldError,
  holdsPersonalData,
  type Json,
  type Stream,
} from '../../sdk/index.ts';
import { code, endsOf, limitOf, readingOf } from './reading.ts';

const note = '<!-- Written by `npx clientela connector docs`: do not edit. -->';

/** A connector's page, as its declaration tells. */
export function pageOf(placed: PlacedConnector): string {
  const { connector } = placed;
  const config = exampleConfig(placed);
  const streams = config === undefined ? undefined : connector.streams(config);
  return paragraphs([
    note,
    `# ${connector.title}`,
    `${kinds[connector.kind]}, read by the connector ${code(connector.id)}, version ${connector.version}.${more(connector)}`,
    '## Settings',
    settingsOf(connector),
    '## Streams',
    streams ? streamsOf(streams) : 'They follow from the settings.',
    ...webhooksOf(connector),
    ...limitsOf(connector, config),
  ]);
}

/** The list of connectors, with links to their pages. */
export function catalogueOf(all: readonly PlacedConnector[]): string {
  const rows = all.map(({ connector: { id, title, kind, webhooks } }) => [
    `[${title}](${id}.md)`,
    code(id),
    kinds[kind],
    webhooks ? 'yes' : '',
  ]);
  return paragraphs([note, '# Connectors', table(['Connector', 'Id', 'Reads', 'Webhooks'], rows)]);
}

const kinds: Record<Connector<unknown>['kind'], string> = {
  SHOP: 'A shop',
  ADS: 'Advertising',
  HELPDESK: 'A help desk',
  CRM: 'Customers and deals',
  MARKETING: 'Marketing',
  ANALYTICS: 'Web analytics',
  FILE: 'Files',
  DATABASE: 'A database',
  FOREIGN: 'A foreign program',
};

function more({ docs }: Connector<unknown>): string {
  if (!docs) return '';
  const link = /^(connectors|docs)\//.test(docs) ? `../../${docs}` : docs;
  return ` What stands behind its numbers, and what it cannot see: [${docs.split('/').at(-1)}](${link}).`;
}

interface Property {
  type?: string;
  description?: string;
  default?: Json;
  enum?: Json[];
}

function settingsOf({ settings, secrets = [] }: Connector<unknown>): string {
  const { properties = {}, required = [] } = settings as { properties?: Record<string, Property>; required?: string[] };
  const rows = Object.entries(properties).map(([name, property]) => [
    code(name),
    required.includes(name) ? 'required' : property.default === undefined ? '' : code(JSON.stringify(property.default)),
    (secrets as readonly string[]).includes(name) ? 'yes' : '',
    [property.description, property.enum?.map((value) => code(String(value))).join(', ')].filter(Boolean).join('; '),
  ]);
  return rows.length === 0 ? 'It needs none.' : table(['Setting', 'Default', 'Secret', 'What it is'], rows);
}

function streamsOf(streams: Record<string, Stream | DeclaredStream>): string {
  const rows = Object.entries(streams).map(([name, stream]) => [
    code(name),
    stream.entities.join(', '),
    readingOf(stream),
    endsOf(stream),
    holdsPersonalData(stream) ? 'yes' : '',
    (stream.scopes ?? []).join(', '),
  ]);
  return table(['Stream', 'Becomes', 'Read', 'Gone when', 'Personal data', 'Needs'], rows);
}

function webhooksOf({ webhooks }: Connector<unknown>): string[] {
  if (!webhooks) return [];
  const setup = webhooks.setup.replaceAll('{url}', "`<address of the server>/webhooks/<source's id>`");
  return ['## Webhooks', `They only shorten the wait: reading stays the truth. ${setup}`];
}

function limitsOf(connector: Connector<unknown>, config: unknown): string[] {
  const limits = config === undefined ? [] : (connector.http?.(config).limits ?? []);
  const obeyed = 'Answers that say how long to wait are obeyed.';
  return connector.http ? ['## Limits', [...limits.map(limitOf), obeyed].map((line) => `- ${line}`).join('\n')] : [];
}

/** The settings of the connector's fixtures, or none where none are needed. */
function exampleConfig({ connector, folder }: PlacedConnector): unknown {
  const tries = [() => readFileSync(join(folder, 'fixtures/settings.json'), 'utf8'), () => '{}'];
  for (const settings of tries) {
    try {
      return connector.parse(JSON.parse(settings()));
    } catch (error) {
      if (!(error instanceof FieldError) && (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const used = titles.map((_, column) => rows.some((row) => row[column] !== ''));
  const line = (cells: readonly string[]) =>
    `| ${cells
      .filter((_, column) => used[column])
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

const paragraphs = (parts: readonly string[]): string => `${parts.join('\n\n')}\n`;
