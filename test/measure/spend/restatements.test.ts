import { sql } from 'kysely';
import { beforeEach, expect, it } from 'vitest';
import { type SpendLevel, spendByLevel } from '../../../src/measure/spend/by-level.ts';
import { adSpendRestatements } from '../../../src/measure/spend/restatements.ts';
import { holdWorkspace } from '../../../src/model/data-version.ts';
import { AdSet, AdSpend } from '../../../src/model/marketing.ts';
import { factId } from '../../../src/model/ids.ts';
import { Shop } from '../shop.ts';

const shop = await Shop.open();
const { workspaceId } = shop;
const may = { from: '2024-05-01', to: '2024-05-31' };
const campaign = shop.id('campaign', 'spring');

interface Told {
  key: string;
  day: string;
  at: string;
  run: string;
  /** Null where the row is gone. */
  spend: string | null;
  currency?: string;
  source?: string;
}

/** Puts versions in the database, and what they end with as the rows of ad spend. */
async function tell(versions: readonly Told[]): Promise<void> {
  await shop.store.transaction(async (em) => {
    await holdWorkspace(em, workspaceId);
    for (const { key, day, at, run, spend, currency = 'EUR', source = 'shop' } of versions) {
      const set = shop.id('adSet', 'set');
      await sql`
        insert into ad_spend_versions (workspace_id, ad_spend_id, seen_at, source_id, stream, run_id, day, ad_set_id, spend,
          currency)
        values (${workspaceId}, ${shop.id('adSpend', key, source)}, ${at}, ${shop.id('source', source)}, 'ads',
          ${factId(workspaceId, '', 'run', run)}, ${day}, ${set}, ${spend}, ${spend && currency})`.execute(
        em.getKysely(),
      );
    }
  });
  const last = new Map(versions.map((version) => [version.key, version]));
  await shop.write(
    AdSpend,
    [...last.values()].flatMap(({ key, day, spend, currency = 'EUR', source = 'shop' }) =>
      spend === null
        ? []
        : [
            {
              workspaceId,
              id: shop.id('adSpend', key, source),
              day,
              spend,
              currency,
              adSetId: shop.id('adSet', 'set'),
              ...shop.lineage('adSpend', key, source),
            },
          ],
    ),
  );
}

const restated = async () => {
  const { total, restated: days } = await adSpendRestatements(await shop.context(), may);
  return [total, ...days].map(({ day, firstTold, now, change }) => [day, ...[firstTold, now, change].map(Number)]);
};
const known = async (knownOn: string, level: SpendLevel = 'CAMPAIGN') =>
  (await spendByLevel(await shop.context(), { period: may, level, knownOn })).total.spend;

beforeEach(async () => {
  await shop.addSource('other');
  for (const table of ['ad_spend', 'ad_spend_versions'])
    await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(shop.store.em().getKysely());
  await shop.write(AdSet, [
    { workspaceId, id: shop.id('adSet', 'set'), name: 'set', campaignId: campaign, ...shop.lineage('adSet', 'set') },
  ]);
});

it('counts what changed after a day was over, not while it ran', async () => {
  await tell([
    { key: 'a', day: '2024-05-10', at: '2024-05-10T08:00:00Z', run: '1', spend: '10' },
    { key: 'a', day: '2024-05-10', at: '2024-05-10T20:00:00Z', run: '2', spend: '70' },
    { key: 'a', day: '2024-05-10', at: '2024-05-11T20:00:00Z', run: '3', spend: '100' },
    { key: 'a', day: '2024-05-10', at: '2024-05-13T08:00:00Z', run: '4', spend: '95' },
  ]);
  expect(await restated()).toEqual([
    [null, 100, 95, -5],
    ['2024-05-10', 100, 95, -5],
  ]);
  const { restated: days } = await adSpendRestatements(await shop.context(), may);
  expect(days[0]).toMatchObject({
    campaignId: campaign,
    firstToldAt: new Date('2024-05-12T00:00:00Z'),
    changedAt: new Date('2024-05-13T08:00:00Z'),
  });
  expect([await known('2024-05-10'), await known('2024-05-11'), await known('2024-05-13')]).toEqual([
    '70',
    '100',
    '95',
  ]);
  // Of the days from the first with spend on, nothing told is nothing spent.
  expect(await known('2024-05-09')).toBe('0');
});

it('takes the first reading of a history for what was told first, each source by itself', async () => {
  await tell([
    { key: 'a', day: '2024-05-10', at: '2024-06-01T08:00:00Z', run: '1', spend: '10' },
    { key: 'b', day: '2024-05-10', at: '2024-06-01T08:05:00Z', run: '1', spend: '20' },
    { key: 'late', day: '2024-05-10', at: '2024-06-02T08:00:00Z', run: '2', spend: '3' },
    { key: 'b', day: '2024-05-10', at: '2024-06-03T08:00:00Z', run: '3', spend: null },
    { key: 'c', day: '2024-05-11', at: '2024-06-01T08:00:00Z', run: '1', spend: '5' },
    { key: 'd', day: '2024-05-10', at: '2024-06-09T08:00:00Z', run: '9', spend: '40', source: 'other' },
  ]);
  expect(await restated()).toEqual([
    [null, 75, 58, -17],
    ['2024-05-10', 70, 53, -17],
  ]);
});

it('knows nothing of rows that a mapping made which has been changed since', async () => {
  await tell([{ key: 'a', day: '2024-05-10', at: '2024-06-01T08:00:00Z', run: '1', spend: '10' }]);
  await tell([{ key: 'old', day: '2024-05-10', at: '2024-06-01T08:00:00Z', run: '1', spend: '10' }]);
  await sql`delete from ad_spend where external_id = 'old'`.execute(shop.store.em().getKysely());
  await shop.addSource('other');
  expect(await restated()).toEqual([[null, 10, 10, 0]]);
  expect(await known('2024-06-01')).toBe('10');
});

it('has no amounts where an exchange rate is missing', async () => {
  await tell([
    { key: 'a', day: '2024-05-10', at: '2024-06-01T08:00:00Z', run: '1', spend: '10', currency: 'USD' },
    { key: 'a', day: '2024-05-10', at: '2024-06-02T08:00:00Z', run: '2', spend: '11', currency: 'USD' },
  ]);
  const { total, restated: days } = await adSpendRestatements(await shop.context(), may);
  for (const row of [total, ...days]) expect(row).toMatchObject({ firstTold: null, now: null, reason: 'NO_RATE' });
  const empty = await adSpendRestatements(await shop.context(), { from: '2023-01-01', to: '2023-01-31' });
  expect(empty).toMatchObject({ total: { now: null, reason: 'NO_DATA' }, restated: [] });
});

it('is nothing on days without a row, and unknown before there was one', async () => {
  await tell([{ key: 'a', day: '2024-05-10', at: '2024-06-01T08:00:00Z', run: '1', spend: '10' }]);
  await shop.dataThrough('2024-06-30T20:00:00Z');
  const of = async (from: string, to: string) =>
    (await spendByLevel(await shop.context(), { period: { from, to }, level: 'CHANNEL' })).total;
  expect(await of('2024-05-11', '2024-05-20')).toMatchObject({
    spend: '0',
    clicks: '0',
    costPerClick: null,
    reason: null,
  });
  expect(await of('2024-04-01', '2024-04-30')).toMatchObject({ spend: null, clicks: null, reason: 'NO_DATA' });
  expect(await of('2024-07-01', '2024-07-31')).toMatchObject({ spend: null, reason: 'NO_DATA' });
});
