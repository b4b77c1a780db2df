/** What was expected of a customer beforehand, and what came. */
export interface Outcome {
  expected: number;
  actual: number;
}

/** How well a model foretold what it had not seen. */
export interface BackTest {
  customers: number;
  expected: number;
  actual: number;
  /** (expected − actual) / actual over all customers; null where nothing came. */
  bias: number | null;
  /** Mean absolute error of a customer. */
  meanAbsoluteError: number;
  /** The share of what an ideal ranking would concentrate at its top: 1 is the ideal, 0 is chance; null where all are alike. */
  normalisedGini: number | null;
  /** Tenths of the customers by what was expected of them, the lowest first. */
  deciles: { expected: number; actual: number; customers: number }[];
}

export function backTest(outcomes: readonly Outcome[]): BackTest {
  const customers = outcomes.length;
  const sum = (value: (outcome: Outcome) => number, of: readonly Outcome[] = outcomes) =>
    of.reduce((total, outcome) => total + value(outcome), 0);
  const [expected, actual] = [sum((o) => o.expected), sum((o) => o.actual)];
  const ranked = outcomes.toSorted((a, b) => a.expected - b.expected);
  const ideal = giniOf(outcomes, (outcome) => outcome.actual);
  return {
    customers,
    expected,
    actual,
    bias: actual === 0 ? null : expected / actual - 1,
    meanAbsoluteError: sum((o) => Math.abs(o.expected - o.actual)) / customers,
    normalisedGini: ideal === 0 ? null : giniOf(outcomes, (outcome) => outcome.expected) / ideal,
    deciles: Array.from({ length: 10 }, (_, tenth) => {
      const part = ranked.slice(Math.floor((tenth * customers) / 10), Math.floor(((tenth + 1) * customers) / 10));
      return {
        expected: sum((o) => o.expected, part) / (part.length || 1),
        actual: sum((o) => o.actual, part) / (part.length || 1),
        customers: part.length,
      };
    }),
  };
}

/** Gini's coefficient of what came, with the customers in the order of a score; those of one score share evenly. */
function giniOf(outcomes: readonly Outcome[], score: (outcome: Outcome) => number): number {
  const total = outcomes.reduce((sum, { actual }) => sum + actual, 0);
  if (total === 0) return 0;
  const ranked = outcomes.toSorted((a, b) => score(a) - score(b));
  let [area, before] = [0, 0];
  for (let start = 0, end = 0; start < ranked.length; start = end) {
    let share = 0;
    for (end = start; end < ranked.length && score(ranked[end]!) === score(ranked[start]!); end++)
      share += ranked[end]!.actual / total;
    area += (end - start) * (before + share / 2);
    before += share;
  }
  return 1 - (2 * area) / ranked.length;
}
