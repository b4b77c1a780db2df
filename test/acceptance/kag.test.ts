import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { measureMetric } from '../../src/measure/measure.ts';
import { type SpendFigures, spendByLevel, type SpendLevel } from '../../src/measure/spend/by-level.ts';
import { data, importExample } from './example.ts';

const present = existsSync(new URL('ad_spend_kag/', data));

describe.skipIf(!present)('importing 1,143 ads without days (skipped where ../shared/data is absent)', async () => {
  const kag = present
    ? await importExample('kag', 'ad_spend_kag/', { currency: 'USD', timeZone: 'America/New_York' })
    : undefined!;
  const at = async (level: SpendLevel) => spendByLevel(await kag.context(), { period: null, level });
  const cents = (amount: string | null) => Number(amount).toFixed(2);
  const shown = ({ spend, claimedConversions, costPerClaimedConversion }: SpendFigures) => [
    cents(spend),
    Number(claimedConversions),
    cents(costPerClaimedConversion),
  ];

  it('brings in every ad', () => {
    expect(kag.run).toMatchObject({ status: 'SUCCEEDED', rejected: 0, read: 1143 });
  });

  it('tells what a confirmed purchase costs in each campaign, as Facebook claims it', async () => {
    const { groups, total } = await at('CAMPAIGN');
    const { rows } = await sql<{ id: string; name: string }>`
      select id, name from campaigns where workspace_id = ${kag.workspaceId}`.execute(kag.store.em().getKysely());
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    expect(groups.map((group) => [names.get(group.campaignId!), ...shown(group)])).toEqual([
      ['1178', '55662.15', 872, '63.83'],
      ['936', '2893.37', 183, '15.81'],
      ['916', '149.71', 24, '6.24'],
    ]);
    expect(shown(total)).toEqual(['58705.23', 1079, '54.41']);
  });

  it('adds up by ad set and by ad', async () => {
    const [sets, ads] = [await at('AD_SET'), await at('AD')];
    expect(ads.groups).toHaveLength(1143);
    for (const { groups, total } of [sets, ads]) {
      const sum = groups.reduce((spent, { spend }) => spent + Number(spend), 0);
      expect(sum).toBeCloseTo(Number(total.spend), 6);
      expect(groups.reduce((clicks, group) => clicks + Number(group.clicks), 0)).toBe(38_165);
    }
    expect(Number(ads.total.impressions)).toBe(213_434_828);
  });

  it('is in no period, and says so', async () => {
    const period = { from: '2017-01-01', to: '2017-12-31' };
    const { total, provenance } = await measureMetric(await kag.context(), 'ad_spend', { period });
    expect(total).toMatchObject({ value: null, reason: 'NO_DATA' });
    expect(provenance.notes).toEqual([expect.stringMatching(/^58705\.2\d* USD was reported without a day/)]);
  });
});
