import { parseInstant } from '../../land/declared/instant.ts';
import type { Payload } from '../../sdk/index.ts';
import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import { leavesOf, valueAt } from '../records/leaves.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

/** So many of a reading's pages are tried as the last. */
const mostKills = 4;

/** Kills the reading after every page in turn, goes on, and looks for what is missing. */
async function holdAgainstKills(bench: Bench, pages: number, complete: ReadonlyMap<string, string>): Promise<void> {
  for (let after = 1; after <= Math.min(pages, mostKills); after++) {
    bench.forget();
    await readToEnd(bench, 'at first', { killAfter: after });
    await readToEnd(bench, `killed after page ${after}`);
    const missing = [...complete].filter(([key, text]) => bench.keeper.rows.get(key) !== text).map(([key]) => key);
    hold(
      missing.length === 0,
      `killed after page ${after} and resumed, ${missing.length} records are missing: ${few(missing)}: a page's cursor must cover no more than the records up to it`,
    );
  }
}

const resumes = ofReadings(11, 'killed after any checkpoint, it goes on and misses nothing', async (bench) => {
  const { pages } = await readToEnd(bench, 'at first');
  await holdAgainstKills(bench, pages, new Map(bench.keeper.rows));
  if (!bench.list || !keepsPlace(bench)) return;
  bench.forget();
  const most = pages * 3 + 10;
  let lives = 0;
  while (bench.missing().length > 0 && lives < most) {
    await readToEnd(bench, 'killed after every page', { killAfter: 1 });
    lives++;
  }
  const missing = bench.missing();
  hold(
    missing.length === 0,
    `killed after every page, it makes no progress: ${few(missing)} did not come in ${most} lives`,
  );
});

/** Whether every page is a checkpoint: lists in another order than that of change begin again. */
function keepsPlace({ list }: Bench): boolean {
  return list!.cursor === 'scan' || list!.cursor.order === 'asc';
}

const readsNewestFirst = ofReadings(
  12,
  'a feed that comes newest first moves its cursor at its end only',
  async (bench) => {
    const order = bench.list && bench.list.cursor !== 'scan' ? bench.list.cursor.order : null;
    applies(!bench.list || order === 'desc', 'it does not come newest first');
    const { pages, payloads } = await readToEnd(bench, 'at first');
    applies(order === 'desc' || comesNewestFirst(payloads), 'it does not come newest first');
    applies(pages > 1, 'all of it is on one page');
    await holdAgainstKills(bench, pages, new Map(bench.keeper.rows));
  },
);

/** Whether some time of the records falls from the first to the last. */
function comesNewestFirst(records: readonly Payload[]): boolean {
  if (records.length < 3) return false;
  return leavesOf(records[0]!).some(({ path, value }) => {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return false;
    const instants = records.map((record) => parseInstant(valueAt(record, path)) ?? NaN);
    return (
      instants.every((one, index) => index === 0 || one <= instants[index - 1]!) && instants[0]! > instants.at(-1)!
    );
  });
}

export const killRules: readonly Rule[] = [resumes, readsNewestFirst];
