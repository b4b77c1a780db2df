import { Duration } from 'luxon';
import { fail } from '../../errors.ts';
import { checkInstant } from './check-condition.ts';
import type { SubjectName, Within } from './definition.ts';
import { requestStates } from './subjects/request.ts';

const mostDays = 3660;
/** What a limit may be made of on each clock, and an example. */
const units: Record<Within['clock'], { of: readonly (keyof Duration)[]; example: string }> = {
  CALENDAR: { of: ['weeks', 'days', 'hours', 'minutes', 'seconds'], example: 'PT4H or P7D' },
  BUSINESS: { of: ['hours', 'minutes', 'seconds'], example: 'PT4H: an opening day has no fixed length' },
  DAYS: { of: ['weeks', 'days'], example: 'P2D, or P0D for the same day' },
};

/** Fails with BAD_INPUT naming the place where "within X of Y" makes no sense for a subject. */
export function checkLimit(subject: SubjectName, within: Within, at: string): void {
  const { from, to, clock, limit, calendar, pausedIn } = within;
  checkInstant(subject, from, `${at}.from`);
  checkInstant(subject, to, `${at}.to`);
  if (from === to)
    fail('BAD_INPUT', { field: `${at}.to`, reason: `is ${to}, as from; give the instant of what has to happen` });
  checkDuration(limit, clock, `${at}.limit`);
  if (calendar !== undefined && clock !== 'BUSINESS')
    fail('BAD_INPUT', { field: `${at}.calendar`, reason: `is for the clock BUSINESS; on ${clock} all days count` });
  if (!pausedIn) return;
  if (subject !== 'REQUEST' || clock === 'DAYS')
    fail('BAD_INPUT', {
      field: `${at}.pausedIn`,
      reason: 'can be given for a REQUEST on the clock CALENDAR or BUSINESS alone',
    });
  const strange = pausedIn.find((state) => !requestStates.some((known) => known === state));
  if (strange !== undefined)
    fail('BAD_INPUT', {
      field: `${at}.pausedIn`,
      reason: `has "${strange}"; a request is ${requestStates.join(', ')}`,
    });
}

function checkDuration(limit: string, clock: Within['clock'], at: string): void {
  const duration = Duration.fromISO(limit);
  const { of, example } = units[clock];
  if (!duration.isValid)
    fail('BAD_INPUT', { field: at, reason: `is "${limit}"; give an ISO 8601 duration such as ${example}` });
  const given = Object.entries(duration.toObject()).filter(([, amount]) => amount !== 0);
  if (given.some(([, amount]) => amount < 0))
    fail('BAD_INPUT', { field: at, reason: `is "${limit}", which is negative` });
  const unfit = given.find(
    ([unit, amount]) => !of.some((known) => known === unit) || (clock === 'DAYS' && !Number.isInteger(amount)),
  );
  if (unfit)
    fail('BAD_INPUT', { field: at, reason: `is "${limit}", which the clock ${clock} cannot count; give ${example}` });
  if (duration.as('days') > mostDays)
    fail('BAD_INPUT', { field: at, reason: `is "${limit}", longer than ${mostDays} days` });
}
