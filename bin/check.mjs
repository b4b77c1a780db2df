// Every check but the tests of behaviour, each run to its end, summed up in the last line.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = join(root, 'node_modules', '.bin');
const testFiles = ['test/architecture.test.ts', 'test/serve/schema.test.ts', 'test/cli/connector-docs.test.ts'];

const checks = [
  { name: 'types', command: 'tsc', args: ['--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: 'oxlint', args: ['--deny-warnings'] },
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'unused code', command: 'knip', args: [] },
  ...testFiles
    .filter((file) => existsSync(join(root, file)))
    .map((file) => ({ name: file, command: 'vitest', args: ['run', file] })),
];

// The tools need the Node that the registry brings, which stands first here as it does in npm scripts.
const env = { ...process.env, PATH: [commands, process.env.PATH].join(delimiter), NO_COLOR: '1' };
const counts = { passed: 0, failed: 0 };
for (const { name, command, args } of checks) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(join(commands, command), args, {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  counts[status === 0 ? 'passed' : 'failed']++;
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (status !== 0) console.log(error?.message ?? `${stdout}${stderr}`.trim());
}
console.log(`check: ${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
