import { DateTime } from 'luxon';
import { FieldError } from '../../src/sdk/index.ts';

/** How a column writes its dates. */
export interface DateStyle {
  /** IANA zone of dates that name none. */
  timeZone: string;
  /** Luxon formats, "unix" (seconds) or "unixMs", tried before the forms that are recognised without being told. */
  formats: readonly string[];
}

const iso =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?(?:\d{2})?)?$/i;
const ambiguous = /^\d{1,2}([/.-])\d{1,2}\1(\d{2}|\d{4})\b/;

/** An instant in UTC such as "2026-01-31T12:00:00.000Z"; a day alone is its midnight in the zone. */
export function parseInstant(value: string, column: string, style: DateStyle): string {
  return parse(value, column, style).toUTC().toISO()!;
}

/** A day such as "2026-01-31", in the zone. */
export function parseDay(value: string, column: string, style: DateStyle): string {
  return parse(value, column, style).setZone(style.timeZone).toISODate()!;
}

function parse(value: string, column: string, style: DateStyle): DateTime<true> {
  const text = value.trim();
  for (const format of style.formats) {
    const date = fromFormat(text, format, style.timeZone);
    if (date !== undefined && exists(date)) return date;
  }
  const parts = iso.exec(text);
  if (parts !== null) return fromParts(parts, value, column, style.timeZone);
  const mail = DateTime.fromRFC2822(text);
  if (mail.isValid) return mail;
  throw new FieldError(column, explain(text, style.formats), value);
}

const exists = (date: DateTime): date is DateTime<true> => date.isValid && date.year <= 9999;

function fromFormat(text: string, format: string, zone: string): DateTime | undefined {
  if (format !== 'unix' && format !== 'unixMs') return DateTime.fromFormat(text, format, { zone, locale: 'en' });
  if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) return undefined;
  return format === 'unix' ? DateTime.fromSeconds(Number(text)) : DateTime.fromMillis(Number(text));
}

function fromParts(parts: RegExpExecArray, value: string, column: string, zone: string): DateTime<true> {
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((i) => Number(parts[i] ?? 0));
  const millisecond = Number((parts[8] ?? '').padEnd(3, '0').slice(0, 3));
  const written = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: second!, millisecond };
  const offset = parts[9]?.toUpperCase();
  const at = offset === undefined ? zone : offset === 'Z' || offset === 'UTC' ? 'utc' : `utc${offset}`;
  const date = DateTime.fromObject(written, { zone: at });
  if (!date.isValid) throw new FieldError(column, 'is a date that does not exist', value);
  return date;
}

function explain(text: string, formats: readonly string[]): string {
  if (formats.length > 0) return `is no date written as ${formats.map((format) => `"${format}"`).join(' or ')}`;
  if (ambiguous.test(text))
    return 'may be read as day/month or month/day: declare "date: dd/MM/yyyy" or "date: MM/dd/yyyy", as your file has it';
  if (/^\d{8}$/.test(text)) return 'may be a date without separators: declare "date: yyyyMMdd"';
  if (/^\d{10}(\d{3})?$/.test(text))
    return `may count seconds since 1970: declare "date: ${text.length === 10 ? 'unix' : 'unixMs'}"`;
  return 'is no date such as "2026-01-31" or "2026-01-31 12:00:00"';
}
