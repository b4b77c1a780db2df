import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import demo from '../../connectors/demo/index.ts';
import { drafts } from '../../src/sdk/index.ts';
import { draftsOf, pageAfter, pagesOf, payloadsOf, streamsOf } from './records.ts';

const customers = 1200;
const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

describe('the records of the demo business', () => {
  it('are the same bytes for the same settings and others for another seed', async () => {
    const hashes = async (seed: number) => {
      const streams = Object.entries(streamsOf({ customers, seed }));
      return new Map(
        await Promise.all(streams.map(async ([name, stream]) => [name, hash(await pagesOf(stream))] as const)),
      );
    };
    const [once, again, other] = [await hashes(1), await hashes(1), await hashes(2)];
    expect(again).toEqual(once);
    const unmoved = [...once.keys()].filter((name) => other.get(name) === once.get(name));
    expect(unmoved).toEqual(['simulated-channels', 'simulated-calendars']);
  });

  it('go on the same from every page', async () => {
    for (const [name, stream] of Object.entries(streamsOf({ customers }))) {
      const pages = await pagesOf(stream);
      const fresh = streamsOf({ customers })[name]!;
      const next = await Promise.all(pages.map(({ cursor }) => pageAfter(fresh, cursor)));
      expect({ name, next: next.map(hash) }).toEqual({ name, next: [...pages.slice(1), null].map(hash) });
    }
  });

  it('have keys of their own, valid drafts and nothing left null in them', async () => {
    for (const [name, stream] of Object.entries(streamsOf({ customers }))) {
      const records = (await pagesOf(stream)).flatMap((page) => page.records);
      expect({ name, keys: new Set(records.map(({ key }) => key)).size }).toEqual({ name, keys: records.length });
      for (const { payload } of records) {
        for (const { type, data } of stream.map(payload)) {
          expect(stream.entities).toContain(type);
          drafts[type].parse(data);
          expect(Object.values(data)).not.toContain(null);
        }
      }
    }
  });

  it('name only records that are there', async () => {
    const of = await draftsOf({ customers });
    const keys = (
      type: 'order' | 'customer' | 'line' | 'product' | 'variant' | 'channel' | 'campaign' | 'ticket' | 'refund',
    ) => new Set(of(type).map(({ key }) => key));
    const [orders, accounts, lines, tickets] = [keys('order'), keys('customer'), keys('line'), keys('ticket')];
    const [products, variants, channels, campaigns, refunds] = [
      keys('product'),
      keys('variant'),
      keys('channel'),
      keys('campaign'),
      keys('refund'),
    ];
    const missing = (names: (string | undefined)[], known: Set<string>) =>
      names.filter((name) => name !== undefined && !known.has(name));
    for (const type of ['line', 'payment', 'refund', 'delivery', 'discount', 'cart', 'ticket', 'survey'] as const) {
      expect({
        type,
        missing: missing(
          of(type).map(({ orderKey }) => orderKey),
          orders,
        ),
      }).toEqual({ type, missing: [] });
    }
    for (const type of [
      'order',
      'cart',
      'touch',
      'ticket',
      'survey',
      'quoteRequest',
      'quote',
      'event',
      'consent',
    ] as const) {
      expect({
        type,
        missing: missing(
          of(type).map(({ customerKey }) => customerKey),
          accounts,
        ),
      }).toEqual({ type, missing: [] });
    }
    expect(
      missing(
        of('line').map(({ productKey }) => productKey),
        products,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('line').map(({ variantKey }) => variantKey),
        variants,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('refundLine').map(({ lineKey }) => lineKey),
        lines,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('refundLine').map(({ refundKey }) => refundKey),
        refunds,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('touch').flatMap(({ channelKey }) => channelKey),
        channels,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('touch').flatMap(({ campaignKey }) => campaignKey),
        campaigns,
      ),
    ).toEqual([]);
    expect(
      missing(
        of('survey').flatMap(({ ticketKey }) => ticketKey),
        tickets,
      ),
    ).toEqual([]);
  });

  it('end with the last day, in the zone, also where summer time and leap days come in', async () => {
    for (const [endsOn, start, end] of [
      ['2025-12-31', '2022-12-31T23:00:00Z', '2025-12-31T23:00:00Z'],
      ['2024-02-29', '2021-03-01T23:00:00Z', '2024-02-29T23:00:00Z'],
      ['2025-07-14', '2022-07-14T22:00:00Z', '2025-07-14T22:00:00Z'],
    ] as const) {
      const instants: string[] = [];
      for (const stream of Object.values(streamsOf({ customers: 400, endsOn }))) {
        const text = JSON.stringify(await payloadsOf(stream)).replaceAll(/"promised_at":"[^"]+"/g, '');
        instants.push(...(text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? []));
      }
      instants.sort();
      expect(Date.parse(instants.at(-1)!)).toBeLessThan(Date.parse(end));
      expect(Date.parse(instants[0]!)).toBeGreaterThan(Date.parse(start) - 3_600_000);
    }
  });

  it('leave unset what is not known', async () => {
    const of = await draftsOf({ customers });
    const nameless = of('order').filter(({ customerKey, email }) => customerKey === undefined && email === undefined);
    expect(nameless.length).toBeGreaterThan(0);
    expect(of('order').some(({ status, cancelledAt }) => status === 'CANCELLED' && cancelledAt === undefined)).toBe(
      true,
    );
    expect(of('delivery').some(({ status, deliveredAt }) => status === 'SHIPPED' && deliveredAt === undefined)).toBe(
      true,
    );
    expect(of('delivery').some(({ complete }) => complete === undefined)).toBe(true);
    expect(of('survey').some(({ score }) => score === undefined)).toBe(true);
    const costs = new Set(of('cost').map(({ productKey }) => productKey));
    expect(of('product').filter(({ key }) => !costs.has(key))).toHaveLength(1);
  });
});

describe('the settings of the demo business', () => {
  it('say what is wrong with them', () => {
    expect(() => demo.parse({})).toThrow('endsOn');
    expect(() => demo.parse({ endsOn: '31.12.2025' })).toThrow('endsOn must be a day such as "2025-12-31"');
    expect(() => demo.parse({ endsOn: '2025-12-31', customers: 0 })).toThrow('customers must be 1 or more');
    expect(demo.parse({ endsOn: '2025-12-31' })).toEqual({
      endsOn: '2025-12-31',
      seed: 1,
      customers: 20_000,
      lateEffect: 1.8,
    });
  });

  it('are of something that says it is simulated', async () => {
    expect(demo.title).toContain('simulated');
    expect(
      (await demo.check(demo.parse({ endsOn: '2025-12-31' }), () => Promise.reject(new Error('not asked')))).account,
    ).toContain('Simulated');
    for (const name of Object.keys(streamsOf({}))) expect(name).toMatch(/^simulated-/);
  });
});
