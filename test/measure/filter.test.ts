import { beforeAll, describe, expect, it } from 'vitest';
import { customersPage } from '../../src/measure/customers-page.ts';
import type { CustomerFilter } from '../../src/measure/filter.ts';
import { describeFilter } from '../../src/measure/filter-words.ts';
import { checkSegmentFilter, findSegment } from '../../src/measure/segments/index.ts';
import { Segment } from '../../src/model/segment.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const idOf = (name: string) => shop.id('identity', name);
const segmentId = (number: number) => `22222222-2222-4222-8222-22222222222${number}`;

async function names(filter: CustomerFilter): Promise<string[]> {
  const { rows } = await customersPage(await shop.context('2024-06-30'), { filter, first: 100 });
  const all = ['ada', 'bob', 'cyd', 'dan'];
  return all.filter((name) => rows.some(({ id }) => id === idOf(name)));
}

async function save(number: number, filter: CustomerFilter): Promise<void> {
  const at = new Date('2024-01-01T00:00:00Z');
  await shop.write(Segment, [
    { workspaceId, id: segmentId(number), name: `Own ${number}`, filter, createdAt: at, updatedAt: at },
  ]);
}

beforeAll(async () => {
  await shop.addCustomers(['ada'], {
    country: 'DE',
    email: 'ada@example.com',
    firstSeenAt: new Date('2024-01-01T00:00:00Z'),
  });
  await shop.addCustomers(['bob'], { country: 'FR', phone: '+33123456789' });
  await shop.addCustomers(['cyd'], { country: 'FR', name: '100% Cyd_' });
  await shop.addCustomers(['dan']);
  await shop.addOrders([
    { key: '1', customer: 'ada', at: '2024-01-10T10:00:00Z', lines: [{ product: 'cup', price: '50.00' }] },
    { key: '2', customer: 'ada', at: '2024-06-10T10:00:00Z', total: '30.00' },
    { key: '3', customer: 'ada', at: '2024-06-20T10:00:00Z', total: '20.00' },
    { key: '4', customer: 'bob', at: '2024-03-10T10:00:00Z', total: '10.00' },
    { key: '5', customer: 'cyd', at: '2024-06-10T10:00:00Z', lines: [{ product: 'pot', price: '10.00' }] },
  ]);
  await shop.refresh();
});

describe('a filter', () => {
  const june = { between: { from: '2024-06-01', to: '2024-06-30' } };

  it.each<[CustomerFilter, string[], string]>([
    [{ country: ['FR'] }, ['bob', 'cyd'], 'from FR'],
    [{ not: { country: ['FR'] } }, ['ada', 'dan'], 'not (from FR)'],
    [{ search: 'EXAMPLE' }, ['ada'], 'name, e-mail or phone contains "EXAMPLE"'],
    [{ search: '100%' }, ['cyd'], 'name, e-mail or phone contains "100%"'],
    [{ search: 'd_' }, ['cyd'], 'name, e-mail or phone contains "d_"'],
    [{ orders: { gte: 1, lte: 1 } }, ['bob', 'cyd'], 'exactly 1 purchases'],
    [{ orders: { lte: 0 } }, ['dan'], 'at most 0 purchases'],
    [{ revenue: { gte: '10.00', lte: '99.99' } }, ['bob', 'cyd'], '10.00 to 99.99 of net sales'],
    [{ ordered: { period: june } }, ['ada', 'cyd'], 'bought at least once from 2024-06-01 to 2024-06-30'],
    [{ ordered: { period: { last: 'P30D' }, count: { gte: 2 } } }, ['ada'], 'bought at least 2 times within P30D'],
    [
      { ordered: { period: june, count: { lte: 1 } } },
      ['bob', 'cyd', 'dan'],
      'bought at most 1 times from 2024-06-01 to 2024-06-30',
    ],
    [{ firstOrdered: june }, ['cyd'], 'first bought from 2024-06-01 to 2024-06-30'],
    [{ lastOrdered: june }, ['ada', 'cyd'], 'last bought from 2024-06-01 to 2024-06-30'],
    [{ firstSeen: { last: 'P1Y' } }, ['ada'], 'first seen within P1Y'],
    [{ stage: ['PROSPECT', 'AT_RISK'] }, ['dan'], 'in the stage PROSPECT or AT_RISK'],
    [{ bought: [shop.id('product', 'cup')] }, ['ada'], `bought the product ${shop.id('product', 'cup')}`],
    [
      { source: [shop.id('source', 'shop')] },
      ['ada', 'bob', 'cyd', 'dan'],
      `known to the source ${shop.id('source', 'shop')}`,
    ],
    [{ any: [{ country: ['DE'] }, { orders: { lte: 0 } }] }, ['ada', 'dan'], 'from DE or at most 0 purchases'],
    [
      {
        all: [{ any: [{ country: ['DE'] }, { country: ['FR'] }] }, { ordered: { period: june } }],
        revenue: { lte: '50' },
      },
      ['cyd'],
      '(from DE or from FR), and bought at least once from 2024-06-01 to 2024-06-30, and at most 50 of net sales',
    ],
    [{ segment: 'one-time-buyer' }, ['bob', 'cyd'], 'in the segment "one-time-buyer"'],
  ])('%j finds %j', async (filter, expected, words) => {
    expect(await names(filter)).toEqual(expected);
    expect(describeFilter(filter)).toBe(words);
  });

  it('cannot smuggle SQL in', async () => {
    expect(await names({ search: `'; drop table customers; --` })).toEqual([]);
    expect(await names({ country: [`DE') or true --`] })).toEqual([]);
    expect(await names({ country: ['DE'] })).toEqual(['ada']);
  });

  it.each([
    [{}, 'filter holds no condition'],
    [{ colour: 'red' }, 'filter.colour is no condition; there are all, any, not'],
    [{ any: [] }, 'filter.any must be a list of filters'],
    [{ all: [{ not: { rfm: ['BEST'] } }] }, 'filter.all[0].not.rfm must be a list of RFM groups'],
    [{ orders: { gte: 1.5 } }, 'filter.orders must have gte, lte or both, which are whole numbers'],
    [{ revenue: { gte: '1.234,50' } }, 'filter.revenue must have gte, lte or both, which are decimals'],
    [{ bought: ['cup'] }, 'filter.bought must be a list of product ids'],
    [{ ordered: {} }, 'filter.ordered.period must be an object'],
    [{ firstSeen: { last: 'ever' } }, 'filter.firstSeen.last is "ever"'],
    [{ not: { lastOrdered: { before: 'P1H' } } }, 'filter.not.lastOrdered.before is "P1H"'],
    [{ firstSeen: {} }, 'filter.firstSeen must have one of between, last and before'],
    [{ lateDelivery: { period: june, count: { gte: '1' } } }, 'filter.lateDelivery.count must have gte, lte or both'],
    [{ boughtIn: ['cups'] }, 'filter.boughtIn must be a list of category ids'],
    [{ acquiredBy: {} }, 'filter.acquiredBy must have channel, channelId, campaign or campaignId'],
    [{ acquiredBy: { channelId: ['Search'] } }, 'filter.acquiredBy.channelId must be a list of ids'],
    [{ acquiredBy: { campaign: [''] } }, 'filter.acquiredBy.campaign must be a list of names'],
    [{ consent: { channel: 'FAX', granted: true } }, 'filter.consent.channel must be one of EMAIL, SMS'],
    [{ sample: { seed: 'a', share: 1.5 } }, 'filter.sample.share must be a number from 0 to 1'],
    [{ sample: { seed: ' ', share: 0.5 } }, 'filter.sample.seed must be a text that is not empty'],
    [{ averageOrder: {} }, 'filter.averageOrder must have gte, lte or both, which are decimals'],
    [{ segment: 'nobody' }, 'filter.segment is "nobody", and there is no such segment'],
    [{ segment: segmentId(9) }, 'there is no such segment'],
    [nested(7), 'is nested more than 6 levels deep'],
    [{ any: Array.from({ length: 61 }, () => ({ search: 'a' })) }, 'filter holds more than 60 conditions'],
  ])('%j is refused with its place', async (filter, reason) => {
    await expect(names(filter as CustomerFilter)).rejects.toThrow(reason);
  });
});

describe('a saved segment', () => {
  it('is found with its rule in words, and can be part of another', async () => {
    await save(1, { country: ['FR'] });
    await save(2, { segment: segmentId(1), not: { segment: 'one-time-buyer' } });
    const found = await findSegment(await shop.context(), segmentId(2));
    expect(found?.description).toBe('not (in the segment "One-time buyer"), and in the segment "Own 1"');
    expect(await names({ segment: segmentId(1) })).toEqual(['bob', 'cyd']);
    expect(await names({ segment: segmentId(2) })).toEqual([]);
    expect(await findSegment(await shop.context(), 'nobody')).toBeNull();
  });

  it('cannot lead back to itself', async () => {
    await save(3, { segment: segmentId(4) });
    await save(4, { segment: segmentId(3) });
    await expect(names({ segment: segmentId(3) })).rejects.toThrow(`leads back to the segment ${segmentId(3)}`);
    const check = async (filter: CustomerFilter, id: string | null) =>
      checkSegmentFilter(await shop.context(), filter, id);
    await expect(check({ not: { segment: segmentId(5) } }, segmentId(5))).rejects.toThrow('leads back to the segment');
    await expect(check({ segment: segmentId(1) }, null)).resolves.toBeUndefined();
  });
});

function nested(depth: number): object {
  return depth === 0 ? { search: 'a' } : { not: nested(depth - 1) };
}
