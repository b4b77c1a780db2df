import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

/** All that the vendor holds arrives, every record once. */
const readsAll = ofReadings(4, 'a full reading brings all records, with keys of their own', async (bench) => {
  const outcome = await readToEnd(bench, 'at first');
  const [broken] = outcome.unreadable;
  hold(!broken, `${outcome.unreadable.length} records have no key: ${broken?.value ?? ''}`);
  hold(outcome.keys.length > 0, 'nothing was read');
  if (!bench.list) return holdKeysApart(outcome);
  const expected = bench.expected();
  const keys = new Set(expected.map(({ key }) => key));
  hold(
    keys.size === expected.length,
    `${expected.length} records have but ${keys.size} keys: "key" must tell them apart`,
  );
  const missing = bench.missing();
  const hint = ' (does "records" leave some out, or "more" end the list too early?)';
  hold(missing.length === 0, `of ${expected.length} records ${missing.length} are missing: ${few(missing)}${hint}`);
});

function holdKeysApart({ keys, payloads }: { keys: string[]; payloads: unknown[] }): void {
  const seen = new Map<string, string>();
  for (const [index, key] of keys.entries()) {
    const text = JSON.stringify(payloads[index]);
    const before = seen.get(key);
    hold(before === undefined || before === text, `two records that differ have the key "${key}"`);
    seen.set(key, text);
  }
}

/** The second reading costs next to nothing. */
const readsOnlyChanges = ofReadings(5, 'a second reading brings the overlap alone, and nothing new', async (bench) => {
  await readToEnd(bench, 'at first');
  const again = await readToEnd(bench, 'when it reads again');
  hold(
    again.changed.length === 0,
    `nothing has changed, but ${again.changed.length} records seem to: ${few(again.changed)}`,
  );
  const bound = overlapOf(bench);
  hold(
    again.keys.length <= bound,
    `nothing has changed, but ${again.keys.length} records are read again where ${bound} are the overlap: does the cursor's filter narrow the request?`,
  );
});

/** How many records a second reading may ask for again. */
function overlapOf(bench: Bench): number {
  const { list, vendor } = bench;
  if (!list || !vendor || list.cursor === 'scan') return Infinity;
  const { step, lookbackDays = 0 } = list.cursor;
  const stepMs = { day: 86_400_000, s: 1000, ms: 1, us: 1 }[step];
  const rows = vendor.shelf.rows();
  const newest = Math.max(...rows.map(({ instant }) => instant));
  const reached = Math.min(newest, (bench.clock.now() - bench.lag) * 1000);
  const from = reached - (lookbackDays * 86_400_000 + 2 * stepMs) * 1000;
  const covered = rows.filter(({ instant }) => instant >= from).length;
  // A list that comes newest first ends within a page; every page of a keyset begins with the last one's end.
  const pages = list.paging.kind === 'keyset' ? Math.ceil(covered / (bench.pageSize - 1)) : 0;
  const page = list.cursor.order === 'desc' ? bench.pageSize : 0;
  return bench.children ? Infinity : covered + page + pages;
}

/** A cursor over when records were made, or over their ids, never sees what becomes of them. */
const seesEdits = ofReadings(6, 'a record that is changed long after arrives', async (bench) => {
  applies(bench.vendor, 'it reads by its own code: what changes cannot be replayed');
  await readToEnd(bench, 'at first');
  const { cursor } = bench.list!;
  bench.happen((now) => bench.vendor!.shelf.edit(bench.changeable().at(1) ?? bench.count, now));
  await readToEnd(bench, 'after a change');
  const field = cursor === 'scan' ? '' : [cursor.field].flat().join(', ');
  const missing = bench.missing();
  hold(
    missing.length === 0,
    `a record was changed and does not arrive (${few(missing)}): cursor.field (${field}) must be when a record last changed, or the stream is read with lookbackDays or as a "scan"`,
  );
});

export const readingRules: readonly Rule[] = [readsAll, readsOnlyChanges, seesEdits];
