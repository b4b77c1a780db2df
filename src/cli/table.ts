/** Lines up rows under their titles; numbers stand to the right. */
export function table(titles: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [titles, ...rows].map((row) => row.map((value) => (typeof value === 'number' ? count(value) : value)));
  const widths = titles.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const numeric = titles.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  return cells
    .map((row) =>
      row
        .map((value, i) => (numeric[i] ? value.padStart(widths[i]!) : value.padEnd(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** "12,345" */
export const count = (number: number): string => Math.round(number).toLocaleString('en');
