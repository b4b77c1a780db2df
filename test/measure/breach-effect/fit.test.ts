import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balancingWeights } from '../../../src/measure/breach-effect/fit/balance.ts';
import { factorOf, solve } from '../../../src/measure/breach-effect/fit/cholesky.ts';
import { clusteredError } from '../../../src/measure/breach-effect/fit/clustered.ts';
import { crossed, designOf, gram, product } from '../../../src/measure/breach-effect/fit/design.ts';
import { differencesOf } from '../../../src/measure/breach-effect/fit/difference.ts';
import { fitLogistic } from '../../../src/measure/breach-effect/fit/logistic.ts';
import { chanceOf } from '../../../src/measure/value/models/chance.ts';

const floats = (values: readonly number[]) => Float64Array.from(values);
const ones = (count: number) => new Float64Array(count).fill(1);
const each = (count: number) => Int32Array.from({ length: count }, (_, row) => row);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('linear algebra', () => {
  it('gives the coefficients of the stack loss data (Brownlee 1965; R, ?stackloss)', () => {
    const air = [80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70];
    const water = [27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20];
    const acid = [89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91];
    const loss = [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15];
    const design = designOf(21, [floats(air), floats(water), floats(acid)], []);
    const found = solve(factorOf(gram(design, ones(21)), 4), crossed(design, floats(loss)));
    expect([...found].map((value) => value.toFixed(4))).toEqual(['-39.9197', '0.7156', '1.2953', '-0.1521']);
  });

  it('is that of the full matrix, and gives dependent columns nothing', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -1, max: 3 })), {
      minLength: 8,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, (all) => {
        const number = floats(all.map(([value]) => value));
        const codes = Int32Array.from(all, ([, code]) => code);
        const design = designOf(all.length, [number, number.map((value) => 2 * value + 1)], [{ codes, count: 4 }]);
        const full = all.map(([value, code]) => [
          1,
          value,
          2 * value + 1,
          ...[0, 1, 2, 3].map((c) => Number(c === code)),
        ]);
        const expected = Array.from({ length: 7 }, (_, i) =>
          Array.from({ length: 7 }, (__, j) => full.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
        );
        expect([...gram(design, ones(all.length))]).toEqual(expected.flat());
        const right = crossed(design, number);
        const found = solve(factorOf(gram(design, ones(all.length)), 7), right);
        expect(found[2]).toBe(0);
        // A column is told by itself: what is solved for gives it back.
        for (const [row, value] of product(design, found).entries()) expect(value).toBeCloseTo(number[row]!, 6);
      }),
      { seed: 1 },
    );
  });
});

describe('logistic regression', () => {
  it('gives the coefficients and errors of the beetles (Bliss 1935; Dobson, An Introduction to GLM, chapter 7)', () => {
    const doses = [1.6907, 1.7242, 1.7552, 1.7842, 1.8113, 1.8369, 1.861, 1.8839];
    const exposed = [59, 60, 62, 56, 63, 59, 62, 60];
    const killed = [6, 13, 18, 28, 52, 53, 61, 60];
    const dose = doses.flatMap((value, i) => Array<number>(exposed[i]!).fill(value));
    const outcome = exposed.flatMap((all, i) => Array.from({ length: all }, (_, n) => Number(n < killed[i]!)));
    const fit = fitLogistic(designOf(dose.length, [floats(dose)], []), floats(outcome))!;
    expect([...fit.coefficients].map((value) => value.toFixed(2))).toEqual(['-60.72', '34.27']);
    expect([0, 1].map((column) => fit.modelError(column).toFixed(2))).toEqual(['5.18', '2.91']);
  });

  it('gives those of vasoconstriction (Finney 1947; Pregibon 1981, Annals of Statistics 9)', () => {
    const volume = [
      3.7, 3.5, 1.25, 0.75, 0.8, 0.7, 0.6, 1.1, 0.9, 0.9, 0.8, 0.55, 0.6, 1.4, 0.75, 2.3, 3.2, 0.85, 1.7, 1.8, 0.4,
      0.95, 1.35, 1.5, 1.6, 0.6, 1.8, 0.95, 1.9, 1.6, 2.7, 2.35, 1.1, 1.1, 1.2, 0.8, 0.95, 0.75, 1.3,
    ];
    const rate = [
      0.825, 1.09, 2.5, 1.5, 3.2, 3.5, 0.75, 1.7, 0.75, 0.45, 0.57, 2.75, 3, 2.33, 3.75, 1.64, 1.6, 1.415, 1.06, 1.8, 2,
      1.36, 1.35, 1.36, 1.78, 1.5, 1.5, 1.9, 0.95, 0.4, 0.75, 0.03, 1.83, 2.2, 2, 3.33, 1.9, 1.9, 1.625,
    ];
    const constricted = [...'111111000000011111010000101010100111001'].map(Number);
    const design = designOf(39, [floats(volume.map(Math.log)), floats(rate.map(Math.log))], []);
    const fit = fitLogistic(design, floats(constricted))!;
    expect([...fit.coefficients].map((value) => value.toFixed(3))).toEqual(['-2.875', '5.179', '4.562']);
    expect([0, 1, 2].map((column) => fit.modelError(column).toFixed(2))).toEqual(['1.32', '1.86', '1.84']);
    expect((-2 * fit.logLikelihood).toFixed(2)).toBe('29.23');
  });

  it('has the sandwich’s errors: of one share they are its own, row by row or by cluster', () => {
    const outcomes = floats([1, 1, 0, 0, 0, 1, 0, 0, 1, 0]);
    const clusters = Int32Array.from([0, 0, 1, 1, 2, 3, 3, 4, 5, 5]);
    const fit = fitLogistic(designOf(10, [], []), outcomes)!;
    // By hand: H = n·p(1-p) = 2.4, and the sums of the residuals of the clusters are 1.2, -0.8, -0.4, 0.2, -0.4, 0.2.
    const squares = 1.2 ** 2 + 0.8 ** 2 + 0.4 ** 2 + 0.2 ** 2 + 0.4 ** 2 + 0.2 ** 2;
    expect(fit.error(0, clusters)).toBeCloseTo(Math.sqrt((squares * 6) / 5) / 2.4, 5);
    const alone = 4 * 0.6 ** 2 + 6 * 0.4 ** 2;
    expect(fit.error(0, each(10))).toBeCloseTo(Math.sqrt((alone * 10) / 9) / 2.4, 5);
  });
});

describe('balancing weights', () => {
  it('are those by hand where there is one attribute of two values', () => {
    // Three of four chosen have it, and one of five others: together 3/4 of the weight is that one's.
    const [attribute, chosen] = [floats([1, 1, 1, 0, 1, 0, 0, 0, 0]), Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0])];
    const weights = balancingWeights(designOf(9, [attribute], []), chosen)!;
    const expected = [0, 0, 0, 0, 3 / 4, 1 / 16, 1 / 16, 1 / 16, 1 / 16];
    for (const [row, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[row]!, 6);
  });

  it('give the others the means of the chosen, or do not exist', () => {
    const chance = chanceOf(7);
    const rows = 400;
    const chosen = Uint8Array.from({ length: rows }, (_, row) => Number(row % 4 === 0));
    const number = floats(Array.from({ length: rows }, (_, row) => chance.normal() + 0.8 * chosen[row]!));
    const codes = Int32Array.from({ length: rows }, () => Math.floor(chance.uniform() * 3) - 1);
    const design = designOf(rows, [number, number.map((value) => value * value)], [{ codes, count: 2 }]);
    const weights = balancingWeights(design, chosen)!;
    const wanted = crossed(
      design,
      Float64Array.from(chosen, (one) => one / 100),
    );
    for (const [column, value] of crossed(design, weights).entries()) expect(value).toBeCloseTo(wanted[column]!, 6);
    expect(weights.every((weight) => weight >= 0)).toBe(true);
    const beyond = number.map((value, row) => value + 20 * chosen[row]!);
    expect(balancingWeights(designOf(rows, [beyond], []), chosen)).toBeNull();
  });
});

describe('a difference', () => {
  it('without attributes is that of two means, with its error', () => {
    const [one, other] = [
      [3, 5, 4, 8],
      [1, 2, 2, 5, 0],
    ];
    const outcomes = floats([...one!, ...other!]);
    const chosen = Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0]);
    const design = designOf(9, [], []);
    const weights = balancingWeights(design, chosen)!;
    const found = differencesOf(design, { chosen, weights, clusters: each(9) })(outcomes);
    const part = (values: number[]) => values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / values.length ** 2;
    expect([found.chosen, found.others]).toEqual([mean(one!), expect.closeTo(mean(other!), 9)]);
    expect(found.error).toBeCloseTo(Math.sqrt(((part(one!) + part(other!)) * 9) / 8), 9);
  });

  it('counts rows of one cluster together', () => {
    expect(clusteredError(floats([1, -2, 3, 1]), Int32Array.from([0, 0, 1, 2]))).toBeCloseTo(
      Math.sqrt((11 * 3) / 2),
      9,
    );
  });
});
