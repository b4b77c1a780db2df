import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, type DraftType, draftTypes } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';

const issues = (type: string, data: object) =>
  validateDraft({ type, data } as Draft).map(({ field, reason }) => `${field} ${reason}`);

const order = { key: '1', placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR' };
const survey = { key: '1', kind: 'CSAT', scaleMin: '1', scaleMax: '5' };

describe('a draft', () => {
  it('is taken as it should be', () => {
    expect(issues('order', { ...order, customerKey: 'c', total: '-12.50', test: false, number: undefined })).toEqual(
      [],
    );
    expect(issues('survey', { ...survey, score: '4.5' })).toEqual([]);
    expect(
      issues('delivery', {
        key: 'd',
        orderKey: '1',
        status: 'DELIVERED',
        shippedAt: '2026-02-01T00:00:00Z',
        deliveredAt: '2026-01-01T00:00:00Z',
      }),
    ).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['order', { ...order, placed_at: '2026' }, 'placed_at is no field of this draft; did you mean "placedAt"?'],
    ['order', { ...order, discout: '1' }, 'discout is no field of this draft; did you mean "discount"?'],
    ['order', { ...order, colour: 'red' }, 'colour is no field of this draft'],
    ['order', { ...order, key: undefined }, 'key is required'],
    ['order', { ...order, currency: undefined }, 'currency is required: name the ISO 4217 code, such as "EUR"'],
    ['order', { ...order, total: 12.5 }, 'total is of the wrong type: a string is expected'],
    [
      'order',
      { ...order, status: 'PAYED' },
      'status is none of PENDING, PAID, FULFILLED, CANCELLED, REFUNDED, FAILED, DRAFT',
    ],
    ['order', { ...order, placedAt: '31.01.2026' }, 'placedAt is no instant in UTC such as "2026-01-31T12:00:00Z"'],
    ['survey', { ...survey, scaleMax: '1' }, 'scaleMax is not above scaleMin, which is 1'],
    ['survey', { ...survey, score: '6' }, 'score is outside the scale from 1 to 5'],
    [
      'rate',
      { key: 'r', day: '2026-01-01', base: 'EUR', quote: 'EUR', rate: '1' },
      'quote is the same currency as base',
    ],
    ['rate', { key: 'r', day: '2026-01-01', base: 'EUR', quote: 'USD', rate: '0' }, 'rate is not above zero'],
    ['cart', { key: 'c', startedAt: order.placedAt, items: 3e9 }, 'items is too large'],
    ['product', { key: 'p', title: 'x'.repeat(600) }, 'title is longer than 512 characters'],
    [
      'calendar',
      { key: 'c', name: 'Desk', timeZone: 'Europe/Rome', hours: { 1: [['9', '17']] } },
      'hours.1 is no opening time such as ["09:00", "17:00"]',
    ],
    [
      'event',
      { key: 'e', at: order.placedAt, kind: 'OPEN', properties: { a: 'x\0' } },
      'properties contains a NUL or half a character, which no text can hold',
    ],
    ['ordr', order, 'type is no draft type; did you mean "order"?'],
  ])('of %s with %j: %s', (type, data, expected) => expect(issues(type, data)).toEqual([expected]));

  it('shows the value at fault, shortened', () => {
    const [issue] = validateDraft({ type: 'order', data: { ...order, total: `1${','.repeat(500)}` } as never });
    expect(issue!.value).toHaveLength(200);
  });

  it('may be anything: the answer is issues, never an error', () => {
    const types = fc.oneof(fc.constantFrom<DraftType>(...draftTypes), fc.anything());
    const anyDraft = fc.oneof(fc.anything(), fc.record({ type: types, data: fc.anything() }));
    fc.assert(fc.property(anyDraft, (draft) => void expect(validateDraft(draft as Draft)).toBeInstanceOf(Array)));
  });
});
