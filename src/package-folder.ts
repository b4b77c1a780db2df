import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package: where its package.json lies, whether it runs as it was written or as it was compiled. */
export const packageFolder: string = upwards(import.meta.dirname);

function upwards(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : upwards(dirname(folder));
}
