import { applies, few, hold } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

/** An import writes thousands of records in one second. */
const readsTies = ofReadings(7, 'more records of one instant than a page holds are all read', async (bench) => {
  applies(bench.vendor, 'it reads by its own code: records of one instant cannot be replayed');
  applies(!bench.vendor.single, 'there is one record');
  bench.tie(1001, bench.pageSize * 3);
  await readToEnd(bench, 'where many records share one instant');
  const missing = bench.missing();
  hold(
    missing.length === 0,
    `of ${bench.pageSize * 3} records of one instant ${missing.length} are missing: ${few(missing)}`,
  );
});

/** What is written in the second in which reading ended. */
const readsTiesAtTheEnd = ofReadings(
  8,
  'a record of the checkpoint’s own instant that comes later is read',
  async (bench) => {
    applies(bench.vendor, 'it reads by its own code: records of one instant cannot be replayed');
    applies(!bench.vendor.single, 'there is one record');
    const last = bench.clock.now();
    bench.tie(1001, 3, last);
    await readToEnd(bench, 'at first');
    bench.tie(1004, 3, last);
    bench.happen(() => undefined);
    await readToEnd(bench, 'after more records of the last instant');
    const missing = bench.missing();
    hold(
      missing.length === 0,
      `records of the instant at which the last reading ended are missing (${few(missing)}): where the filter leaves out the instant it is given ("after"), say exclusive: true`,
    );
  },
);

export const tieRules: readonly Rule[] = [readsTies, readsTiesAtTheEnd];
