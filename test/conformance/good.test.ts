import { describe, it } from 'vitest';
import { testConnector } from '../../src/conformance/testing.ts';
import { acme } from './acme/connector.ts';

testConnector(acme, { fixtures: new URL('acme/fixtures', import.meta.url), describe, it });
