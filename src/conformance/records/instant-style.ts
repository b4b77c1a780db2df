import { DateTime } from 'luxon';
import type { Json } from '../../sdk/index.ts';

/** Writes an instant, in microseconds since 1970, the way a vendor does. */
export type InstantStyle = (micros: number) => Json;

const iso = /^(\d{4}-\d\d-\d\d)(?:([T ])(\d\d:\d\d)(:\d\d)?(?:\.(\d+))?)?\s?(Z|[+-]\d\d:?\d\d)?$/;

/** How a value of the vendor's writes an instant; null where it is none. */
export function instantStyleOf(sample: Json | undefined): InstantStyle | null {
  if (typeof sample === 'number') return unixStyle(sample);
  if (typeof sample !== 'string') return null;
  if (/^\d{9,16}$/.test(sample)) return (micros) => String(unixStyle(Number(sample))(micros));
  const match = iso.exec(sample);
  if (match) return isoStyle(match);
  return /^\w{3}, \d/.test(sample) && !Number.isNaN(Date.parse(sample))
    ? (micros) => new Date(micros / 1000).toUTCString().replace('GMT', '+0000')
    : null;
}

function unixStyle(sample: number): (micros: number) => number {
  if (sample >= 1e14) return (micros) => micros;
  if (sample >= 1e11) return (micros) => Math.floor(micros / 1000);
  return (micros) => Math.floor(micros / 1_000_000);
}

function isoStyle([, , separator, , seconds, fraction = '', zone = '']: RegExpExecArray): InstantStyle {
  return (micros) => {
    const time = DateTime.fromMillis(Math.floor(micros / 1000), { zone: zoneOf(zone) });
    if (separator === undefined) return time.toFormat('yyyy-MM-dd');
    const date = time.toFormat(`yyyy-MM-dd'${separator}'HH:mm${seconds === undefined ? '' : ':ss'}`);
    const digits = String(micros % 1_000_000).padStart(6, '0');
    return `${date}${fraction === '' ? '' : `.${digits.padEnd(fraction.length, '0').slice(0, fraction.length)}`}${zone}`;
  };
}

const zoneOf = (written: string) => (/^[+-]/.test(written) ? `UTC${written.slice(0, 3)}:${written.slice(-2)}` : 'utc');
