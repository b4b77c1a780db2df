import { Decimal } from 'decimal.js';

/** Journeys that went the same way. */
export interface Path {
  /** At least one. */
  channels: readonly string[];
  /** How many ended with an order, */
  won: number;
  /** and how many without; there is one at least. */
  lost: number;
}

/**
 * The share of all orders that would be lost without each channel: the removal effect in the absorbing Markov chain of first
 * order that the journeys make, solved exactly (Anderl et al. 2016). Orders lost are those whose journey ever comes to the
 * channel: the chance to reach it from the start × the chance of an order from there. Empty without orders.
 */
export function removalEffects(paths: readonly Path[]): Map<string, number> {
  const channels = [...new Set(paths.flatMap((path) => path.channels))].toSorted();
  const at = new Map(channels.map((channel, index) => [channel, index]));
  const size = channels.length;
  const goes = channels.map(() => new Float64Array(size));
  const [starts, leaves, wins] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  let journeys = 0;
  for (const { channels: way, won, lost } of paths) {
    const times = won + lost;
    journeys += times;
    starts[at.get(way[0]!)!]! += times;
    for (const [index, channel] of way.entries()) {
      const from = at.get(channel)!;
      const next = way[index + 1];
      leaves[from]! += times;
      if (next === undefined) wins[from]! += won;
      else goes[from]![at.get(next)!]! += times;
    }
  }
  const stays = goes.map((row, from) => row.map((times, to) => (from === to ? 1 : 0) - times / leaves[from]!));
  const visits = inverse(stays);
  const chance = visits.map((row) => row.reduce((sum, times, to) => sum + (times * wins[to]!) / leaves[to]!, 0));
  const begins = starts.map((times) => times / journeys);
  const orders = begins.reduce((sum, share, channel) => sum + share * chance[channel]!, 0);
  if (!(orders > 0)) return new Map();
  return new Map(
    channels.map((channel, to) => {
      const expected = begins.reduce((sum, share, from) => sum + share * visits[from]![to]!, 0);
      const reached = expected / visits[to]![to]!;
      return [channel, (reached * chance[to]!) / orders];
    }),
  );
}

/** By Gauss and Jordan. The diagonal outweighs its row, so no pivot has to be looked for. */
function inverse(matrix: readonly Float64Array[]): Float64Array[] {
  const left = matrix.map((row) => row.slice());
  const right = matrix.map((_, index) => Float64Array.from(matrix, (_row, column) => (index === column ? 1 : 0)));
  for (let pivot = 0; pivot < left.length; pivot++) {
    scale(pivot, 1 / left[pivot]![pivot]!);
    for (let row = 0; row < left.length; row++) if (row !== pivot) subtract(row, pivot, left[row]![pivot]!);
  }
  return right;

  function scale(row: number, factor: number): void {
    for (const side of [left[row]!, right[row]!]) side.forEach((value, column) => (side[column] = value * factor));
  }
  function subtract(row: number, other: number, factor: number): void {
    if (factor === 0) return;
    for (const side of [left, right]) {
      const [target, source] = [side[row]!, side[other]!];
      for (let column = 0; column < target.length; column++) target[column]! -= factor * source[column]!;
    }
  }
}

/** Enough digits for sums of shares to 18 decimals. */
export const Exact = Decimal.clone({ precision: 60 });

/** Of exact decimal text. */
export const sumOf = (values: readonly string[]): Decimal =>
  values.reduce((all, value) => all.plus(value), new Exact(0));

/**
 * A total's parts in proportion to weights, to so many decimals, that add up to exactly the total rounded to as many: each is
 * rounded down, and what that leaves goes to the largest remainders. Numbers are exact decimal text. Where the weights add up
 * to nothing, the first part is all of it.
 */
export function apportion(total: string, weights: readonly string[], decimals: number): string[] {
  const whole = new Exact(total).toDecimalPlaces(decimals);
  const sum = sumOf(weights);
  if (sum.isZero()) return weights.map((_, index) => (index === 0 ? whole.toFixed() : '0'));
  const quotas = weights.map((weight) => whole.times(weight).dividedBy(sum));
  const parts = quotas.map((quota) => quota.toDecimalPlaces(decimals, Decimal.ROUND_FLOOR));
  const unit = new Exact(10).pow(-decimals);
  const left = whole
    .minus(parts.reduce((all, part) => all.plus(part), new Exact(0)))
    .dividedBy(unit)
    .toNumber();
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota.minus(parts[index]!) }))
    .toSorted((one, other) => other.remainder.comparedTo(one.remainder));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]!.plus(unit);
  return parts.map((part) => part.toFixed());
}
