import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';
import file from '../../connectors/file/index.ts';
import { testConnector } from '../../src/conformance/testing.ts';
import { connectors } from '../../src/connectors.ts';
import { folderWith } from '../file/folder.ts';

const people = `id,name,email\n${Array.from({ length: 900 }, (_, n) => `${n},Ada ${n},ada${n}@example.com`).join('\n')}`;
const mapping = {
  files: [{ file: 'people.csv', key: 'id', records: [{ type: 'customer', key: 'id', name: 'name', email: 'email' }] }],
};

testConnector(file, {
  fixtures: new URL('../../connectors/file/fixtures/', import.meta.url),
  settings: { folder: folderWith({ 'people.csv': people }), mapping },
  describe,
  it,
});

/** The connectors that say what their vendors' records look like. */
for (const connector of connectors) {
  const fixtures = new URL(`../../connectors/${connector.id}/fixtures/`, import.meta.url);
  if (existsSync(fixtures)) testConnector(connector, { fixtures, describe, it });
}
