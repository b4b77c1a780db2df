import type { Cursor, Json } from '../../sdk/index.ts';
import { at } from '../json-path.ts';

/** Microseconds since 1970, a whole number. */
export type Micros = number;
type Step = Cursor['step'];

export const stepMicros = { day: 86_400_000_000, s: 1_000_000, ms: 1000, us: 1 } as const satisfies Record<
  Step,
  Micros
>;
const iso = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d)?$/;

/** The instant at which a record changed, cut to the cursor's step; null where it says none. */
export function instantOf(record: Json, { field, step }: Pick<Cursor, 'field' | 'step'>): Micros | null {
  for (const path of typeof field === 'string' ? [field] : field) {
    const instant = parseInstant(at(record, path));
    if (instant !== null) return Math.floor(instant / stepMicros[step]) * stepMicros[step];
  }
  return null;
}

/** Reads ISO 8601 (UTC where it names no zone), RFC 2822 and Unix time; null where unset, as "0000-00-00" is. */
export function parseInstant(value: Json | undefined): Micros | null {
  const micros = typeof value === 'number' ? unixTime(value) : typeof value === 'string' ? textTime(value.trim()) : NaN;
  return Number.isSafeInteger(micros) && micros > 0 ? micros : null;
}

/** Seconds, milliseconds or microseconds: their sizes tell them apart from 1974 to 5138. */
function unixTime(value: number): Micros {
  if (value < 1e11) return Math.round(value * 1e6);
  return value < 1e14 ? Math.round(value * 1000) : Math.round(value);
}

function textTime(value: string): Micros {
  if (/^\d+(\.\d+)?$/.test(value)) return unixTime(Number(value));
  const [, date, time = '00:00:00', fraction = '', zone = 'Z'] = iso.exec(value) ?? [];
  if (!date) return Date.parse(value) * 1000;
  const seconds = time.length === 5 ? `${time}:00` : time;
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  return Date.parse(`${date}T${seconds}${offset}`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** An instant as fine as the step: "2026-01-31T12:00:00Z", "2026-01-31". */
export function formatInstant(instant: Micros, step: Step): string {
  const date = new Date(Math.floor(instant / 1000)).toISOString();
  if (step === 'day') return date.slice(0, 10);
  if (step === 's') return `${date.slice(0, 19)}Z`;
  if (step === 'ms') return date;
  return `${date.slice(0, 23)}${String(instant % 1000).padStart(3, '0')}Z`;
}
