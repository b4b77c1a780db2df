import { applies } from './check.ts';

/** Where shops are: on both sides of Greenwich. */
export const shopZones = ['Europe/Rome', 'America/Los_Angeles'] as const;

/** Runs something as if the machine stood in that zone. Throws Inapplicable where this process cannot move. */
export function inZone<Result>(zone: string, run: () => Result): Result {
  const before = process.env['TZ'];
  try {
    process.env['TZ'] = zone;
    const moved = new Intl.DateTimeFormat().resolvedOptions().timeZone === zone || offsetIn(zone) === offsetHere();
    applies(moved, 'this process cannot change its time zone');
    return run();
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

const january = new Date('2026-01-15T12:00:00Z');
const offsetHere = () => -january.getTimezoneOffset();

function offsetIn(zone: string): number {
  const local = new Date(january.toLocaleString('en-US', { timeZone: zone }) + ' UTC');
  return Math.round((local.getTime() - january.getTime()) / 60_000);
}
