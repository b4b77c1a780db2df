import { sql } from 'kysely';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/model/migrations.ts';
import type { Draft } from '../../src/sdk/index.ts';
import { migrate } from '../../src/store/migrate.ts';
import { forgetFacts } from '../../src/unify/forget-facts.ts';
import { freshDatabase } from '../setup/database.ts';
import { Business, each, openModel, type Told } from './business.ts';

const store = await openModel();

const spend = (key: string, amount: string, more: object = {}): Draft => ({
  type: 'adSpend',
  data: { key, day: '2026-05-01', spend: amount, currency: 'EUR', campaignKey: 'c', clicks: 3, ...more },
});

/** What was told of each row, oldest first. */
async function told(business: Business) {
  const { rows } = await sql<{ key: string; told: string[] }>`
    select ad_spend_id as key, array_agg(coalesce(spend::text, 'gone') || ' ' || coalesce(clicks::text, '-') order by seen_at)
      as told
    from ad_spend_versions where workspace_id = ${business.workspaceId} group by 1`.execute(store.em().getKysely());
  return new Map(rows.map((row) => [row.key, row.told]));
}

it('every version is kept once, removals too, with its run and place', async () => {
  const business = await Business.open(store);
  const id = business.id('adSpend', 'a');
  const gone: Told = { key: 'adSpend a', drafts: [], gone: true };
  await business.tell(each(spend('a', '10'), spend('b', '5')));
  await business.tell(each(spend('a', '10.00'), spend('b', '5')));
  await business.tell(each(spend('a', '12'), spend('b', '5', { clicks: 4 })));
  await business.tell([gone]);
  await business.tell([gone]);
  await business.tell(each(spend('a', '11')));
  expect(await told(business)).toEqual(
    new Map([
      [id, ['10 3', '12 3', 'gone -', '11 3']],
      [business.id('adSpend', 'b'), ['5 3', '5 4']],
    ]),
  );
  const rows = await business.rows('ad_spend_versions');
  expect(rows.filter((row) => row['ad_spend_id'] === id)).toHaveLength(4);
  for (const row of rows) {
    const place = { day: '2026-05-01', campaign_id: business.id('campaign', 'c') };
    expect(row).toMatchObject({ ...place, run_id: business.runId, source_id: business.sourceId });
  }
});

it('outlive a changed mapping that says the same, and go with their source', async () => {
  const business = await Business.open(store);
  const { workspaceId, sourceId, runId } = business;
  await business.tell(each(spend('a', '10')));
  await business.tell(each(spend('a', '12')));
  const before = await told(business);
  await store.transaction((em) => forgetFacts(em, { workspaceId, sourceId, runId }));
  await business.tell(each(spend('a', '12')));
  expect(await told(business)).toEqual(before);
  await store.transaction((em) => forgetFacts(em, { workspaceId, sourceId, runId: null }));
  expect(await told(business)).toEqual(new Map());
});

describe('a database that was read into before versions were kept', async () => {
  const before = migrations.filter(({ name }) => name < '0016');
  const url = await freshDatabase(before);

  it('has what is known as the first version', async () => {
    const client = new pg.Client(url);
    await client.connect();
    const id = '33333333-3333-4333-8333-333333333333';
    await client.query(
      `insert into ad_spend (workspace_id, id, day, spend, currency, clicks, source_id, external_id, stream, record_key, run_id)
       values ($1, $1, '2024-05-01', '12.50', 'EUR', 7, $1, 'a', 'ads', 'a', $1)`,
      [id],
    );
    await migrate(url, migrations);
    const { rows } = await client.query('select ad_spend_id, day::text, spend, clicks, stream from ad_spend_versions');
    await client.end();
    expect(rows).toEqual([{ ad_spend_id: id, day: '2024-05-01', spend: '12.50', clicks: '7', stream: 'ads' }]);
  });
});
