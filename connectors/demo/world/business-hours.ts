import { addDays, dayNumber, dayOf, hour, isoWeekday, midnight, minute, type Span } from './clock.ts';

/** Public holidays that keep their date, as "MM-DD". */
const holidays = ['01-01', '01-06', '04-25', '05-01', '06-02', '08-15', '11-01', '12-08', '12-25', '12-26'];
type Hours = { [isoWeekday: string]: [from: string, to: string][] };
const weekday: Hours[string] = [['09:00', '18:00']];
const weekdays: Hours = { 1: weekday, 2: weekday, 3: weekday, 4: weekday, 5: weekday };

/** From when the helpdesk opens on Saturday mornings too: the second year. */
export const saturdaysFrom = (span: Span) => addDays(span.startsOn, 365);

export interface Calendar {
  key: string;
  validFrom: string | null;
  validTo: string | null;
  hours: Hours;
  holidays: string[];
}

/** The two calendars of the helpdesk, one after the other. */
export function calendarsOf(span: Span): Calendar[] {
  const years = [
    ...new Set(
      [span.startsOn, addDays(span.startsOn, 365), addDays(span.startsOn, 730), span.endsOn].map((day) =>
        day.slice(0, 4),
      ),
    ),
  ];
  const closed = years.flatMap((year) => holidays.map((date) => `${year}-${date}`));
  return [
    { key: 'weekdays', validFrom: null, validTo: addDays(saturdaysFrom(span), -1), hours: weekdays, holidays: closed },
    {
      key: 'with-saturdays',
      validFrom: saturdaysFrom(span),
      validTo: null,
      hours: { ...weekdays, 6: [['09:00', '13:00']] },
      holidays: closed,
    },
  ];
}

/** The instant at which the helpdesk has been open for so many minutes since `from`. */
export function afterBusinessMinutes(span: Span, from: number, minutes: number): number {
  let left = minutes * minute;
  for (let day = dayOf(from); ; day = addDays(day, 1)) {
    const open = openingOf(span, day);
    if (!open) continue;
    const begin = Math.max(from, open[0]);
    if (begin >= open[1]) continue;
    if (begin + left <= open[1]) return begin + left;
    left -= open[1] - begin;
  }
}

/** Minutes for which the helpdesk was open from one instant to another. */
export function businessMinutes(span: Span, from: number, to: number): number {
  let open = 0;
  for (let day = dayOf(from); midnight(day) < to; day = addDays(day, 1)) {
    const [opens, closes] = openingOf(span, day) ?? [0, 0];
    open += Math.max(0, Math.min(to, closes) - Math.max(from, opens));
  }
  return open / minute;
}

/** Summer time begins and ends on Sundays before opening, so that an open day's hours are counted from midnight plainly. */
function openingOf(span: Span, day: string): [number, number] | null {
  const number = isoWeekday(dayNumber(day));
  if (number === 7 || holidays.includes(day.slice(5))) return null;
  if (number === 6 && day < saturdaysFrom(span)) return null;
  const start = midnight(day) + 9 * hour;
  return [start, start + (number === 6 ? 4 : 9) * hour];
}
