import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

/** Records that are kept and that the vendor does not hold any more. */
function leftOver(bench: Bench): string[] {
  const there = new Set(bench.expected().map(({ key }) => key));
  return [...bench.keeper.rows.keys()].filter((key) => !there.has(key));
}

/** Reports say another thing of a day for weeks: ad platforms attribute late, and take rows back. */
const replacesDays = ofReadings(
  19,
  'days that are stated anew are replaced: rows change, and rows disappear',
  async (bench) => {
    const list = bench.list && bench.list.cursor !== 'scan' && bench.list.cursor.step === 'day' ? bench.list : null;
    const spends = bench.subject.stream(bench.place).entities.includes('adSpend');
    applies(bench.vendor && (list || spends), 'it states no days');
    hold(
      list !== null && list.replace === 'day',
      'it holds spend by day, which vendors state anew for weeks: say replace: "day", with a cursor over days',
    );
    const { cursor } = list;
    hold(
      (cursor.lookbackDays ?? 0) > 0,
      'its days are stated anew, but no run asks for them again: say how far back with lookbackDays',
    );
    await readToEnd(bench, 'at first');
    const [restated, removed] = bench.changeable();
    bench.happen((now) => {
      bench.vendor!.shelf.edit(restated!, now);
      bench.vendor!.shelf.remove(removed!);
    });
    await readToEnd(bench, 'after a day was stated anew');
    const missing = bench.missing();
    hold(missing.length === 0, `a row that was stated anew does not arrive: ${few(missing)}`);
    const left = leftOver(bench);
    hold(left.length === 0, `a row that its day does not hold any more stays: ${few(left)}`);
  },
);

/** A list that was read in part proves nothing about the rest. */
const endsWhatIsGone = ofReadings(20, 'records end when they are gone, and only then', async (bench) => {
  const { deletes } = bench.subject.stream(bench.place);
  const first = await readToEnd(bench, 'at first');
  applies(deletes !== undefined || first.gone.length > 0 || !bench.list, 'its records end by webhook alone, or never');
  const complete = new Map(bench.keeper.rows);
  for (let after = 1; after <= Math.min(first.pages, 3); after++) {
    bench.forget();
    await readToEnd(bench, 'at first', { killAfter: after });
    await readToEnd(bench, `killed after page ${after}`);
    const ended = [...complete.keys()].filter((key) => !bench.keeper.rows.has(key));
    hold(
      ended.length === 0,
      `killed after page ${after} and resumed, it ends ${ended.length} records that are there: ${few(ended)}: only a reading that came through from the start proves an end`,
    );
  }
  if (deletes !== 'scan' || !bench.vendor) return;
  bench.happen(() => bench.vendor!.shelf.remove(bench.vendor!.shelf.numbers[2]!));
  await readToEnd(bench, 'after a record was removed');
  await readToEnd(bench, 'once more');
  const left = leftOver(bench);
  hold(left.length === 0, `a record was removed and stays: ${few(left)}`);
});

export const endRules: readonly Rule[] = [replacesDays, endsWhatIsGone];
