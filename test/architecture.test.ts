import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const typescriptFiles = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file));

const files = [...typescriptFiles('src'), ...typescriptFiles('connectors')];
const source = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
const statement = /^(?:import|export)\b[^;]*?\bfrom '(\.[^']+)'|^import '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gms;
const imports = new Map(
  files.map((file) => [
    file,
    [...source.get(file)!.matchAll(statement)].map((match) =>
      relative(root, resolve(root, dirname(file), (match[1] ?? match[2] ?? match[3])!)),
    ),
  ]),
);

/** Who may import whom, besides its own folder. */
const mayImport: Record<string, readonly string[]> = {
  connectors: ['sdk'],
  sdk: ['errors'],
  errors: [],
  config: ['errors'],
  store: ['config', 'errors'],
  model: ['store', 'errors'],
  land: ['sdk', 'store', 'errors', 'model'],
  unify: ['land', 'sdk', 'model', 'store', 'errors'],
  measure: ['model', 'store', 'errors'],
  notify: ['land', 'sdk', 'model', 'store', 'errors'],
  serve: ['measure', 'land', 'notify', 'model', 'store', 'config', 'errors'],
};
/** The step of the data's way that a file belongs to; what is in none of them is the program that wires them together. */
function step(file: string): string {
  if (file.startsWith('connectors/')) return 'connectors';
  const name = file.split('/')[1]!.replace(/\.ts$/, '');
  return name in mayImport && name !== 'connectors' ? name : 'main';
}

describe('architecture', () => {
  it('every step imports only the steps it may', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((target) => {
          const [from, to] = [step(file), step(target)];
          if (from === 'connectors') return to !== 'sdk' && target.split('/')[1] !== file.split('/')[1];
          return from !== 'main' && from !== to && !mayImport[from]!.includes(to);
        })
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('a figure imports no other figure’s rows, and its mathematics imports nothing', () => {
    const wrong = [...imports].flatMap(([file, targets]) => {
      if (!file.startsWith('src/measure/')) return [];
      if (file.endsWith('/math.ts')) return targets.map((target) => `${file} imports ${target}`);
      return targets
        .filter((target) => target.endsWith('/sql.ts') && dirname(target) !== dirname(file))
        .map((target) => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') return void cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      state.set(file, 'open');
      for (const target of imports.get(file) ?? []) visit(target, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('has default exports in connectors alone, and one barrel: the SDK', () => {
    const defaults = files.filter((file) => /^export default/m.test(source.get(file)!));
    expect(defaults.filter((file) => !/^connectors\/[^/]+\/index\.ts$/.test(file))).toEqual([]);
    const barrels = files.filter((file) => /^export (\*|\{[^}]*\}|type \{[^}]*\}) from/m.test(source.get(file)!));
    expect(barrels).toEqual(['src/sdk/index.ts']);
  });

  it('keeps files small: median at most 90 lines, nine of ten at most 250, none above 400', () => {
    const sizes = files.map((file) => ({ file, lines: source.get(file)!.split('\n').length - 1 }));
    sizes.sort((a, b) => a.lines - b.lines);
    expect(sizes.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(sizes[Math.floor(sizes.length * 0.9)]!.lines).toBeLessThanOrEqual(250);
    expect(sizes[Math.floor(sizes.length / 2)]!.lines).toBeLessThanOrEqual(90);
  });
});
