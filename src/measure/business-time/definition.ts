import { IANAZone } from 'luxon';
import { z } from 'zod';
import { fail } from '../../errors.ts';
import { isOpening, type Schedule } from '../../model/calendar.ts';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

/** From when to when it is open on some weekdays, such as "09:00" to "17:00"; past midnight where it ends before it begins. */
export interface OpeningHours {
  weekdays: Weekday[];
  from: string;
  to: string;
}

const day = z.iso.date({ error: 'is no day such as "2026-01-31"' });
const opening = z
  .strictObject({
    weekdays: z
      .array(z.enum(weekdays, { error: `is no weekday; write one of ${weekdays.join(', ')}` }))
      .min(1, 'names no weekday'),
    from: z.string('is required: a time such as "09:00"'),
    to: z.string('is required: a time such as "17:00"'),
  })
  .refine(({ from, to }) => isOpening([from, to]), {
    error: 'has no times such as from "09:00" to "17:00"; a whole day is from "00:00" to "24:00"',
  });
const schedule = z
  .strictObject({
    timeZone: z
      .string('is required: an IANA time zone such as "Europe/Rome"')
      .refine((zone) => IANAZone.isValidZone(zone), 'is no IANA time zone such as "Europe/Rome"'),
    openings: z
      .array(opening, 'is required: a list of weekdays with from and to')
      .max(100, 'has more than 100 entries'),
    holidays: z.array(day).max(2000, 'has more than 2000 days').nullish(),
    validFrom: day.nullish(),
    validTo: day.nullish(),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    path: ['validTo'],
    error: 'lies before validFrom',
  });
const definition = z.strictObject({
  name: z.string('is required').trim().min(1, 'is empty').max(200, 'is longer than 200 characters'),
  schedules: z
    .array(schedule, 'is required: a list of schedules')
    .min(1, 'is empty: give one schedule at least')
    .max(50, 'has more than 50 schedules')
    .superRefine((all, { addIssue }) => {
      const begun = new Set<string>();
      all.forEach(({ validFrom }, index) => {
        const from = validFrom ?? '';
        const message = `is that of another schedule too (${validFrom ?? 'since ever'}): which of them holds?`;
        if (begun.has(from)) addIssue({ code: 'custom', path: [index, 'validFrom'], message });
        begun.add(from);
      });
    }),
});

/**
 * The name and the schedules of a calendar that somebody defined, in whatever shape. Fails with BAD_INPUT that names the
 * field, such as "schedules.0.openings.2".
 */
export function checkCalendar(given: unknown): { name: string; schedules: Schedule[] } {
  const { data, error } = definition.safeParse(given);
  if (!data) {
    const { path, message, ...issue } = error.issues[0]!;
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
    const reason = unknown.length > 0 ? 'is no field of a calendar' : message;
    return fail('BAD_INPUT', { field: [...path, ...unknown].join('.') || 'calendar', reason });
  }
  return { name: data.name, schedules: data.schedules.map(scheduleOf) };
}

function scheduleOf(given: z.infer<typeof schedule>): Schedule {
  const { timeZone, openings, holidays, validFrom = null, validTo = null } = given;
  const hours = weekdays.flatMap((weekday, index) => {
    const own = openings.filter((each) => each.weekdays.includes(weekday));
    return own.length > 0 ? [[index + 1, own.map(({ from, to }): [string, string] => [from, to])] as const] : [];
  });
  return { timeZone, hours: Object.fromEntries(hours), holidays: holidays ?? [], validFrom, validTo };
}

/** The hours of a schedule as people write them: weekdays of the same hours together. */
export function openingsOf({ hours }: Schedule): OpeningHours[] {
  const openings = new Map<string, OpeningHours>();
  weekdays.forEach((weekday, index) => {
    for (const [from, to] of hours[index + 1] ?? []) {
      const known = openings.get(`${from} ${to}`);
      if (known) known.weekdays.push(weekday);
      else openings.set(`${from} ${to}`, { weekdays: [weekday], from, to });
    }
  });
  return [...openings.values()];
}
