import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CustomerFilter, DecimalRange, IntRange, Times } from '../../src/measure/filter.ts';
import { asked, customersWhere } from '../../src/measure/filter-sql.ts';
import { describeFilter } from '../../src/measure/filter-words.ts';
import { stageOn } from '../../src/measure/lifecycle/math.ts';
import { addDays, daysBetween } from '../../src/measure/period.ts';
import type { When } from '../../src/measure/when.ts';
import { ExperimentMember } from '../../src/model/experiment.ts';
import { channels, crowd, origin, type Person, products, settle, shelves } from './crowd.ts';
import { Shop } from './shop.ts';

const shop = await Shop.open();
/** A day in the midst of the data, and the last one. */
const days = ['2024-03-01', '2024-12-31'] as const;
const rules = { newForDays: 30, churnAfterDays: 100, loyalAfterOrders: 3, vipValue: null };
const letter = shop.id('experiment', 'letter');
/** Every third got no letter, and the ten last took no part. */
const armOf = (person: Person) => {
  const at = crowd.indexOf(person);
  return at >= 40 ? null : at % 3 === 0 ? 'CONTROL' : 'TREATED';
};
beforeAll(async () => {
  await settle(shop);
  await shop.write(
    ExperimentMember,
    crowd.flatMap((person) => {
      const arm = armOf(person);
      const identityId = shop.id('identity', person.name);
      return arm === null ? [] : [{ workspaceId: shop.workspaceId, experimentId: letter, identityId, arm }];
    }),
  );
});

/** What a filter means, told without the database. */
function matches(person: Person, filter: CustomerFilter, asOf: string): boolean {
  const bought = person.purchases.filter(({ day }) => day <= asOf).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  const boughtOn = [...new Set(bought.map(({ day }) => day))];
  const [first, last] = [boughtOn.at(0), boughtOn.at(-1)];
  const net = bought.reduce((sum, { amount }) => sum + amount, 0);
  const forecast = asOf === days[1] ? person.forecast : null;
  const newest = (channel: string) =>
    person.consents
      .filter((consent) => consent.channel === channel && consent.day <= asOf)
      .toSorted((a, b) => (a.day < b.day ? 1 : -1))[0];
  const origins = person.touches.filter(({ day }) => first !== undefined && day <= first);
  const cause = origins.toSorted((a, b) => (a.day < b.day ? -1 : 1))[0];
  const tests: { [Name in keyof CustomerFilter]-?: (value: NonNullable<CustomerFilter[Name]>) => boolean } = {
    all: (parts) => parts.every((part) => matches(person, part, asOf)),
    any: (parts) => parts.some((part) => matches(person, part, asOf)),
    not: (part) => !matches(person, part, asOf),
    search: (text) => person.name.includes(text.toLowerCase()),
    segment: () => bought.length === 1,
    rfm: () => false,
    stage: (stages) => {
      const life = boughtOn.map((day) => {
        const orders = bought.filter((purchase) => purchase.day === day).length;
        return { day: daysBetween(origin, day), orders, value: 0 };
      });
      const stage = first === undefined ? 'PROSPECT' : stageOn(daysBetween(origin, asOf), life, rules);
      return stages.includes(stage);
    },
    firstSeen: (when) => inside(person.seen, when, asOf),
    firstOrdered: (when) => inside(first, when, asOf),
    lastOrdered: (when) => inside(last, when, asOf),
    ordered: (times) =>
      happened(
        bought.map(({ day }) => day),
        times,
        asOf,
      ),
    lateDelivery: (times) => {
      const broken = person.promises.filter(({ day, delivered }) => delivered === null || delivered > day);
      return happened(
        broken.map(({ day }) => day),
        times,
        asOf,
      );
    },
    // Parcels that were never scanned are left out, neither late nor in time.
    breach: (times) => {
      const broken = person.promises.filter(({ day, delivered }) => delivered !== null && delivered > day);
      return happened(
        broken.map(({ day }) => day),
        times,
        asOf,
      );
    },
    orders: (range) => within(bought.length, range),
    daysBetweenOrders: (range) =>
      boughtOn.length > 1 && within(daysBetween(first!, last!) / (boughtOn.length - 1), range),
    revenue: (range) => within(net, range),
    averageOrder: (range) => bought.length > 0 && within(net / bought.length, range),
    predictedValue: (range) => forecast !== null && within(forecast.value, range),
    alive: (range) => forecast !== null && within(forecast.alive, range),
    bought: (ids) => bought.some(({ product }) => ids.includes(shop.id('product', product))),
    boughtIn: (ids) =>
      bought.some(({ product }) => shelves[product]!.some((shelf) => ids.includes(shop.id('category', shelf)))),
    acquiredBy: ({ channel, channelId, campaign, campaignId }) =>
      cause !== undefined &&
      (!channelId || channelId.includes(shop.id('channel', cause.channel))) &&
      (!campaignId || (cause.campaign !== null && campaignId.includes(shop.id('campaign', cause.campaign)))) &&
      (!channel || channel.includes(cause.channel) || channel.includes(channels[cause.channel]!)) &&
      (!campaign || (cause.campaign !== null && campaign.includes(cause.campaign))),
    consent: ({ channel, granted }) => newest(channel)?.granted === granted,
    country: (countries) => countries.includes(person.country),
    source: (ids) => person.sources.some((source) => ids.includes(shop.id('source', source))),
    sample: ({ seed, share }) => {
      const digest = createHash('md5')
        .update(`${seed}:${shop.id('identity', person.name)}`)
        .digest('hex');
      return Number.parseInt(digest.slice(0, 8), 16) / 2 ** 32 < share;
    },
    experimentArm: ({ experiment, arm }) => experiment === letter && armOf(person) === arm,
  };
  return Object.entries(filter).every(([name, value]) =>
    (tests[name as keyof CustomerFilter] as (v: unknown) => boolean)(value),
  );
}

function inside(day: string | undefined, { between, last, before }: When, asOf: string): boolean {
  if (day === undefined || day > asOf) return false;
  if (between) return day >= between.from && day <= between.to;
  const recent = daysBetween(day, asOf) < Number((last ?? before)!.slice(1, -1));
  return last === undefined ? !recent : recent;
}

function happened(on: string[], { period, count = { gte: 1 } }: Times, asOf: string): boolean {
  return within(on.filter((day) => inside(day, period, asOf)).length, count);
}

function within(value: number, { gte, lte }: IntRange | DecimalRange): boolean {
  return (gte === undefined || value >= Number(gte)) && (lte === undefined || value <= Number(lte));
}

const someOf = <Value>(values: readonly Value[]) => fc.subarray([...values], { minLength: 1 });
const range = <Bound>(bound: fc.Arbitrary<Bound>) =>
  fc.oneof(fc.record({ gte: bound }), fc.record({ lte: bound }), fc.record({ gte: bound, lte: bound }));
const decimals = (most: number) =>
  range(fc.integer({ min: 0, max: most * 4 }).map((quarter) => (quarter / 4).toFixed(2)));
const counts = range(fc.integer({ min: 0, max: 5 }));
const duration = fc.integer({ min: 1, max: 800 }).map((length) => `P${length}D`);
const when: fc.Arbitrary<When> = fc.oneof(
  fc.record({ last: duration }),
  fc.record({ before: duration }),
  fc.tuple(fc.integer({ min: -100, max: 800 }), fc.integer({ min: 0, max: 400 })).map(([from, length]) => ({
    between: { from: addDays(origin, from), to: addDays(origin, from + length) },
  })),
);
const times = fc.oneof(fc.record({ period: when }), fc.record({ period: when, count: counts }));
const idsOf = (kind: string, keys: readonly string[]) => someOf(keys.map((key) => shop.id(kind, key)));

const stages = ['PROSPECT', 'NEW', 'ONE_TIME', 'ACTIVE', 'AT_RISK', 'CHURNED', 'WON_BACK'] as const;
/** Every field but those that nest; RFM groups and VIPs are ranks, which other tests prove. */
const fields: Record<Exclude<keyof CustomerFilter, 'all' | 'any' | 'not' | 'rfm'>, fc.Arbitrary<unknown>> = {
  search: fc.constantFrom('1', 'P2', 'p', 'nobody', '%'),
  segment: fc.constant('one-time-buyer'),
  stage: someOf(stages),
  firstSeen: when,
  firstOrdered: when,
  lastOrdered: when,
  ordered: times,
  lateDelivery: times,
  breach: times.map((given) => ({ cpi: 'on-time-delivery', ...given })),
  orders: counts,
  daysBetweenOrders: decimals(300),
  revenue: decimals(400),
  averageOrder: decimals(150),
  predictedValue: decimals(100),
  alive: decimals(1),
  bought: idsOf('product', products),
  boughtIn: idsOf('category', ['all', 'table', 'cups', 'cutlery']),
  acquiredBy: fc.oneof(
    fc.record({ channel: someOf(['Search', 'PAID_SOCIAL', 'Letter', 'search']) }),
    fc.record({ campaign: someOf(['spring', 'autumn']) }),
    fc.record({ channelId: idsOf('channel', Object.keys(channels)) }),
    fc.record({ campaignId: idsOf('campaign', ['spring', 'winter']) }),
    fc.record({ channel: someOf(Object.keys(channels)), campaign: someOf(['spring', 'autumn', 'winter']) }),
  ),
  consent: fc.record({ channel: fc.constantFrom('EMAIL', 'SMS', 'ADS'), granted: fc.boolean() }),
  country: someOf(['DE', 'FR', 'IT', 'ES']),
  source: idsOf('source', ['shop', 'desk']),
  experimentArm: fc.record({
    experiment: fc.constantFrom(letter, shop.id('experiment', 'other')),
    arm: fc.constantFrom('TREATED', 'CONTROL'),
  }),
  sample: fc.record({ seed: fc.constantFrom('a', 'b', 'Ostern 2024'), share: fc.constantFrom(0, 0.1, 0.5, 0.9, 1) }),
};
const single = fc.oneof(
  ...Object.entries(fields).map(([name, value]) => value.map((given) => ({ [name]: given }) as CustomerFilter)),
);
const { filter: anyFilter } = fc.letrec<{ filter: CustomerFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    single,
    fc.tuple(single, single).map(([one, other]) => ({ ...one, ...other })),
    fc.record({ all: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('filter') }),
  ),
}));

async function found(filter: CustomerFilter, asOf: string): Promise<string[]> {
  const context = await shop.context(asOf);
  const { rows } = await sql<{ id: string }>`
    select customer_id as id from (${await customersWhere(context, filter)}) found`.execute(context.em.getKysely());
  const ids = new Set(rows.map(({ id }) => id));
  return crowd.map(({ name }) => name).filter((name) => ids.has(shop.id('identity', name)));
}
const expected = (filter: CustomerFilter, asOf: string) =>
  crowd.filter((person) => matches(person, filter, asOf)).map(({ name }) => name);

describe('any filter', () => {
  it.each(Object.entries(fields))('by %s finds whom its meaning finds, on any day', async (name, value) => {
    let [some, none] = [0, 0];
    const property = fc.asyncProperty(value, fc.constantFrom(...days), async (given, asOf) => {
      const filter = { [name]: given } as CustomerFilter;
      const wanted = expected(filter, asOf);
      expect(await found(filter, asOf)).toEqual(wanted);
      expect(describeFilter(filter)).not.toMatch(/undefined|\[object/);
      if (wanted.length > 0) some++;
      if (wanted.length < crowd.length) none++;
    });
    await fc.assert(property, { numRuns: 20, seed: 4 });
    expect([some > 0, none > 0]).toEqual([true, true]);
  });

  it('made of others finds whom they find together, and not() finds the rest', async () => {
    const property = fc.asyncProperty(anyFilter, fc.constantFrom(...days), async (filter, asOf) => {
      const wanted = expected(filter, asOf);
      expect(await found(filter, asOf)).toEqual(wanted);
      expect(await found({ not: filter }, asOf)).toEqual(
        crowd.map(({ name }) => name).filter((name) => !wanted.includes(name)),
      );
    });
    await fc.assert(property, { numRuns: 80, seed: 5 });
  });
});

describe('a random share', () => {
  it('is as large as it says, holds every smaller share, and is drawn anew by another seed', async () => {
    const context = await shop.context();
    const draws = async (seed: string, share: number) => {
      const { conditions } = await asked(context, [{ sample: { seed, share } }]);
      const { rows } = await sql<{ id: string }>`
        select c.customer_id::text as id from (
          select md5(n::text)::uuid as customer_id from generate_series(1, 20000) n) c
        where ${conditions[0]}`.execute(context.em.getKysely());
      return new Set(rows.map(({ id }) => id));
    };
    const [tenth, half, other] = [await draws('a', 0.1), await draws('a', 0.5), await draws('b', 0.5)];
    expect(tenth.size / 20000).toBeCloseTo(0.1, 1.5);
    expect(Math.abs(half.size - 10000)).toBeLessThan(4 * Math.sqrt(20000 * 0.25));
    expect([...tenth].every((id) => half.has(id))).toBe(true);
    expect(Math.abs([...half].filter((id) => other.has(id)).length - 5000)).toBeLessThan(4 * Math.sqrt(20000 * 0.1875));
  });
});
