import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { Reader } from '../../src/land/reader.ts';
import { openConnection } from '../../src/land/http/open.ts';
import type { Connector } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { startVendor } from '../land/http/vendor.ts';

/** The connector that the guide shows, word for word. */
async function connectorOfGuide(): Promise<Connector<unknown>> {
  const guide = readFileSync('docs/guides/connector.md', 'utf8');
  const [, code = ''] = /```ts\n(.*?)```/s.exec(guide) ?? [];
  const folder = mkdtempSync(join(tmpdir(), 'clientela-guide-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const sdk = pathToFileURL('src/sdk/index.ts').href;
  writeFileSync(join(folder, 'acme.ts'), code.replace("'clientela/sdk'", `'${sdk}'`));
  const module = (await import(pathToFileURL(join(folder, 'acme.ts')).href)) as { default: Connector<unknown> };
  return module.default;
}

it('the connector of the guide reads what its vendor has', async () => {
  const people = Array.from({ length: 450 }, (_, id) => ({
    id,
    name: `Name ${id}`,
    email: '',
    updated_at: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(id / 300))).toISOString(),
  }));
  const vendor = await startVendor(({ query }) => {
    const from = Number(query.get('offset') ?? 0);
    const since = Date.parse(query.get('updated_since') ?? '2000-01-01');
    const changed = people.filter(({ updated_at }) => Date.parse(updated_at) >= since);
    return { body: { contacts: changed.slice(from, from + Number(query.get('limit'))) } };
  });
  const acme = await connectorOfGuide();
  const config = acme.parse({ url: vendor.url, token: 'a-token' });
  const signal = new AbortController().signal;
  const reader = new Reader(openConnection(acme, config, { allowPrivateAddresses: true }, signal), {
    signal,
    log: () => undefined,
  });
  const stream = acme.streams(config)['contacts']!;
  const names = new Set<string>();
  for await (const { records } of reader.read(stream, null)) {
    for (const { key, payload } of records) {
      expect(stream.map(payload).flatMap(validateDraft)).toEqual([]);
      names.add(key);
    }
  }
  reader.close();
  expect(names.size).toBe(people.length);
});
