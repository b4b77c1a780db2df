import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cacOf, customersOf, spendOf } from '../../../src/measure/acquisition/cac.ts';
import type { Part } from '../../../src/measure/acquisition/book.ts';
import { acquisitionMer, mer, profitOnSpend } from '../../../src/measure/acquisition/efficiency.ts';
import { loyalShare } from '../../../src/measure/acquisition/quality.ts';
import { partsOf } from '../../../src/measure/acquisition/parts.ts';
import { attributionModels } from '../../../src/measure/attribution/credits.ts';
import { addDays } from '../../../src/measure/period.ts';
import { AdSpend } from '../../../src/model/marketing.ts';
import { channels, drawCustomers, settle } from '../attribution/world.ts';
import { Shop } from '../shop.ts';
import { allOf, bookOf } from './asking.ts';

const shop = await Shop.open({ loyalAfterOrders: 2 });
const days = Array.from({ length: 60 }, (_, n) => addDays('2024-01-01', n * 6));

beforeAll(async () => {
  await settle(shop, drawCustomers(20260202, 120));
  await shop.dataThrough('2024-12-31T22:00:00Z');
  const { workspaceId } = shop;
  const places = [...Object.keys(channels), null];
  await shop.write(
    AdSpend,
    days.map((day, n) => {
      const channel = places[n % places.length]!;
      return {
        workspaceId,
        id: shop.id('adSpend', day),
        day,
        channelId: channel && shop.id('channel', channel),
        campaignId: channel === 'Search' && n % 2 ? shop.id('campaign', 'brand') : null,
        spend: `${(n * 37) % 90}.${10 + n}`,
        currency: 'EUR',
        ...shop.lineage('adSpend', day),
      };
    }),
  );
});

/** What must add up over the parts of a whole, as exact text. */
const additive: Record<string, (part: Part) => Promise<string | null>> = {
  customers: customersOf,
  spend: async (part) => (await spendOf(part, 'MEDIA')).amount,
  loyal: async (part) => (await loyalShare(part)).numerator,
  revenue: async (part) => (await mer(part)).numerator,
  firstRevenue: async (part) => (await acquisitionMer(part)).numerator,
  margin: async (part) => (await profitOnSpend(part)).numerator,
};

const period = fc.tuple(fc.nat(364), fc.nat(364)).map(([one, other]) => ({
  from: addDays('2024-01-01', Math.min(one, other)),
  to: addDays('2024-01-01', Math.max(one, other)),
}));
/** Some are of those who bought again, too. */
const filter = fc.constantFrom(undefined, undefined, { orders: { gte: 2 } });

describe.each(attributionModels)('%s', (model) => {
  it('gives channels and campaigns together what is there as a whole: customers, costs, revenue and margin', async () => {
    const context = await shop.context();
    const options = { model, marginShare: 0.37 };
    await fc.assert(
      fc.asyncProperty(period, filter, async (asked, some) => {
        const question = { period: asked, options, ...(some && { filter: some }) };
        const whole = allOf(context, question);
        for (const division of ['CHANNEL', 'CAMPAIGN'] as const) {
          const parts = await partsOf(bookOf(context, division, question));
          for (const [name, read] of Object.entries(additive)) {
            // The credits of one customer's purchase need not add up to one there, only those of all do.
            if (name === 'loyal' && model === 'MARKOV') continue;
            let sum = new Decimal(0);
            for (const part of parts) sum = sum.plus((await read(part)) ?? 0);
            const difference = sum.minus((await read(whole)) ?? 0).abs();
            expect({ name, difference: difference.toNumber() }).toEqual({ name, difference: expect.closeTo(0, 4) });
          }
        }
      }),
      { numRuns: 8, seed: 1 },
    );
  });
});

it('costs more per customer with every euro, and less with every customer', async () => {
  const context = await shop.context();
  const year = { from: '2024-01-01', to: '2024-12-31' };
  const whole = await cacOf(allOf(context, { period: year }), 'MEDIA');
  expect(Number(whole.perCustomer)).toBeCloseTo(Number(whole.spend) / Number(whole.customers), 5);
  const later = { period: year, options: { spendLagDays: 180 } };
  const half = await cacOf(allOf(context, later), 'MEDIA');
  expect(Number(half.perCustomer)).toBeLessThan(Number(whole.perCustomer));
});
