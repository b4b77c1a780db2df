import { createRequire } from 'node:module';
import { configDefaults, defineConfig } from 'vitest/config';
import { Counts } from './test/setup/counts.ts';

const require = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    // graphql ships two builds; without this vitest loads both ("another module or realm").
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/servers/**'],
    globalSetup: ['test/setup/build.ts', 'test/setup/postgres.ts'],
    reporters: [
      'default',
      new Counts('not run: the tests on a real Vendure and a real Request Tracker (npm run test:servers)'),
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
