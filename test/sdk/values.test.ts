import fc from 'fast-check';
import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import * as sdk from '../../src/sdk/index.ts';
import type { Json } from '../../src/sdk/index.ts';

const { amountAt, countAt, dayAt, decimalAt, epochAt, idAt, instantAt, minorUnitsAt } = sdk;
const { FieldError, recordAt, recordsAt, required, textAt, valueAt } = sdk;

const readers: ((record: Json, path: string) => unknown)[] = [
  ...[valueAt, textAt, idAt, instantAt, dayAt, amountAt, decimalAt, countAt, recordAt, recordsAt],
  (record, path) => instantAt(record, path, 'Europe/Rome'),
  (record, path) => epochAt(record, path, 's'),
  (record, path) => epochAt(record, path, 'ms'),
  (record, path) => minorUnitsAt(record, path, 'EUR'),
];

/** The field that a FieldError names; null where there is none. */
function fieldRefused(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    return error instanceof FieldError ? error.field : String(error);
  }
}

it('reads any JSON, or says with a FieldError what it does not understand', () => {
  const odd = fc.constantFrom<unknown>(
    ...['0000-00-00', '2026-02-30', '2026-02-30T10:00:00Z', '2026-01-01T25:00:00Z', '9999-12-31T23:59:59.999-12:00'],
    ...[
      'Sun, 31 Feb 2026 13:00:00 GMT',
      '1e9',
      '1e-99',
      '1'.repeat(40),
      '-',
      '.',
      '1,5',
      ' 7 ',
      '__proto__',
      9e99,
      -1,
      1e-7,
      Number.MAX_VALUE,
    ],
  );
  const record = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), fc.oneof(fc.jsonValue(), odd));
  const path = fc.constantFrom('', 'a', 'a.b', 'a.0.b', 'b.length', '__proto__', 'constructor.name', '.', 'a..b');
  fc.assert(
    fc.property(fc.oneof(record, fc.jsonValue()), path, (value, place) => {
      for (const read of readers) expect([null, place]).toContain(fieldRefused(() => read(value as Json, place)));
    }),
    { numRuns: 2000 },
  );
});

it('finds values by their path, and nothing that an object has by nature', () => {
  const record = { billing: { email: ' a@b.example ', tags: [{ id: 7 }] }, empty: '', none: null, zero: 0 };
  expect(textAt(record, 'billing.email')).toBe('a@b.example');
  expect(idAt(record, 'billing.tags.0.id')).toBe('7');
  expect(recordsAt([{ id: 1 }, null, 'x'], '')).toEqual([{ id: 1 }]);
  expect(recordAt('text', '')).toEqual({});
  expect([idAt(record, 'zero'), countAt(record, 'zero')]).toEqual([undefined, 0]);
  for (const path of [
    'empty',
    'none',
    'billing.phone',
    'none.of',
    'billing.email.length',
    'toString',
    'billing.tags.at',
  ])
    expect(valueAt(record, path)).toBeUndefined();
  expect(() => required(textAt(record, 'empty'), 'empty')).toThrow('empty is missing');
});

const digits = (min: number, max: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: min, maxLength: max }).map((all) => all.join(''));

it('keeps every digit of an amount, however it is written', () => {
  fc.assert(
    fc.property(fc.boolean(), digits(1, 30), digits(0, 18), (negative, whole, fraction) => {
      const written = `${negative ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
      const read = decimalAt({ amount: written }, 'amount')!;
      const scaled = (text: string) => {
        const [, sign, before, after = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)!;
        return BigInt(`${sign}${before}${after.padEnd(18, '0')}`);
      };
      expect(scaled(read)).toBe(scaled(written));
      expect(read).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/);
    }),
  );
  expect([0.1, 1e-7, 1e21, ' 12.50 ', '-0.00', '1E3'].map((amount) => decimalAt({ amount }, 'amount'))).toEqual([
    '0.1',
    '0.0000001',
    '1000000000000000000000',
    '12.5',
    '0',
    '1000',
  ]);
  for (const amount of ['12,50', '€ 5', '1.2.3', '0x10', 'NaN', ' ', true, {}, '1e999'])
    expect(() => decimalAt({ amount }, 'amount')).toThrow('amount is no amount such as "12.50"');
});

it('reads smallest units by what the currency has', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), (units) => {
      const at = (currency: string) => minorUnitsAt({ amount: String(units) }, 'amount', currency)!;
      expect(BigInt(at('JPY'))).toBe(units);
      for (const [currency, decimals] of [
        ['EUR', 2],
        ['KWD', 3],
      ] as const) {
        const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(at(currency))!;
        expect(BigInt(`${sign}${whole}${fraction.padEnd(decimals, '0')}`)).toBe(units);
      }
    }),
  );
});

it.each(['Europe/Rome', 'America/Los_Angeles', 'Asia/Kathmandu', 'UTC'])('reads times without a zone in %s', (zone) => {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone: zone, hourCycle: 'h23', dateStyle: 'short', timeStyle: 'medium' },
  } as Intl.DateTimeFormatOptions);
  const seconds = fc.integer({ min: Date.UTC(2001, 0) / 1000, max: Date.UTC(2039, 0) / 1000 });
  fc.assert(
    fc.property(seconds, (at) => {
      const wall = clock.format(at * 1000);
      const read = Date.parse(instantAt({ at: wall }, 'at', zone)!) / 1000;
      // In the hour that clocks repeat in autumn, a wall's time says two instants: the first is taken.
      expect([at, at - 3600]).toContain(read);
      expect(clock.format(read * 1000)).toBe(wall);
      const written = DateTime.fromSeconds(at, { zone }).toISO({ suppressMilliseconds: true })!;
      expect(instantAt({ at: written }, 'at', 'Pacific/Auckland')).toBe(instantAt({ at: written }, 'at'));
      expect(Date.parse(instantAt({ at: written }, 'at')!)).toBe(at * 1000);
    }),
  );
});

it('takes the hour that spring leaves out as the one after it, and the one that autumn repeats as the first', () => {
  const rome = (at: string) => instantAt({ at }, 'at', 'Europe/Rome');
  expect(rome('2026-03-29 01:59:59')).toBe('2026-03-29T00:59:59Z');
  expect(rome('2026-03-29 02:30:00')).toBe('2026-03-29T01:30:00Z');
  expect(rome('2026-10-25T02:30:00')).toBe('2026-10-25T00:30:00Z');
  expect(rome('2026-10-25T02:30:00+01:00')).toBe('2026-10-25T01:30:00Z');
  expect(instantAt({ at: '2026-11-01T01:30:00' }, 'at', 'America/Los_Angeles')).toBe('2026-11-01T08:30:00Z');
});

it('takes what systems write for "never" as unset, and guesses no zone', () => {
  for (const at of [
    '0000-00-00 00:00:00',
    '0000-00-00',
    '1970-01-01T00:00:00Z',
    '1970-01-01T00:00:00+00:00',
    '1970-01-01 00:00:00',
    0,
    '0',
    '',
    null,
  ])
    expect(instantAt({ at }, 'at', 'UTC')).toBeUndefined();
  for (const at of ['2026-01-31T12:00:00', '31/01/2026', '2026-02-30T00:00:00Z', '2026-01-31', 1769860800, {}])
    expect(() => instantAt({ at }, 'at')).toThrow('at is no time such as "2026-01-31T12:00:00Z"');
  expect(instantAt({ at: '2026-01-31T12:00:00.123456Z' }, 'at')).toBe('2026-01-31T12:00:00.123Z');
  expect(instantAt({ at: 'Sat, 31 Jan 2026 13:00:00 +0100' }, 'at')).toBe('2026-01-31T12:00:00Z');
  expect(() => instantAt({ at: 'Sun, 31 Feb 2026 13:00:00 GMT' }, 'at')).toThrow('at is no time');
  expect(epochAt({ at: 1769860800 }, 'at', 's')).toBe('2026-01-31T12:00:00Z');
  expect(epochAt({ at: '1769860800123' }, 'at', 'ms')).toBe('2026-01-31T12:00:00.123Z');
  expect(epochAt({ at: 0 }, 'at', 's')).toBeUndefined();
  expect(dayAt({ on: '2028-02-29' }, 'on')).toBe('2028-02-29');
  expect(() => dayAt({ on: '2026-02-29' }, 'on')).toThrow('on is no day such as "2026-01-31"');
});
