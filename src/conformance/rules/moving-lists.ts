import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

const wayOut = ': page by keyset, link or token where a list is sorted by change';

/** Runs something at the vendor after every page, reads once more in peace, and looks for what was missed. */
async function readWhile(bench: Bench, change: (turn: number) => void, what: string): Promise<void> {
  let turn = 0;
  const between = () => {
    bench.clock.advance(2000);
    change(++turn);
  };
  await readToEnd(bench, `while ${what}`, { between });
  bench.happen(() => undefined);
  await readToEnd(bench, `after ${what}`);
  const missing = bench.missing();
  hold(missing.length === 0, `while ${what}, ${missing.length} records were missed for ever: ${few(missing)}${wayOut}`);
}

const survivesEdits = ofReadings(9, 'records that change between pages are not missed', async (bench) => {
  applies(bench.vendor, 'it reads by its own code: a list that moves cannot be replayed');
  applies(!bench.vendor.single, 'there is one record');
  const { shelf } = bench.vendor;
  const records = bench.changeable();
  // Those already read and those to come, so that the rest of the list moves up.
  await readWhile(
    bench,
    (turn) => {
      if (turn > 4) return;
      for (const index of [turn - 1, turn + 4, -turn]) shelf.edit(records.at(index) ?? 0, bench.server.now() * 1000);
    },
    'records changed',
  );
});

const survivesMoves = ofReadings(
  10,
  'records made and removed between pages make no other be missed',
  async (bench) => {
    applies(bench.vendor, 'it reads by its own code: a list that moves cannot be replayed');
    applies(!bench.vendor.single, 'there is one record');
    const { shelf } = bench.vendor;
    const records = bench.changeable();
    await readWhile(
      bench,
      (turn) => {
        if (turn > 4) return;
        for (const index of [turn - 1, turn + 3]) shelf.remove(records[index] ?? 0);
        shelf.add(2000 + turn, bench.server.now() * 1000);
      },
      'records were made and removed',
    );
  },
);

export const movingListRules: readonly Rule[] = [survivesEdits, survivesMoves];
