import { describe, expect, it } from 'vitest';
import { type Draft, FieldError, type Payload } from '../../src/sdk/index.ts';
import { Business, each, openModel } from './business.ts';

const store = await openModel();
const order = { key: '1', placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR' };
const rejectsOf = async (business: Business) =>
  (await business.rows('rejects')).map(({ key, field, reason, value, position }) => ({
    ...{ key, field, reason, value, position },
  }));

describe('a record that cannot be taken', () => {
  it('is rejected whole, with every field at fault, and the rest goes on', async () => {
    const business = await Business.open(store);
    const bad = { type: 'order', data: { ...order, placed_at: 'x', total: '1.234,50' } };
    const good = { type: 'line', data: { key: 'l', orderKey: '1', quantity: '1', unitPrice: '1' } };
    const told = [
      { key: 'bad', drafts: [good, bad] },
      { key: 'good', drafts: [{ type: 'order', data: { ...order, key: '2' } }] },
    ];
    expect(await business.tell(told)).toEqual({ drafts: 1, rejected: 1 });
    expect(await rejectsOf(business)).toEqual([
      {
        ...{ key: 'bad', field: 'placed_at', value: 'x', position: 'test:0' },
        reason: 'is no field of this draft; did you mean "placedAt"?',
      },
      {
        ...{ key: 'bad', field: 'total', value: '1.234,50', position: 'test:0' },
        reason: expect.stringMatching(/^is no decimal number/),
      },
    ]);
    expect(await business.rows('order_lines')).toEqual([]);
    expect(await business.fact('orders', '2')).toBeDefined();
  });

  it('says what the connector said, or that it failed', async () => {
    const business = await Business.open(store);
    const map = (payload: Payload): Draft[] => {
      if (JSON.stringify(payload).includes('fault')) throw new FieldError('Ordered at', 'is no date', 'yesterday');
      throw new TypeError('x is undefined');
    };
    const told = [
      { key: 'a', drafts: 'fault' },
      { key: 'b', drafts: 'bug' },
    ];
    expect(await business.tell(told, { map })).toEqual({ drafts: 0, rejected: 2 });
    expect(await rejectsOf(business)).toMatchObject([
      { key: 'a', field: 'Ordered at', reason: 'is no date', value: 'yesterday' },
      { key: 'b', field: '', reason: 'the connector failed: x is undefined', value: null },
    ]);
  });

  it('clears its rejects when a later version is taken', async () => {
    const business = await Business.open(store);
    await business.tell([{ key: 'a', drafts: [{ type: 'order', data: { ...order, currency: 'XXY' } }] }]);
    expect(await rejectsOf(business)).toHaveLength(1);
    await business.tell([{ key: 'a', drafts: [{ type: 'order', data: order }] }]);
    expect(await rejectsOf(business)).toEqual([]);
  });

  it('leaves the facts of its earlier version', async () => {
    const business = await Business.open(store);
    await business.tell([{ key: 'a', drafts: [{ type: 'order', data: { ...order, total: '10' } }] }]);
    await business.tell([{ key: 'a', drafts: [{ type: 'order', data: { ...order, total: 'ten' } }] }]);
    expect(await rejectsOf(business)).toMatchObject([{ key: 'a', field: 'total' }]);
    expect(await business.fact('orders', '1')).toMatchObject({ total: '10' });
  });

  it('has values that no database takes: each is a reject, never a failed batch', async () => {
    const business = await Business.open(store);
    const values: object[] = [
      { key: '\0' },
      { placedAt: '0000-01-01T00:00:00Z' },
      { number: '\ud800' },
      { currency: 'EU' },
      { total: '1e5' },
      { total: Infinity },
      { test: 'yes' },
    ];
    const told = values.map((value, n) => ({
      key: String(n),
      drafts: [{ type: 'order', data: { ...order, ...value } }],
    }));
    const map = (payload: Payload) => told[Number(payload['drafts'])]!.drafts as unknown as Draft[];
    const numbered = told.map(({ key }) => ({ key, drafts: Number(key) }));
    expect(await business.tell(numbered, { map })).toEqual({ drafts: 0, rejected: values.length });
    expect((await rejectsOf(business)).map(({ field }) => field)).toEqual([
      ...['key', 'placedAt', 'number', 'currency', 'total', 'total', 'test'],
    ]);
  });

  it('holds a consent that nobody gave', async () => {
    const business = await Business.open(store);
    const consent = {
      key: 'c',
      email: 'noreply@shop.it',
      channel: 'EMAIL',
      granted: true,
      since: '2026-01-01T00:00:00Z',
    };
    await business.tell(each({ type: 'consent', data: consent as never }));
    expect(await rejectsOf(business)).toMatchObject([{ field: 'customerKey' }]);
  });
});
