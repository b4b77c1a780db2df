/** Instants are whole milliseconds of UTC; days are those of Europe/Rome, the zone of the shop. */
export const zone = 'Europe/Rome';
export const minute = 60_000;
export const hour = 60 * minute;
export const dayLength = 24 * hour;

/** The three years that the demo business lives. */
export interface Span {
  startsOn: string;
  endsOn: string;
  days: number;
  /** Local midnight that begins `startsOn`. */
  start: number;
  /** Local midnight that ends `endsOn`: nothing exists from then on. */
  end: number;
}

export function spanUntil(endsOn: string): Span {
  const before = new Date(`${endsOn}T00:00:00Z`);
  before.setUTCFullYear(before.getUTCFullYear() - 3);
  const startsOn = addDays(isoDay(before.getTime()), 1);
  const end = midnight(addDays(endsOn, 1));
  return { startsOn, endsOn, days: dayNumber(endsOn) - dayNumber(startsOn) + 1, start: midnight(startsOn), end };
}

// The business lives on about a thousand days and asks for them millions of times.
const names = new Map<number, string>();
const numbers = new Map<string, number>();

function isoDay(milliseconds: number): string {
  const number = Math.floor(milliseconds / dayLength);
  const known = names.get(number);
  if (known !== undefined) return known;
  const name = new Date(milliseconds).toISOString().slice(0, 10);
  names.set(number, name);
  return name;
}

/** Days since 1970-01-01. */
export function dayNumber(day: string): number {
  const known = numbers.get(day);
  if (known !== undefined) return known;
  const number = Date.parse(`${day}T00:00:00Z`) / dayLength;
  numbers.set(day, number);
  return number;
}

export const addDays = (day: string, count: number) => isoDay((dayNumber(day) + count) * dayLength);
/** 1 for Monday to 7 for Sunday. */
export const isoWeekday = (number: number) => ((number + 3) % 7) + 1;

/** The instant at which the day begins in the zone. */
export const midnight = (day: string) => fromLocal(dayNumber(day) * dayLength);
/** The day in the zone. */
export const dayOf = (instant: number) => isoDay(toLocal(instant));
export const monthOf = (instant: number) => dayOf(instant).slice(0, 7);
export const isoInstant = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
export const wholeSeconds = (instant: number) => Math.floor(instant / 1000) * 1000;

/** What a clock on the wall shows, as if it were UTC. */
export const toLocal = (instant: number) => instant + offset(instant);

export function fromLocal(local: number): number {
  const winter = local - hour;
  const summer = local - 2 * hour;
  return offset(summer) === 2 * hour ? summer : winter;
}

/** Summer time of the European Union: from the last Sunday of March to that of October, both at 01:00 UTC. */
function offset(instant: number): number {
  const year = new Date(instant).getUTCFullYear();
  return instant >= lastSunday(year, 2) && instant < lastSunday(year, 9) ? 2 * hour : hour;
}

const sundays = new Map<number, number>();
function lastSunday(year: number, month: number): number {
  const key = year * 12 + month;
  let at = sundays.get(key);
  if (at === undefined) {
    const last = Date.UTC(year, month, 31);
    at = last - new Date(last).getUTCDay() * dayLength + hour;
    sundays.set(key, at);
  }
  return at;
}
