import { z } from 'zod';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** A source's own key for a record. */
export const key = z.string('is required').min(1, 'is empty').max(512, 'is longer than 512 characters');
/** Text that a person reads. */
export const text = z.string().min(1, 'is empty').max(10_000, 'is longer than 10,000 characters');
/** An exact decimal number as a string: "1234.50". */
export const decimal = z
  .string('is required')
  .regex(
    /^-?\d{1,30}(\.\d{1,18})?$/,
    'is no decimal number such as "1234.50" (no thousands separators, a point before the decimals)',
  );
/** A whole number of zero or more. */
export const count = z.number().int('is no whole number').min(0, 'is negative');
/** An ISO 4217 currency code. */
export const currency = z
  .string('is required: name the ISO 4217 code, such as "EUR"')
  .refine((code) => currencies.has(code), 'is no ISO 4217 currency code such as "EUR"');
/** An instant in UTC: "2026-01-31T12:00:00Z". */
export const instant = z.iso.datetime({ error: 'is no instant in UTC such as "2026-01-31T12:00:00Z"' });
/** A calendar day: "2026-01-31". */
export const day = z.iso.date({ error: 'is no day such as "2026-01-31"' });
/** An ISO 3166-1 alpha-2 country code. */
export const country = z.string().regex(/^[A-Z]{2}$/, 'is no two-letter country code such as "IT"');
/** An IANA time zone. */
export const timeZone = z.string('is required').refine(isTimeZone, 'is no IANA time zone such as "Europe/Rome"');

const timeZones = new Map<string, boolean>();

/** Remembers what it was asked: making a formatter is slow, and a source names few zones. */
function isTimeZone(zone: string): boolean {
  const known = timeZones.get(zone);
  if (known !== undefined) return known;
  const valid = canFormatIn(zone);
  if (timeZones.size < 1000) timeZones.set(zone, valid);
  return valid;
}

function canFormatIn(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
