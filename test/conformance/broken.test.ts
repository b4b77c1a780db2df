import { describe, expect, it } from 'vitest';
import { conformanceChecks } from '../../src/conformance/checks.ts';
import type { Connector } from '../../src/sdk/index.ts';
import { acme, type Settings } from './acme/connector.ts';
import { brokenLists } from './broken/lists.ts';
import { brokenMaps } from './broken/mapping.ts';
import { brokenReadings } from './broken/readings.ts';
import { brokenSettings } from './broken/settings.ts';
import { brokenWebhooks } from './broken/webhooks.ts';

const fixtures = new URL('acme/fixtures', import.meta.url);
const broken = [...brokenSettings, ...brokenLists, ...brokenReadings, ...brokenMaps, ...brokenWebhooks];

const checkOf = (connector: Connector<Settings>, number: number) =>
  conformanceChecks(connector, { fixtures }).find((check) => check.number === number)!;

describe('the kit', () => {
  it.each(broken)('catches by check $check a connector that $what', async ({ check, connector }) => {
    await expect(checkOf(connector, check).run()).rejects.toThrow(`Check ${check} `);
  });

  it('has thirty checks, looks at something in the sample by each, and has a broken connector for each', async () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index + 1);
    const checks = conformanceChecks(acme, { fixtures });
    expect(checks.map(({ number }) => number)).toEqual(numbers);
    expect([...new Set(broken.map(({ check }) => check))].toSorted((a, b) => a - b)).toEqual(numbers);
    for (const check of checks) {
      const { passed } = await check.run();
      expect({ check: check.title, passed }).not.toEqual({ check: check.title, passed: [] });
    }
  });
});
