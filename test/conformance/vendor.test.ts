import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anotherOf } from '../../src/conformance/records/identity.ts';
import { instantStyleOf } from '../../src/conformance/records/instant-style.ts';
import { Filter } from '../../src/conformance/vendor/filter.ts';
import type { Asked } from '../../src/conformance/vendor/server.ts';
import { formatInstant, parseInstant } from '../../src/land/declared/instant.ts';
import { merged } from '../../src/land/declared/request.ts';
import type { Cursor, HttpRequest, Narrowing } from '../../src/sdk/index.ts';

const now = Date.parse('2026-06-01T12:00:00Z');
const seconds = fc.integer({ min: 1_000_000_000, max: 2_000_000_000 });

describe('an instant in the vendor’s own words', () => {
  it.each([
    '2026-03-02T09:30:00Z',
    '2026-03-02T09:30:00.000Z',
    '2026-03-02T09:30:00.123456Z',
    '2026-03-02 09:30:00',
    '2026-03-02T09:30:00+02:00',
    '2026-03-02T09:30:00-0800',
    'Mon, 02 Mar 2026 09:30:00 +0000',
    '1772443800',
    1_772_443_800,
    1_772_443_800_000,
    1_772_443_800_000_000,
  ])('is written as %s is, and read again as the same', (sample) => {
    const style = instantStyleOf(sample)!;
    fc.assert(
      fc.property(seconds, (second) => {
        const written = style(second * 1_000_000);
        expect(typeof written).toBe(typeof sample);
        expect(parseInstant(written)).toBe(second * 1_000_000);
      }),
    );
    expect(String(style(parseInstant(sample)!)).length).toBe(String(sample).length);
  });
});

describe('a connector’s filter', () => {
  const filters: [name: string, since: (instant: string) => Narrowing, method: 'GET' | 'POST'][] = [
    ['a parameter', (instant) => ({ query: { since: instant } }), 'GET'],
    ['Unix time', (instant) => ({ query: { start_time: Date.parse(instant) / 1000 } }), 'GET'],
    ['a search', (instant) => ({ query: { q: `type:ticket updated>='${instant.replace('T', ' ')}'` } }), 'GET'],
    ['a header', (instant) => ({ headers: { 'If-Modified-Since': instant } }), 'GET'],
    ['a GraphQL variable', (instant) => ({ body: { variables: { query: `updated_at:>='${instant}'` } } }), 'POST'],
    ['a place in a body', (instant) => ({ body: { filter: { updatedAt: { from: instant } } } }), 'POST'],
  ];

  it.each(filters)('is understood in %s', (_, since, method) => {
    const cursor: Cursor = { field: 'updated', step: 's', order: 'asc', since };
    const filter = new Filter(cursor, now);
    expect(filter.exclusive).toBe(false);
    fc.assert(
      fc.property(seconds, (second) => {
        const instant = formatInstant(second * 1_000_000, 's');
        const asked = askedFor(merged({ method, path: '/list', query: { limit: 5 } }, since(instant)));
        expect(filter.period(asked, 'utc')).toEqual({ from: second * 1_000_000, to: null });
      }),
    );
  });

  it('is understood with both its ends in one text', () => {
    const between = (from: string, to: string) => ({ query: { range: JSON.stringify({ since: from, until: to }) } });
    const cursor: Cursor = { field: 'day', step: 'day', order: 'none', between, windowDays: 7, start: '2026-01-01' };
    const asked = askedFor({ path: '/list', ...between('2026-02-01', '2026-02-07') });
    expect(new Filter(cursor, now).period(asked, 'utc')).toEqual({
      from: parseInstant('2026-02-01'),
      to: parseInstant('2026-02-07'),
    });
  });

  it.each([
    [{ query: { updated_after: '' } }, true],
    [{ query: { 'updated[gt]': '' } }, true],
    [{ query: { 'updated[gte]': '' } }, false],
    [{ query: { q: 'updated:>' } }, true],
    [{ query: { q: 'updated:>=' } }, false],
  ])('leaves out the instant it is given where its words say so: %j', ({ query }, exclusive) => {
    const [[name, words]] = Object.entries(query) as [[string, string]];
    const since = (instant: string) => ({ query: { [name]: `${words}${instant}` } });
    const cursor: Cursor = { field: 'updated', step: 's', order: 'asc', since };
    expect(new Filter(cursor, now).exclusive).toBe(exclusive);
  });

  it('reads a time that names no zone in the shop’s', () => {
    const since = (instant: string) => ({ query: { since: instant.replace('Z', '') } });
    const filter = new Filter({ field: 'updated', step: 's', order: 'asc', since }, now);
    const asked = askedFor({ path: '/list', ...since('2026-03-02T09:30:00Z') });
    expect(filter.period(asked, 'Europe/Rome').from).toBe(parseInstant('2026-03-02T08:30:00Z'));
    const told = askedFor({ path: '/list', query: { ...since('2026-03-02T09:30:00Z').query, dates_are_gmt: true } });
    expect(filter.period(told, 'Europe/Rome').from).toBe(parseInstant('2026-03-02T09:30:00Z'));
  });
});

it('makes another value of the same kind for every number', () => {
  const samples = [7, '42', 'gid://shopify/Order/7', '5f0c1f9e-0000-4000-8000-00000000000a', 'spring'];
  fc.assert(
    fc.property(fc.constantFrom(...samples), fc.nat(100_000), fc.nat(100_000), (sample, a, b) => {
      expect(typeof anotherOf(sample, a)).toBe(typeof sample);
      expect(anotherOf(sample, a) === anotherOf(sample, b)).toBe(a === b);
    }),
  );
});

function askedFor({ method = 'GET', path, query = {}, headers = {}, body = null }: HttpRequest): Asked {
  const text = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return { method, path, query: new URLSearchParams(text), headers: Object.fromEntries(lower), body, at: now };
}
