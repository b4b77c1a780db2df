import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Tests of the command line run what users run: the build of the sources as they are. */
export function setup(): void {
  const root = join(import.meta.dirname, '../..');
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
}
