import { defineEntity, type InferEntity } from '@mikro-orm/core';
import { instant, json, numberList, text, uuid } from './columns.ts';

/** From when to when on a weekday; past midnight where it ends before it begins: "22:00" to "02:00". "24:00" ends the day. */
export type Opening = readonly [from: string, to: string];

/** Weekly hours in a zone that hold from one day to another, both included; null is since ever, or until further notice. */
export interface Schedule {
  /** IANA. */
  timeZone: string;
  /** ISO weekday "1".."7" to its openings; a weekday without any is closed. */
  hours: Readonly<Record<string, readonly Opening[]>>;
  /** Closed days, "YYYY-MM-DD". */
  holidays: readonly string[];
  validFrom: string | null;
  validTo: string | null;
}

/** Whether these are two times of a day between which something can be open. */
export function isOpening([from, to]: Opening): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(from) && /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(to) && from !== to;
}

/** A calendar that a workspace defined itself; it stands in for a source's of the same name. */
export const OwnCalendar = defineEntity({
  name: 'OwnCalendar',
  tableName: 'own_calendars',
  properties: {
    workspaceId: uuid().primary(),
    name: text().primary(),
    /** A list of Schedule. */
    schedules: json(),
    updatedAt: instant(),
  },
});
export type OwnCalendar = InferEntity<typeof OwnCalendar>;

/**
 * When a calendar is open, as a line that rises while it is. Instants and durations are microseconds, whole numbers that
 * a double holds exactly. It is known from the first turn to the last, and begins and ends closed.
 */
export const OpenHours = defineEntity({
  name: 'OpenHours',
  tableName: 'open_hours',
  properties: {
    workspaceId: uuid().primary(),
    calendar: text().primary(),
    /** Hash of what the hours were worked out from. */
    digest: text(),
    /** Since 1970: the first instant, then by turns where it opens and closes, then the last instant. Ascending. */
    turns: numberList(),
    /** Open time from the first turn to each but the last. */
    openBefore: numberList(),
    /** The same the other way round and negative, so that it ascends and can be searched too. */
    openAfter: numberList(),
  },
});
