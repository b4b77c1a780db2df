import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/sdk/index.ts';
import { Business, each, openModel } from './business.ts';

const store = await openModel();

const order = (key: string, more: object = {}): Draft => ({
  type: 'order',
  data: { key, placedAt: '2026-01-31T12:00:00Z', status: 'PAID', currency: 'EUR', ...more },
});
const line = (key: string, orderKey: string, more: object = {}): Draft => ({
  type: 'line',
  data: { key, orderKey, quantity: '1', unitPrice: '10.00', ...more },
});

describe('facts', () => {
  it('are written with ids of their own, defaults and lineage', async () => {
    const business = await Business.open(store);
    expect(await business.tell(each(order('1', { customerKey: 'c', total: '12.50' })))).toEqual({
      drafts: 1,
      rejected: 0,
    });
    expect(await business.fact('orders', '1')).toMatchObject({
      id: business.id('order', '1'),
      identity_id: (await business.fact('identities', 'c'))['id'],
      placed_at: new Date('2026-01-31T12:00:00Z'),
      total: '12.50',
      test: false,
      kind: 'STANDARD',
      taxes_included: false,
      discount: null,
      stream: 'all',
      record_key: 'order 1',
      run_id: business.runId,
    });
  });
});
