import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Says what to do where the servers are not installed, before every test does in its own way. */
export function setup(): void {
  const missing = ['node_modules/@vendure/core', 'request-tracker/rtdb'].find(
    (path) => !existsSync(join(import.meta.dirname, path)),
  );
  if (missing) throw new Error(`test/servers/${missing} is missing: run "npm run servers:install" first.`);
}
