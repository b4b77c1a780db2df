import { Command } from 'commander';
import { stringify } from 'yaml';
import { readConfig } from '../../config.ts';
import { ClientelaError } from '../../errors.ts';
import { checkSource } from '../../land/check.ts';
import type { PreviewedRecord } from '../../land/desk.ts';
import { findConnector } from '../../load-connectors.ts';
import { previewStream } from '../../preview.ts';
import { collect, givenSettings, type SettingsOptions } from '../given-settings.ts';
import { wholeNumber } from '../whole-number.ts';
import { connectorArgument } from './test.ts';

interface Options extends SettingsOptions {
  stream?: string;
  records: number;
  json?: boolean;
}

export const tryCommand = new Command('try')
  .description('ask the vendor for some records of each stream, and show them beside what they become; writes nothing')
  .addArgument(connectorArgument)
  .option('--set <name=value>', 'a setting; the value may be @file, @env:VARIABLE, or - for the input', collect, [])
  .option('--settings <file>', 'settings as JSON or YAML')
  .option('--stream <name>', 'this stream alone')
  .option('--records <count>', 'how many of each', wholeNumber, 10)
  .option('--json', 'print whole records as JSON, one stream a line')
  .addHelpText(
    'after',
    '\nA vendor on this machine is asked only where CLIENTELA_ALLOW_PRIVATE_SOURCES is true.\nExample:\n  npx clientela connector try ./acme --set url=https://acme.example --set token=@token.txt',
  )
  .action(async (place: string, options: Options) => {
    const { connector } = await findConnector(place);
    const config = connector.parse(givenSettings(connector, options));
    const http = { allowPrivateAddresses: readConfig().allowPrivateSources };
    const { account } = await checkSource(connector, config, http);
    if (!options.json) console.log(`${connector.title} answers: ${account}`);
    const names = options.stream === undefined ? Object.keys(connector.streams(config)) : [options.stream];
    for (const stream of names) {
      try {
        const records = await previewStream({ connector, config, http }, stream, options.records);
        console.log(options.json ? JSON.stringify({ stream, records }) : described(stream, records));
      } catch (error) {
        if (!(error instanceof ClientelaError)) throw error;
        process.exitCode = 1;
        console.error(`\n${stream}: ${error.message}`);
      }
    }
  });

function described(stream: string, records: readonly PreviewedRecord[]): string {
  const rejected = records.filter(({ rejects }) => rejects.length > 0).length;
  const head = `\n== ${stream}: ${records.length} read${rejected > 0 ? `, ${rejected} rejected` : ''}`;
  return [head, ...records.map((record) => sideBySide(record))].join('\n');
}

/** A record as it came, and what it becomes to the right of it. */
function sideBySide({ key, payload, drafts, rejects }: PreviewedRecord): string {
  const mapped = [
    ...rejects.map(({ field, reason, value }) => `✗ ${field} ${reason}${value === null ? '' : `: ${value}`}`),
    ...drafts.flatMap(({ type, data }) => [type, ...lines(data).map((line) => `  ${line}`)]),
  ];
  const raw = lines(payload);
  const width = Math.max(30, Math.floor(((process.stdout.columns ?? 140) - 3) / 2));
  const right = mapped.length > 0 ? mapped : ['(nothing)'];
  const rows = Array.from({ length: Math.max(raw.length, right.length) }, (_, index) =>
    `${cut(raw[index] ?? '', width).padEnd(width)} │ ${cut(right[index] ?? '', width)}`.trimEnd(),
  );
  return [`-- ${key}`, ...rows].join('\n');
}

const lines = (value: unknown): string[] => stringify(value, { lineWidth: 0 }).trimEnd().split('\n');
const cut = (line: string, width: number): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
