import { describe, it } from 'node:test';
import { testConnector } from 'clientela/testing';
import connector from './index.ts';

testConnector(connector, { fixtures: new URL('fixtures/', import.meta.url), describe, it });
