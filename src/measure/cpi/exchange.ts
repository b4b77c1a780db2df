import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { ClientelaError, expected, fail } from '../../errors.ts';
import type { MeasureContext } from '../context.ts';
import { checkDefinition } from './check.ts';
import type { CpiDefinition } from './definition.ts';
import { type Cpi, listCpis } from './list.ts';
import { changeCpi, defineCpi } from './save.ts';

const longest = 1_000_000;
const most = 500;

/** What an import does with a definition. */
export interface Imported {
  key: string;
  change: 'NEW' | 'CHANGED' | 'SAME';
}

/** Definitions as a YAML document, which `importCpis` reads as exactly the same. */
export function exportCpis(cpis: readonly Cpi[]): string {
  // Checked again, their fields stand in one order whichever way they were kept.
  return stringify({ cpis: cpis.map(({ definition }) => checkDefinition(definition)) }, { lineWidth: 120 });
}

/** The definitions of a YAML document. Fails with BAD_INPUT naming the place, such as "cpis.0.success.within.to". */
export function readCpis(text: string): CpiDefinition[] {
  if (text.length > longest) fail('BAD_INPUT', { field: 'yaml', reason: `is longer than ${longest} characters` });
  const document = parsed(text);
  const listed = typeof document === 'object' && document !== null && 'cpis' in document ? document.cpis : null;
  if (!Array.isArray(listed)) return fail('BAD_INPUT', { field: 'cpis', reason: 'must be a list of definitions' });
  if (listed.length > most) fail('BAD_INPUT', { field: 'cpis', reason: `holds more than ${most} definitions` });
  const definitions = listed.map((written, index) => within(`cpis.${index}`, () => checkDefinition(written)));
  const keys = definitions.map(({ key }) => key);
  const twice = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (twice >= 0) fail('BAD_INPUT', { field: `cpis.${twice}.key`, reason: `is "${keys[twice]}", as one before` });
  return definitions;
}

/**
 * Defines what is new and changes what is another, as `changeCpi` does; all or nothing. With `dryRun` it only tells what
 * would be done.
 */
export async function importCpis(
  context: MeasureContext,
  definitions: readonly CpiDefinition[],
  { dryRun, since }: { dryRun: boolean; since?: string | null | undefined },
): Promise<Imported[]> {
  return context.em.transactional(async (em) => {
    const held = { ...context, em };
    const known = new Map((await listCpis(held, { archived: true })).map((cpi) => [cpi.definition.key, cpi]));
    const done: Imported[] = [];
    for (const [index, definition] of definitions.entries()) {
      const { key } = definition;
      const present = known.get(key);
      const same = present !== undefined && isDeepStrictEqual(present.definition, definition);
      const change = present ? (same ? 'SAME' : 'CHANGED') : 'NEW';
      done.push({ key, change });
      if (change === 'CHANGED' && present!.builtIn)
        fail('BAD_INPUT', {
          field: `cpis.${index}.key`,
          reason: `is "${key}", a ready-made CPI, which stays; give it another key`,
        });
      if (dryRun || change === 'SAME') continue;
      await within(`cpis.${index}`, () =>
        present ? changeCpi(held, present, definition, since) : defineCpi(held, definition),
      );
    }
    return done;
  });
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 20 }) as unknown;
  } catch (error) {
    const [line] = error instanceof Error ? error.message.split('\n') : [];
    return fail('BAD_INPUT', { field: 'yaml', reason: `cannot be read: ${line?.replace(/[.:]$/, '')}` });
  }
}

/** What `work` gives; where it fails, the place is within another. */
function within<Result>(place: string, work: () => Result): Result {
  const placed = (error: unknown) => {
    if (!(error instanceof ClientelaError) || error.code !== 'BAD_INPUT' || error.field === undefined) return error;
    const reason = error.message.slice(error.field.length + 1, -1);
    return expected('BAD_INPUT', { field: `${place}.${error.field}`, reason });
  };
  try {
    const result = work();
    return result instanceof Promise
      ? (result.catch((error: unknown) => {
          throw placed(error);
        }) as Result)
      : result;
  } catch (error) {
    throw placed(error);
  }
}
