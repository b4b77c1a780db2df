/** One value of many a row: levels counted from 0; the reference has -1 and no column of its own. */
export interface Levels {
  codes: Int32Array;
  count: number;
}

/**
 * What rows are told by, as a matrix of which only what is not zero is kept: a column of ones, then a column each of
 * `numbers`, then one for each level.
 */
export interface Design {
  rows: number;
  width: number;
  numbers: readonly Float64Array[];
  levels: readonly Levels[];
}

export function designOf(rows: number, numbers: readonly Float64Array[], levels: readonly Levels[]): Design {
  return { rows, width: 1 + numbers.length + levels.reduce((sum, { count }) => sum + count, 0), numbers, levels };
}

/** Calls `visit` for each row with its columns and values; only the first `filled` of both count. */
function eachRow(
  { rows, numbers, levels }: Design,
  visit: (row: number, columns: Int32Array, values: Float64Array, filled: number) => void,
): void {
  const first = 1 + numbers.length;
  const most = first + levels.length;
  const columns = Int32Array.from({ length: most }, (_, place) => place);
  const values = new Float64Array(most).fill(1);
  for (let row = 0; row < rows; row++) {
    for (let n = 0; n < numbers.length; n++) values[1 + n] = numbers[n]![row]!;
    let filled = first;
    let offset = first;
    for (const { codes, count } of levels) {
      const code = codes[row]!;
      if (code >= 0) columns[filled++] = offset + code;
      offset += count;
    }
    visit(row, columns, values, filled);
  }
}

/** X·b, a number a row. */
export function product(design: Design, coefficients: Float64Array): Float64Array {
  const found = new Float64Array(design.rows);
  eachRow(design, (row, columns, values, filled) => {
    let sum = 0;
    for (let place = 0; place < filled; place++) sum += values[place]! * coefficients[columns[place]!]!;
    found[row] = sum;
  });
  return found;
}

/** Xᵀ·r, a number a column. */
export function crossed(design: Design, residuals: Float64Array): Float64Array {
  const found = new Float64Array(design.width);
  eachRow(design, (row, columns, values, filled) => {
    const residual = residuals[row]!;
    if (residual === 0) return;
    for (let place = 0; place < filled; place++) {
      const column = columns[place]!;
      found[column] = found[column]! + residual * values[place]!;
    }
  });
  return found;
}

/** Xᵀ·W·X, row by row. */
export function gram(design: Design, weights: Float64Array): Float64Array {
  const { width } = design;
  const numbers = 1 + design.numbers.length;
  const found = new Float64Array(width * width);
  eachRow(design, (row, columns, values, filled) => {
    const weight = weights[row]!;
    if (weight === 0) return;
    for (let one = 0; one < numbers; one++) {
      const scaled = weight * values[one]!;
      const line = one * width;
      for (let other = 0; other <= one; other++) found[line + other]! += scaled * values[other]!;
    }
    for (let level = numbers; level < filled; level++) {
      const line = columns[level]! * width;
      for (let other = 0; other < numbers; other++) found[line + other]! += weight * values[other]!;
      for (let other = numbers; other <= level; other++) found[line + columns[other]!]! += weight;
    }
  });
  // Columns rise along a row, so that only the lower half was filled.
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) found[j * width + i] = found[i * width + j]!;
  return found;
}
