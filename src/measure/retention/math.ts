/** A share as exact decimal text with six decimals at most: 1 of 3 gives "0.333333". */
export function share(part: number, whole: number): string {
  return (part / whole).toFixed(6).replace(/\.?0+$/, '');
}
