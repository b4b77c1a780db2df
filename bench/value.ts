import { channels, spendShape } from '../connectors/demo/world/plan.ts';
import { Random } from '../connectors/demo/world/random.ts';
import { fitValue } from '../src/measure/value/fit-value.ts';
import type { HistoryColumns } from '../src/measure/value/histories.ts';
import { scoreValue } from '../src/measure/value/score-value.ts';

/**
 * How long it takes to fit the value models and to score all customers, how that grows, and what memory it takes: on one
 * core, over customers who buy as those of the demo business do. Scoring one customer in a hundred stands beside it.
 * Usage: npm run bench:value -- [customers …], 10,000, 100,000 and 1,000,000 by default.
 */
const asOf = 20_000;
const watched = 3 * 365;

function customers(count: number): HistoryColumns {
  const columns: HistoryColumns = {
    repeats: new Int32Array(count),
    firstDay: new Int32Array(count),
    lastDay: new Int32Array(count),
    meanSpend: new Float64Array(count).fill(Number.NaN),
    logGaps: new Float64Array(count),
  };
  for (let row = 0; row < count; row++) {
    const random = new Random(1, 'bench', row);
    const { r, alpha, a, b, v } = random.weighted(channels, ({ share }) => share);
    const [perDay, leave, spendRate] = [random.gamma(r) / alpha / 7, random.beta(a, b), random.gamma(spendShape.q) / v];
    const first = asOf - Math.floor(random.float() * watched);
    let [time, last, total] = [first, first, 0];
    for (;;) {
      time += random.exponential(1 / perDay);
      const day = Math.floor(time);
      if (day > asOf) break;
      if (day > last) {
        columns.repeats[row]!++;
        columns.logGaps[row]! += Math.log(day - last);
        total += random.gamma(spendShape.p) / spendRate;
        last = day;
      }
      if (random.chance(leave)) break;
    }
    columns.firstDay[row] = first;
    columns.lastDay[row] = last;
    if (columns.repeats[row]! > 0) columns.meanSpend[row] = Math.round((100 * total) / columns.repeats[row]!) / 100;
  }
  return columns;
}

const seconds = <Result>(work: () => Result): [Result, number] => {
  const start = performance.now();
  const result = work();
  return [result, (performance.now() - start) / 1000];
};

const sizes = process.argv.slice(2).map(Number);
for (const count of sizes.length > 0 ? sizes : [10_000, 100_000, 1_000_000]) {
  const histories = customers(count);
  const [fitted, fitting] = seconds(() => fitValue({ histories, asOf, repeatsByWeek: [], holdOut: null }));
  const [, scoring] = seconds(() => scoreValue({ fitted: fitted!, histories, asOf }));
  const part = Object.fromEntries(
    Object.entries(histories).map(([name, column]) => [name, column.subarray(0, count / 100)]),
  ) as unknown as HistoryColumns;
  const [, touched] = seconds(() => scoreValue({ fitted: fitted!, histories: part, asOf }));
  console.log(
    `${count.toLocaleString('en').padStart(9)} customers: fit ${fitting.toFixed(2)} s (${fitted!.name} of ` +
      `${fitted!.candidates.length} models), score ${scoring.toFixed(2)} s, one in a hundred ` +
      `${((100 * touched) / scoring).toFixed(1)} % of that, peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}
