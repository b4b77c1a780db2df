export type CpiStatus = 'MET' | 'NEAR' | 'MISSED' | 'TOO_FEW';

/** How far off its target a reading still counts as near it. */
export const usuallyNear = 0.02;

/**
 * A share against its target: of promises kept more is better, of those broken less. `decided` is how many it rests on.
 * Shares are compared at twelve decimals, so that 0.95 - 0.02 is 0.93.
 */
export function statusOf(
  { value, decided }: { value: number; decided: number },
  { target, near, moreIsBetter, minimum }: { target: number; near: number; moreIsBetter: boolean; minimum: number },
): CpiStatus {
  if (decided < minimum) return 'TOO_FEW';
  const short = Number((moreIsBetter ? target - value : value - target).toFixed(12));
  if (short <= 0) return 'MET';
  return short <= near ? 'NEAR' : 'MISSED';
}
