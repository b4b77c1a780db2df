// Writes src/connectors.ts, the list of the connectors that come with the product, from the folders of connectors/.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The registry's text, as the folders have it. */
export function registry() {
  const names = readdirSync(join(root, 'connectors')).filter((name) =>
    existsSync(join(root, 'connectors', name, 'index.ts')),
  );
  const variable = (name) => name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  return [
    '// Made by bin/registry.mjs from the folders of connectors/: do not edit.',
    "import type { Connector } from './sdk/index.ts';",
    ...names.map((name) => `import ${variable(name)} from '../connectors/${name}/index.ts';`),
    '',
    '/** The connectors that come with the product. */',
    `export const connectors = [${names.map(variable).join(', ')}] as unknown as readonly Connector<unknown>[];`,
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, 'src/connectors.ts'), registry());
