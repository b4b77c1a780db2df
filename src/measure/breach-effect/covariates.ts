import type { Exposures } from './exposures.ts';
import { crossed, type Design, designOf, type Levels } from './fit/design.ts';

/** Levels with fewer rows than this on either side are taken together. */
const fewRows = 20;
/** A smaller standard deviation is rounding: what is the same for all tells nothing. */
const same = 1e-9;

/** What customers are made comparable in, as the design has it and as it is told. */
export interface Covariates {
  design: Design;
  /** Where each stands in the design. */
  named: { name: string; columns: number[] }[];
}

/**
 * The design: logarithms of amounts and days and their squares, in standard deviations; and the months, countries and
 * channels, the rare ones of the latter two taken together.
 */
export function covariatesOf(exposures: Exposures): Covariates {
  const rows = exposures.customer.length;
  const logs = (['orders', 'net', 'recency', 'tenure'] as const).map((name) =>
    standardised(exposures[name].map((value) => Math.log1p(Math.max(0, value)))),
  );
  const squares = logs.map((values) => standardised(values.map((value) => value * value)));
  const numbers = logs.flatMap((values, at) => [values, squares[at]!]);
  const levels = [
    levelsOf(exposures.month, exposures.breached, 1),
    levelsOf(exposures.country, exposures.breached, fewRows),
    levelsOf(exposures.channel, exposures.breached, fewRows),
  ];
  let column = 1;
  const next = (count: number) => Array.from({ length: count }, () => column++);
  const named = [
    ...['purchases so far', 'net sales so far', 'days since the last purchase', 'days since the first purchase'].map(
      (name) => ({ name, columns: next(2).slice(0, 1) }),
    ),
    ...['calendar month', 'country', 'acquiring channel'].map((name, at) => ({
      name,
      columns: next(levels[at]!.count),
    })),
  ];
  return { design: designOf(rows, numbers, levels), named };
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (deviation > same ? (value - mean) / deviation : 0));
}

/** Codes of what has at least so many rows on both sides; the most frequent is the reference, which rare ones may join. */
function levelsOf(values: Float64Array, breached: Float64Array, least: number): Levels {
  const counts = new Map<number, [kept: number, broken: number]>();
  for (const [row, value] of values.entries()) {
    const count = counts.get(value) ?? [0, 0];
    count[breached[row]!]!++;
    counts.set(value, count);
  }
  const isRare = ([kept, broken]: [number, number]) => Math.min(kept, broken) < least;
  const [rare, frequent] = [true, false].map((wanted) => [...counts].filter(([, count]) => isRare(count) === wanted));
  frequent!.sort(([, one], [, other]) => other[0] + other[1] - one[0] - one[1]);
  const codes = new Map(frequent!.map(([value], place) => [value, place - 1]));
  const together = rare!.reduce<[number, number]>(
    ([kept, broken], [, more]) => [kept + more[0], broken + more[1]],
    [0, 0],
  );
  const rest = isRare(together) || frequent!.length === 0 ? -1 : frequent!.length - 1;
  for (const [value] of rare!) codes.set(value, rest);
  const count = Math.max(0, ...[...codes.values()].map((code) => code + 1));
  return { codes: Int32Array.from(values, (value) => codes.get(value)!), count };
}

/** How far the means of the broken and of the others are apart, in standard deviations; of several columns the farthest. */
export function imbalance(
  { design, named }: Covariates,
  breached: Float64Array,
  weights: Float64Array,
): { name: string; difference: number }[] {
  const breaches = breached.reduce((sum, one) => sum + one, 0);
  const sides = [breached.map((one) => one / breaches), weights].map((shares) => {
    const means = crossed(design, shares);
    return { means, spreads: means.map((mean, column) => meanSquare(design, column, mean, shares) - mean * mean) };
  });
  const [one, other] = [sides[0]!, sides[1]!];
  const ofColumn = (column: number): number => {
    const deviation = Math.sqrt(Math.max(0, (one.spreads[column]! + other.spreads[column]!) / 2));
    return deviation > same ? (one.means[column]! - other.means[column]!) / deviation : 0;
  };
  return named.map(({ name, columns }) => {
    const found = columns.map(ofColumn);
    return { name, difference: found.reduce((far, each) => (Math.abs(each) > Math.abs(far) ? each : far), 0) };
  });
}

/** A column of zeros and ones has the same mean squared. */
function meanSquare({ numbers }: Design, column: number, mean: number, shares: Float64Array): number {
  const values = numbers[column - 1];
  return values ? values.reduce((sum, value, row) => sum + shares[row]! * value * value, 0) : mean;
}
