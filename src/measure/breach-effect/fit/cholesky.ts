/** A symmetric matrix A = L·Lᵀ, row by row; what depends on the columns before it has a row and column of zeros. */
export interface Factor {
  size: number;
  lower: Float64Array;
}

/** Below this share of what a diagonal element was, what is left of it is rounding. */
const rounding = 1e-11;

/**
 * Cholesky's factor of a positive semidefinite matrix (Golub and Van Loan, Matrix Computations, 4.2). A column that depends
 * on those before it is left out, so that a solution gives it zero.
 */
export function factorOf(matrix: Float64Array, size: number): Factor {
  const lower = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const diagonal = matrix[j * size + j]!;
    let left = diagonal;
    for (let k = 0; k < j; k++) left -= lower[j * size + k]! ** 2;
    if (!(left > rounding * diagonal)) continue;
    const root = Math.sqrt(left);
    lower[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = sum / root;
    }
  }
  // A column left out must not stand in the rows of others.
  for (let j = 0; j < size; j++) if (lower[j * size + j] === 0) lower.fill(0, j * size, j * size + j);
  return { size, lower };
}

/** The x of A·x = b. */
export function solve({ size, lower }: Factor, right: Float64Array): Float64Array {
  const found = Float64Array.from(right);
  for (let i = 0; i < size; i++) {
    let sum = found[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * found[k]!;
    const root = lower[i * size + i]!;
    found[i] = root === 0 ? 0 : sum / root;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = found[i]!;
    for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * found[k]!;
    const root = lower[i * size + i]!;
    found[i] = root === 0 ? 0 : sum / root;
  }
  return found;
}
