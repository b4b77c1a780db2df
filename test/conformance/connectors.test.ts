import { existsSync } from 'node:fs';
import { describe, it } from 'vitest';
import { testConnector } from '../../src/conformance/testing.ts';
import { connectors } from '../../src/connectors.ts';

/** The connectors that say what their vendors' records look like. */
for (const connector of connectors) {
  const fixtures = new URL(`../../connectors/${connector.id}/fixtures/`, import.meta.url);
  if (existsSync(fixtures)) testConnector(connector, { fixtures, describe, it });
}
