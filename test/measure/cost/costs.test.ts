import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { costRows } from '../../../src/measure/cost-rows.ts';
import { measureMetric } from '../../../src/measure/measure.ts';
import type { MetricQuery } from '../../../src/measure/metric.ts';
import { CostEntry } from '../../../src/model/cost.ts';
import { holdWorkspace } from '../../../src/model/data-version.ts';
import { AdSpend, Campaign, Channel } from '../../../src/model/marketing.ts';
import { Shop } from '../shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const year = { from: '2024-01-01', to: '2024-12-31' };

const spend = (key: string, day: string | null, amount: string, more: Partial<AdSpend> = {}) => ({
  workspaceId,
  id: shop.id('adSpend', key),
  day,
  spend: amount,
  currency: 'EUR',
  ...shop.lineage('adSpend', key),
  ...more,
});
const entry = (key: string, kind: string, days: readonly string[], amount: string, more: Partial<CostEntry> = {}) => ({
  workspaceId,
  id: shop.id('marketingCost', key),
  kind,
  startsOn: days[0]!,
  endsOn: days[1] ?? null,
  amount,
  currency: 'EUR',
  ...more,
});
const order = (key: string, customer: string, day: string, price: string, discount?: string) => ({
  key,
  customer,
  at: `${day}T10:00:00Z`,
  lines: [{ price, ...(discount && { discount }) }],
});
const ask = async (key: string, query: Partial<MetricQuery> = {}) =>
  measureMetric(await shop.context(), key, { period: year, ...query });
const total = async (key: string, query?: Partial<MetricQuery>) => (await ask(key, query)).total;

interface Cost {
  day: string;
  kind: string;
  amount: string | null;
  channel_id: string | null;
}
async function costs(period = year): Promise<Cost[]> {
  const { rows } = await sql<Cost>`
    select day, kind, amount::text, channel_id from (${costRows(await shop.context(), period)}) c
    order by day, kind`.execute(shop.store.em().getKysely());
  return rows;
}

beforeAll(async () => {
  await shop.write(Channel, [
    {
      workspaceId,
      id: shop.id('channel', 'social'),
      name: 'Social',
      kind: 'PAID_SOCIAL',
      ...shop.lineage('channel', 'social'),
    },
  ]);
  await shop.write(
    Campaign,
    ['cold', 'warm'].map((key) => ({
      workspaceId,
      id: shop.id('campaign', key),
      name: key,
      channelId: shop.id('channel', 'social'),
      ...shop.lineage('campaign', key),
    })),
  );
  await shop.addCustomers(['a', 'b', 'c']);
  await shop.addOrders([
    order('a1', 'a', '2024-01-10', '100.00', '5.00'),
    order('b1', 'b', '2024-02-10', '50.00'),
    order('b2', 'b', '2024-02-20', '30.00', '9.00'),
    order('c1', 'c', '2024-12-30', '20.00'),
  ]);
  await shop.dataThrough('2024-12-31T23:00:00Z');
  await shop.refresh();
  await shop.write(AdSpend, [
    spend('1', '2024-01-05', '30.00', { campaignId: shop.id('campaign', 'cold') }),
    spend('2', '2024-02-05', '20.00', { campaignId: shop.id('campaign', 'warm') }),
    spend('3', '2024-03-05', '10.00'),
    spend('none', null, '7.00'),
  ]);
  await shop.write(CostEntry, [entry('agency', 'AGENCY', ['2024-01-30', '2024-02-01'], '100.00')]);
});

describe('what winning customers costs', () => {
  it('is spread over its days to the cent, and takes the channel of its campaign', async () => {
    expect(await costs({ from: '2024-01-01', to: '2024-02-09' })).toEqual([
      { day: '2024-01-05', kind: 'MEDIA', amount: '30.00', channel_id: shop.id('channel', 'social') },
      { day: '2024-01-10', kind: 'FIRST_ORDER_DISCOUNT', amount: '5.00', channel_id: null },
      ...['33.34', '33.33', '33.33'].map((amount, index) => ({
        day: ['2024-01-30', '2024-01-31', '2024-02-01'][index],
        ...{ kind: 'AGENCY', amount: expect.stringMatching(new RegExp(`^${amount}0*$`)), channel_id: null },
      })),
      { day: '2024-02-05', kind: 'MEDIA', amount: '20.00', channel_id: shop.id('channel', 'social') },
    ]);
  });

  it('is asked for by name: blended, for new customers alone, fully loaded', async () => {
    expect(await total('blended_cac')).toMatchObject({ value: '20', numerator: '60.00', denominator: '3', count: 3 });
    expect(await total('new_customer_cac')).toMatchObject({ value: '20' });
    const loaded = await total('fully_loaded_cac');
    expect([Number(loaded.value), Number(loaded.numerator)]).toEqual([55, 165]);
  });

  it('leaves out what campaigns to keep customers cost', async () => {
    await shop.store.transaction(async (em) => {
      await holdWorkspace(em, workspaceId);
      await sql`insert into campaign_purposes values (${workspaceId}, ${shop.id('campaign', 'warm')}, 'RETENTION')`.execute(
        em.getKysely(),
      );
    });
    expect(await total('new_customer_cac')).toMatchObject({ numerator: '40.00', denominator: '3' });
    expect(await total('blended_cac')).toMatchObject({ numerator: '60.00' });
  });

  it('has no value where nobody was won, where there is nothing, and before there was anything', async () => {
    const { series } = await ask('blended_cac', { grain: 'MONTH', period: { from: '2023-12-01', to: '2024-12-31' } });
    const months = new Map(series.map(({ period, value, reason }) => [period!.slice(0, 7), value ?? reason]));
    expect(months.get('2023-12')).toBe('NO_DATA');
    expect(months.get('2024-01')).toBe('30');
    expect(months.get('2024-03')).toBe('SPEND_WITHOUT_CUSTOMERS');
    expect(months.get('2024-04')).toBe('NO_DENOMINATOR');
    expect(Number(months.get('2024-12'))).toBe(0);
  });

  it('is set against what was sold, and what that left', async () => {
    expect(await total('mer')).toMatchObject({ numerator: '186.00', denominator: '60.00', value: '3.1' });
    const { numerator, value } = await total('amer');
    expect([numerator, Number(value)]).toEqual(['165.00', 2.75]);
    expect(await total('poas')).toMatchObject({ value: null, reason: 'COST_UNKNOWN' });
  });

  it('adds up by kind and by channel, and says what it leaves out', async () => {
    const { groups, total: all, provenance } = await ask('marketing_costs', { breakdown: 'cost_kind' });
    const kinds = groups.map(({ key, total: { value } }) => [key, Number(value)]);
    expect(kinds).toEqual([
      ['AGENCY', 100],
      ['MEDIA', 60],
      ['FIRST_ORDER_DISCOUNT', 5],
    ]);
    expect(Number(all.value)).toBe(165);
    const channels = (await ask('marketing_costs', { breakdown: 'channel' })).groups;
    expect(channels.map(({ label, total: { value } }) => [label, Number(value)])).toEqual([
      ['Unknown', 115],
      ['Social', 50],
    ]);
    expect(provenance.notes).toEqual(['7.00 EUR was reported without a day, and is in no period.']);
    expect(provenance.inputs.map(({ stream, rows }) => [stream, rows])).toEqual([
      ['adSpends', 3],
      ['orders', 1],
    ]);
  });

  it('says where customers may not be new, and whose days they are', async () => {
    await shop.write(AdSpend, [spend('ny', '2024-06-01', '1.00', { accountZone: 'America/New_York' })]);
    const { provenance } = await ask('blended_cac');
    expect(provenance.notes).toEqual([
      'Days of ads are approximate: they are those of the accounts (America/New_York), not of UTC.',
      '7.00 EUR was reported without a day, and is in no period.',
      'The data begins on 2024-01-10: some of the customers who are new soon after may have bought before.',
    ]);
    const later = await ask('blended_cac', { period: { from: '2024-07-01', to: '2024-12-31' } });
    expect(later.provenance.notes).toHaveLength(1);
  });

  it('is more for each where two customers turn out to be one, and less again where they are taken apart', async () => {
    await shop.merge('c', 'a');
    await shop.refresh();
    expect(await total('fully_loaded_cac')).toMatchObject({ denominator: '2' });
    await shop.addCustomers(['c']);
    await shop.refresh();
    expect(await total('fully_loaded_cac')).toMatchObject({ denominator: '3' });
  });

  it('is of no customer', async () => {
    const filter = { country: ['DE'] };
    await expect(ask('blended_cac', { filter })).rejects.toThrow('what is spent is of no customer');
  });
});

describe('a cost of several days', () => {
  it('adds up to the cent, is even to the cent, and falls on its own days alone', async () => {
    const costsOf = fc.record({
      from: fc.integer({ min: 0, max: 300 }),
      days: fc.integer({ min: 1, max: 60 }),
      cents: fc.integer({ min: -99_999, max: 9_999_999 }),
    });
    const dayAt = (place: number) => new Date(Date.UTC(2024, 0, 1 + place)).toISOString().slice(0, 10);
    await fc.assert(
      fc.asyncProperty(costsOf, async ({ from, days, cents }) => {
        const amount = new Decimal(cents).div(100);
        const span = [dayAt(from), dayAt(from + days - 1)];
        await shop.write(CostEntry, [entry('any', 'OTHER', span, amount.toFixed(2))]);
        const parts = (await costs()).filter(({ kind }) => kind === 'OTHER');
        expect(parts.map(({ day }) => day)).toEqual(Array.from({ length: days }, (_, place) => dayAt(from + place)));
        const shares = parts.map((part) => new Decimal(part.amount!));
        expect(Decimal.sum(...shares).toFixed(2)).toBe(amount.toFixed(2));
        expect(
          Decimal.max(...shares)
            .minus(Decimal.min(...shares))
            .lessThanOrEqualTo('0.01'),
        ).toBe(true);
        expect(shares.every((share) => share.decimalPlaces() <= 2)).toBe(true);
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it('is spread in the smallest unit of its currency', async () => {
    const days = ['2024-08-01', '2024-08-03'];
    const rates = ['JPY', 'KWD'].map((base) => sql`(${workspaceId}, ${base}, 'EUR', '2024-08-01', 1, ${workspaceId})`);
    await sql`insert into exchange_rates (workspace_id, base, quote, day, rate, source_id) values ${sql.join(rates)}`.execute(
      shop.store.em().getKysely(),
    );
    for (const [currency, parts] of [
      ['JPY', [334, 333, 333]],
      ['KWD', [333.334, 333.333, 333.333]],
      ['EUR', [333.34, 333.33, 333.33]],
    ] as const) {
      await shop.write(CostEntry, [entry('any', 'OTHER', days, '1000', { currency })]);
      const found = (await costs()).flatMap(({ kind, amount }) => (kind === 'OTHER' ? [Number(amount)] : []));
      expect([currency, found]).toEqual([currency, parts]);
    }
  });

  it('leaves no figure where its exchange rate is missing', async () => {
    await shop.write(CostEntry, [entry('any', 'OTHER', ['2024-05-01'], '10.00', { currency: 'USD' })]);
    expect(await total('fully_loaded_cac')).toMatchObject({ value: null, reason: 'NO_RATE' });
    expect(await total('blended_cac')).toMatchObject({ reason: null });
  });
});
