import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogueOf, pageOf } from '../../src/cli/connector/page.ts';
import { connectors } from '../../src/connectors.ts';
import { findConnector } from '../../src/load-connectors.ts';

const folder = join(import.meta.dirname, '../../docs/connectors');

it('docs/connectors is as the declarations say: npm run docs writes it anew', async () => {
  const placed = await Promise.all(connectors.map(({ id }) => findConnector(id)));
  const pages = placed.map((one) => [`${one.connector.id}.md`, pageOf(one)]);
  const written = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries([...pages, ['README.md', catalogueOf(placed)]]));
});

it('says of a connector how it is set up, read and limited', async () => {
  const page = pageOf(await findConnector('zendesk'));
  expect(page).toContain('| `apiToken` |  | yes | An API token, together with the e-mail |');
  expect(page).toMatch(
    /^\| `tickets` \| ticket \| what changed by `generated_timestamp`, oldest first, .*1000 to a page/m,
  );
  expect(page).toMatch(/^\| `users` .* the record says so \| yes \| read \|$/m);
  expect(page).toContain('Endpoint URL: `<address of the server>/webhooks/<source');
  expect(page).toContain('- At most 10 requests');
});
