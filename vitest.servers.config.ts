import { configDefaults, defineConfig } from 'vitest/config';
import config from './vitest.config.ts';
import { Counts } from './test/setup/counts.ts';

/** The tests on real servers, which `npm test` leaves out: they need what test/servers/install.mjs installs. */
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/servers/*.test.ts'],
    exclude: configDefaults.exclude,
    globalSetup: [config.test?.globalSetup ?? [], 'test/servers/installed.ts'].flat(),
    reporters: ['default', new Counts()],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
