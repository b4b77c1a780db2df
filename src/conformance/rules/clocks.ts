import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';

const hour = 3_600_000;

function holdAll(bench: Bench, when: string, wayOut: string): void {
  const missing = bench.missing();
  hold(missing.length === 0, `${when}, ${missing.length} records are missing: ${few(missing)}: ${wayOut}`);
}

/** Clocks differ, and vendors show what is new a while late. */
const goesByTheVendorsClock = ofReadings(
  18,
  'a clock that is wrong, or a vendor that lags, hides nothing',
  async (bench) => {
    applies(bench.vendor, 'it reads by its own code: time cannot be replayed');
    const { shelf } = bench.vendor;
    const now = () => bench.server.now() * 1000;
    for (const [skew, when] of [
      [-hour, 'with our clock an hour ahead of the vendor’s'],
      [hour, 'with our clock an hour behind the vendor’s'],
    ] as const) {
      bench.server.skew = skew;
      await readToEnd(bench, when);
      bench.happen(() => shelf.edit(bench.changeable().at(3) ?? bench.count, now()));
      await readToEnd(bench, when);
      holdAll(bench, when, 'reckon by the instants that the cursor gives, or by the context’s now()');
    }
    if (bench.lag === 0 || bench.vendor.single) return;
    shelf.add(3001, now(), now() + bench.lag * 900);
    bench.clock.advance(2000);
    shelf.add(3002, now());
    await readToEnd(bench, 'before the vendor shows all');
    bench.happen(() => undefined);
    await readToEnd(bench, 'after the lag');
    holdAll(bench, 'where the vendor shows a record late', 'what is younger than lagSeconds must be asked for again');
  },
);

export const clockRules: readonly Rule[] = [goesByTheVendorsClock];
