import { createHash } from 'node:crypto';
import type { Effect } from './welch.ts';

/** What two neighbouring stretches of days brought a day: the treated one, and the other. */
export type Pair = readonly [treated: number, control: number];

/** With fewer pairs no split of them is rare enough for a 95 % interval. */
export const fewestPairs = 6;
const exactUpTo = 12;
const drawn = 4095;
const least = 0.05;

/**
 * The effect a day, by the randomisation that was used: in each pair the treated stretch was drawn, so that without an effect
 * every difference could as well have had the other sign (Fisher 1935). The interval holds the effects that this test does
 * not rule out. `fewestPairs` at least.
 */
export function flipDifference(pairs: readonly Pair[]): Effect {
  const flips = flipsOf(pairs.length);
  const differences = pairs.map(([one, other]) => one - other);
  const scale = Math.max(...differences.map(Math.abs), 1e-9);
  return inverted(mean(differences), scale, (effect) =>
    chance(
      pairs.map(([one, other]) => one - effect - other),
      flips,
    ),
  );
}

/** The same as a share of what the control brought; null where that is not above zero, or nothing bounds the share. */
export function flipRatio(pairs: readonly Pair[]): Effect | null {
  const [treated, control] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))];
  if (control <= 0 || treated <= 0) return null;
  const flips = flipsOf(pairs.length);
  // Searched on the scale of logarithms, where any effect is allowed.
  const { value, low, high, pValue } = inverted(Math.log(treated / control), 1, (log) =>
    chance(
      pairs.map(([one, other]) => one / Math.exp(log) - other),
      flips,
    ),
  );
  return Number.isFinite(low) && Number.isFinite(high)
    ? { value: Math.expm1(value), low: Math.expm1(low), high: Math.expm1(high), pValue }
    : null;
}

function inverted(value: number, scale: number, chanceOf: (effect: number) => number): Effect {
  return { value, low: edge(-1), high: edge(1), pValue: chanceOf(0) };

  /** The last effect in that direction that is not ruled out; infinite where all are possible. */
  function edge(direction: 1 | -1): number {
    let [inside, outside] = [0, scale];
    for (let doubled = 0; chanceOf(value + direction * outside) > least; doubled++) {
      if (doubled > 8) return direction * Infinity;
      [inside, outside] = [outside, outside * 2];
    }
    for (let step = 0; step < 50; step++) {
      const middle = (inside + outside) / 2;
      if (chanceOf(value + direction * middle) > least) inside = middle;
      else outside = middle;
    }
    return value + direction * outside;
  }
}

/** The share of flips whose sum is at least as far from zero as the one that was. */
function chance(differences: readonly number[], flips: readonly (readonly number[])[]): number {
  const size = differences.reduce((sum, each) => sum + Math.abs(each), 0);
  const reached = Math.abs(differences.reduce((sum, each) => sum + each, 0)) - 1e-12 * size;
  const far = flips.filter(
    (signs) => Math.abs(differences.reduce((sum, each, index) => sum + signs[index]! * each, 0)) >= reached,
  );
  return far.length / flips.length;
}

/** All ways to give so many differences a sign, or that which was and a large draw of the others: always the same ones. */
function flipsOf(count: number): number[][] {
  if (count <= exactUpTo) {
    return Array.from({ length: 2 ** count }, (_, flip) =>
      Array.from({ length: count }, (_each, bit) => ((flip >> bit) & 1 ? -1 : 1)),
    );
  }
  const random = Array.from({ length: drawn }, (_, flip) =>
    Array.from({ length: Math.ceil(count / 256) }, (_each, part) => [
      ...createHash('sha256').update(`${flip}:${part}`).digest(),
    ])
      .flat()
      .flatMap((byte) => Array.from({ length: 8 }, (_bit, bit) => ((byte >> bit) & 1 ? -1 : 1)))
      .slice(0, count),
  );
  return [Array.from({ length: count }, () => 1), ...random];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
