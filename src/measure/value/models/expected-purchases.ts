import type { ModelKind, PurchaseParameters } from './purchase-likelihood.ts';
import { betaRule, type Rule } from './quadrature.ts';

/** One customer's history, in the unit of time that the model was fitted in. */
export interface History {
  repeats: number;
  recency: number;
  tenure: number;
}

const nodes = 32;

/** What a fitted model expects of customers. Keeps what depends on the number of purchases alone, so score many with one. */
export class PurchaseForecast {
  private readonly kind: ModelKind;
  private readonly parameters: PurchaseParameters;
  private readonly rules = new Map<number, Rule>();

  constructor(kind: ModelKind, parameters: PurchaseParameters) {
    this.kind = kind;
    this.parameters = parameters;
  }

  /** The probability that the customer will ever buy again, worked out in logarithms. */
  alive(history: History): number {
    const { leaves, fromStart } = this.kind;
    const stays = fromStart ? history.repeats + 1 : history.repeats;
    if (!leaves || stays === 0) return 1;
    const { r, alpha, a, b } = this.parameters;
    const { k } = this.kind;
    const still = this.phases(history).reduce((sum, weight) => sum + weight, 0);
    const power = r + k * history.repeats;
    const odds = Math.log(a / (b + stays - 1)) + power * Math.log((alpha + history.tenure) / (alpha + history.recency));
    return 1 / (1 + Math.exp(odds - Math.log(still)));
  }

  /** How many purchases are expected in the time `ahead`. */
  expected(history: History, ahead: number): number {
    if (ahead <= 0) return 0;
    if (this.kind.k > 1) return this.atLeast(history, ahead).reduce((sum, probability) => sum + probability, 0);
    const { r, alpha } = this.parameters;
    const [shape, scale] = [r + history.repeats, ahead / (alpha + history.tenure)];
    if (!this.kind.leaves) return shape * scale;
    const { nodes: shares, weights } = this.rule(history.repeats);
    let mean = 0;
    for (let i = 0; i < nodes; i++) {
      const leave = shares[i]!;
      // At nodes next to zero the quotient is its limit.
      const until = leave < 1e-300 ? shape * scale : -Math.expm1(-shape * Math.log1p(leave * scale)) / leave;
      mean += weights[i]! * until;
    }
    return this.alive(history) * mean;
  }

  /** The probabilities of at least 1, 2, 3 … purchases in the time `ahead`, until they are negligible. */
  atLeast(history: History, ahead: number): number[] {
    const { k, leaves, fromStart } = this.kind;
    const { r, alpha, a, b } = this.parameters;
    const alive = this.alive(history);
    const phases = this.phases(history);
    const all = phases.reduce((sum, weight) => sum + weight, 0);
    const tails = phases.map((_weight, phase) =>
      negativeBinomialTail(r + k * history.repeats + phase, ahead / (alpha + history.tenure)),
    );
    const stayed = b + history.repeats + (fromStart ? 1 : 0);
    const found: number[] = [];
    for (let count = 1, stays = 1; ; count++) {
      const reached = phases.reduce(
        (sum, weight, phase) => sum + (weight / all) * (tails[phase]![count * k - phase] ?? 0),
        0,
      );
      if (stays * reached < 1e-12) return found;
      found.push(alive * stays * reached);
      if (leaves) stays *= (stayed + count - 1) / (a + stayed + count - 1);
    }
  }

  /** Of the k steps to a purchase, how likely 0, 1 … have been taken since the last one: relative weights, the first is 1. */
  private phases({ repeats, recency, tenure }: History): number[] {
    const { r, alpha } = this.parameters;
    const weights = [1];
    for (let j = 1; j < this.kind.k; j++)
      weights.push(
        (weights[j - 1]! * (r + this.kind.k * repeats + j - 1) * (tenure - recency)) / (j * (alpha + tenure)),
      );
    return weights;
  }

  private rule(repeats: number): Rule {
    const { a, b } = this.parameters;
    let rule = this.rules.get(repeats);
    if (!rule) this.rules.set(repeats, (rule = betaRule(a, b + repeats + (this.kind.fromStart ? 1 : 0), nodes)));
    return rule;
  }
}

/** P(at least m) for m = 0, 1, … of a negative binomial count with that shape and the odds of one more, until it is negligible. */
function negativeBinomialTail(shape: number, scale: number): number[] {
  const logStep = Math.log(scale / (1 + scale));
  let log = -shape * Math.log1p(scale);
  const mass: number[] = [];
  const mean = shape * scale;
  for (let m = 0; ; m++) {
    const probability = Math.exp(log);
    mass.push(probability);
    if (m > mean && probability < 1e-18) break;
    log += Math.log((shape + m) / (m + 1)) + logStep;
  }
  // From the far end, so that small tails keep their digits.
  for (let m = mass.length - 2; m >= 0; m--) mass[m]! += mass[m + 1]!;
  return mass;
}
