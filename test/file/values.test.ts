import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseDay, parseInstant } from '../../connectors/file/dates.ts';
import { parseDecimal } from '../../connectors/file/decimals.ts';
import { FieldError } from '../../src/sdk/index.ts';

const reasonOf = (parse: () => unknown): string => {
  try {
    return `read as ${String(parse())}`;
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return error.reason;
  }
};

describe('numbers', () => {
  it.each([
    ['1234.50', undefined, '1234.50'],
    [' +007.10 ', undefined, '7.10'],
    ['-.5', undefined, '-0.5'],
    ['-0.00', undefined, '0.00'],
    ['5.', undefined, '5'],
    ['1e-7', undefined, '0.0000001'],
    ['1.234,50', ',', '1234.50'],
    ['1 234 567,8', ',', '1234567.8'],
    ['12,5', ',', '12.5'],
    ['1,234.50', '.', '1234.50'],
    ["1'234.50", '.', '1234.50'],
  ] as const)('reads %j with the mark %j as %j', (text, mark, expected) => {
    expect(parseDecimal(text, 'price', mark)).toBe(expected);
  });

  it.each([
    ['1.234,50', undefined, `has a decimal comma: declare "decimal: ','" in the mapping`],
    [
      '12,5',
      undefined,
      `has a comma: declare "decimal: ','" or, where it parts thousands, "decimal: '.'" in the mapping`,
    ],
    ['1 234.50', undefined, `has a thousands separator: declare "decimal: '.'" in the mapping`],
    ['12.34', ',', 'is no number written with "," before its decimals'],
    ['1.23.456,7', ',', 'is no number written with "," before its decimals'],
    ['twelve', undefined, 'is no decimal number such as "1234.50"'],
    ['1e999999999', undefined, 'is no decimal number such as "1234.50"'],
    ['', undefined, 'is no decimal number such as "1234.50"'],
  ] as const)('refuses %j with the mark %j: %s', (text, mark, reason) => {
    expect(reasonOf(() => parseDecimal(text, 'price', mark))).toBe(reason);
  });

  it('reads every decimal back as it was written', () => {
    const number = fc.tuple(
      fc.boolean(),
      fc.bigInt({ min: 1n, max: 10n ** 20n }),
      fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 8 }),
    );
    fc.assert(
      fc.property(number, ([isNegative, whole, decimals]) => {
        const sign = isNegative ? '-' : '';
        const plain = `${sign}${whole}${decimals && `.${decimals}`}`;
        const comma = `${sign}${whole.toLocaleString('de')}${decimals && `,${decimals}`}`;
        const point = `${sign}${whole.toLocaleString('en')}${decimals && `.${decimals}`}`;
        expect(parseDecimal(plain, 'x', undefined)).toBe(plain);
        expect(parseDecimal(comma, 'x', ',')).toBe(plain);
        expect(parseDecimal(point, 'x', '.')).toBe(plain);
      }),
    );
  });
});

describe('dates', () => {
  const rome = { timeZone: 'Europe/Rome', formats: [] };
  it.each([
    ['2017-10-31 23:07:19', '2017-10-31T22:07:19.000Z'],
    ['2017-07-31T23:07:19.5', '2017-07-31T21:07:19.500Z'],
    ['2017-10-31T23:07:19Z', '2017-10-31T23:07:19.000Z'],
    ['2017-10-31 23:07:19+05:30', '2017-10-31T17:37:19.000Z'],
    ['2018.02.26 19:58', '2018-02-26T18:58:00.000Z'],
    ['2017-10-31', '2017-10-30T23:00:00.000Z'],
    ['Tue, 31 Oct 2017 10:00:00 +0000', '2017-10-31T10:00:00.000Z'],
  ])('recognises %j', (text, expected) => {
    expect(parseInstant(text, 'at', rome)).toBe(expected);
  });

  it.each([
    ['03/04/2026', 'dd/MM/yyyy', '2026-04-02T22:00:00.000Z'],
    ['19970101', 'yyyyMMdd', '1996-12-31T23:00:00.000Z'],
    ['5 Mar 2026 14:00', 'd MMM yyyy HH:mm', '2026-03-05T13:00:00.000Z'],
    ['1509487639', 'unix', '2017-10-31T22:07:19.000Z'],
    ['1509487639123', 'unixMs', '2017-10-31T22:07:19.123Z'],
  ])('reads %j as %j', (text, format, expected) => {
    expect(parseInstant(text, 'at', { ...rome, formats: [format] })).toBe(expected);
  });

  it.each([
    [
      '03/04/2026',
      'may be read as day/month or month/day: declare "date: dd/MM/yyyy" or "date: MM/dd/yyyy", as your file has it',
    ],
    ['2026-02-30', 'is a date that does not exist'],
    ['0000-00-00 00:00:00', 'is a date that does not exist'],
    ['19970101', 'may be a date without separators: declare "date: yyyyMMdd"'],
    ['1509487639', 'may count seconds since 1970: declare "date: unix"'],
    ['soon', 'is no date such as "2026-01-31" or "2026-01-31 12:00:00"'],
  ])('refuses %j: %s', (text, reason) => {
    expect(reasonOf(() => parseInstant(text, 'at', rome))).toBe(reason);
  });

  it('gives days in the zone of the file', () => {
    expect(parseDay('2017-10-31T23:30:00Z', 'day', rome)).toBe('2017-11-01');
    expect(parseDay('2017-10-31', 'day', rome)).toBe('2017-10-31');
  });

  it('reads every instant back that ISO writes, in any zone', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Rome', 'America/Sao_Paulo', 'Asia/Kolkata');
    const date = fc.date({ min: new Date('1971-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, zone, (at, timeZone) => {
        expect(parseInstant(DateTime.fromJSDate(at, { zone: timeZone }).toISO()!, 'at', rome)).toBe(at.toISOString());
      }),
    );
  });
});

it('throws nothing but a FieldError, whatever stands in the file', () => {
  const formats = fc.array(fc.constantFrom('dd/MM/yyyy', 'yyyyMMdd', 'unix', 'unixMs'), { maxLength: 2 });
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789-+.,:/ TZe') })),
      formats,
      (text, used) => {
        const instant = reasonOf(() => parseInstant(text, 'x', { timeZone: 'Europe/Rome', formats: used }));
        expect(instant).toMatch(/^(read as -?\d{4}-\d\d-\d\dT[\d:.]+Z$|is |may )/);
        const day = reasonOf(() => parseDay(text, 'x', { timeZone: 'UTC', formats: used }));
        expect(day).toMatch(/^(read as \d{4}-\d\d-\d\d$|is |may )/);
        for (const mark of [undefined, ',', '.'] as const) {
          expect(reasonOf(() => parseDecimal(text, 'x', mark))).toMatch(/^(read as -?\d+(\.\d+)?$|is |has )/);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
