import type { Connector } from '../sdk/index.ts';
import { conformanceChecks } from './checks.ts';
import type { ConformanceOptions } from './subject.ts';

/** What a test runner offers: vitest's and node:test's `describe` and `it` both do. */
export interface Runner {
  describe(name: string, declare: () => void): unknown;
  it(name: string, run: (context: { skip(reason?: string): unknown }) => Promise<void>): unknown;
}

/** Declares the thirty checks of a connector as tests. Those that have nothing to look at are skipped, with the reason. */
export function testConnector<Config>(connector: Connector<Config>, options: ConformanceOptions & Runner): void {
  options.describe(`${connector.title} (${connector.id})`, () => {
    for (const check of conformanceChecks(connector, options)) {
      options.it(`${check.number} ${check.title}`, async (context) => {
        const { passed, inapplicable } = await check.run();
        if (passed.length === 0)
          context.skip(inapplicable.map(({ place, reason }) => `${place}: ${reason}`).join('; '));
      });
    }
  });
}
