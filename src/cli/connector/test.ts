import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import type { Check } from '../../conformance/check.ts';
import type { Recorded, RecordedDelivery } from '../../conformance/fixtures.ts';
import { findConnector, type PlacedConnector } from '../../load-connectors.ts';
import type { Json } from '../../sdk/index.ts';

/** Names a connector: what comes with the product by its id, one's own by its place. */
export const connectorArgument: Argument = new Argument(
  '[connector]',
  'its id, or the folder or file it lies in',
).default('.');

export const testCommand = new Command('test')
  .description('hold a connector to the thirty checks of the conformance kit; needs no network and no database')
  .addArgument(connectorArgument)
  .option('--accept', 'first write what map makes of the recorded records beside them, to be looked at')
  .action(async (place: string, { accept }: { accept?: boolean }) => {
    const placed = await findConnector(place);
    const fixtures = join(placed.folder, 'fixtures');
    if (accept) acceptDrafts(placed, fixtures);
    const { conformanceChecks } = await import('../../conformance/checks.ts');
    const counts = { '✓': 0, '✗': 0, '–': 0 };
    console.log(`${placed.connector.title} (${placed.connector.id})`);
    for (const check of conformanceChecks(placed.connector, { fixtures })) {
      const { mark, reasons } = await outcome(check);
      counts[mark]++;
      console.log([`${mark} ${check.number} ${check.title}`, ...reasons.map((reason) => `    ${reason}`)].join('\n'));
    }
    console.log(`${counts['✓']} held, ${counts['✗']} broken, ${counts['–']} with nothing to look at`);
    process.exitCode = counts['✗'] === 0 ? 0 : 1;
  });

async function outcome(check: Check): Promise<{ mark: '✓' | '✗' | '–'; reasons: string[] }> {
  try {
    const { passed, inapplicable } = await check.run();
    if (passed.length > 0) return { mark: '✓', reasons: [] };
    return { mark: '–', reasons: [...new Set(inapplicable.map(({ reason }) => reason))] };
  } catch (error) {
    const [first = '', ...more] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { mark: '✗', reasons: more.length > 0 ? more : [first] };
  }
}

/** Writes beside every recorded record what `map` makes of it now, and beside every call of a webhook what it tells. */
function acceptDrafts({ connector }: PlacedConnector, fixtures: string): void {
  const config = connector.parse(JSON.parse(readFileSync(join(fixtures, 'settings.json'), 'utf8')));
  for (const [name, stream] of Object.entries(connector.streams(config)))
    rewrite<Recorded>(join(fixtures, `${name}.json`), ({ record }) => ({ record, drafts: stream.map(record) }));
  rewrite<RecordedDelivery>(join(fixtures, 'webhooks.json'), (call) => {
    const { url = 'https://clientela.example/webhooks', headers, body, at } = call;
    const delivery = { body: Buffer.from(body), headers, url, at: Date.parse(at) };
    return { ...call, news: connector.webhooks?.route(JSON.parse(body) as Json, delivery, config) ?? [] };
  });
}

function rewrite<Entry>(file: string, change: (entry: Entry) => Entry): void {
  if (!existsSync(file)) return;
  const entries = JSON.parse(readFileSync(file, 'utf8')) as Entry[];
  writeFileSync(file, `${JSON.stringify(entries.map(change), null, 2)}\n`);
}
