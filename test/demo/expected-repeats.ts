import type { Channel } from '../../connectors/demo/world/plan.ts';

/** E[repeat purchases within T weeks] = ∫ Beta(p; a, b) (1 - (α / (α + pT))^r) / p dp, by the midpoint rule in the quantiles' place. */
export function expectedRepeats({ r, alpha, a, b }: Channel, weeks: number): number {
  let sum = 0;
  let whole = 0;
  const steps = 4000;
  for (let at = 0; at < steps; at++) {
    // p = u^4 takes the pole of the density at zero away.
    const u = (at + 0.5) / steps;
    const p = u ** 4;
    const density = p ** (a - 1) * (1 - p) ** (b - 1) * 4 * u ** 3;
    whole += density;
    sum += (density * (1 - (alpha / (alpha + p * weeks)) ** r)) / p;
  }
  return sum / whole;
}
