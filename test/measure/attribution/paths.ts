import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import type { Store } from '../../../src/store/store.ts';

const data = new URL('../../../../shared/data/', import.meta.url);
const file = new URL('channelattribution_pathdata/Data.csv', data);

/** Whether the journeys of cran/ChannelAttribution and the results of other programs on them are here. */
export const present = existsSync(file);

export interface Reference {
  total_conversions: number;
  total_value: number;
  heuristics: Record<string, Record<string, [conversions: number, value: number]>>;
  markov_order1_exact_selfloops_collapsed: { conversions: Record<string, number> };
  shapley_simplified_zhao2018: Record<string, number>;
}
export const readReference = (): Reference =>
  JSON.parse(readFileSync(new URL('reference/attribution_exact.json', data), 'utf8')) as Reference;

/** Seven hours before the end of a day; the last touch of a journey comes then, those before a day apart each. */
const ended = '2024-06-01T17:00:00Z';
const sourceId = '00000000-0000-4000-8000-000000000001';

/**
 * Writes every journey of the file as often as it was gone: 19,785 customers with a purchase that brought the mean value of
 * their path, 68,602 with none, and 378,209 touches, with the facts that a refresh would write of them.
 */
export async function loadPaths(store: Store, workspaceId: string): Promise<void> {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) => /^"(.*)",(.*),(.*),(.*)$/.exec(line)!.slice(1));
  const column = (index: number) => rows.map((row) => row[index]!);
  const paths = sql`unnest(${column(0)}::text[], ${column(1)}::numeric[], ${column(2)}::numeric[], ${column(3)}::numeric[])
    with ordinality as p (path, conversions, value, nulls, n)`;
  const names = [...new Set(column(0).flatMap((path) => path.split(' > ')))];
  const lineage = sql`${sourceId}::uuid, 'paths'`;
  await store.transaction(async (em) => {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(em.getKysely());
    await run(sql`insert into sources (workspace_id, id, connector, name, settings, enabled, created_at)
      values (${workspaceId}, ${sourceId}, 'file', 'paths', '{}', true, now())`);
    await run(sql`insert into streams (workspace_id, source_id, name, entities, first_party, personal_data, rows, data_through, updated_at)
      values (${workspaceId}, ${sourceId}, 'paths', 'order, touch', true, true, 0, '2024-12-31T12:00:00Z', now())`);
    await run(sql`insert into channels (workspace_id, id, name, kind)
      select ${workspaceId}, md5(name)::uuid, name, 'OTHER' from unnest(${names}::text[]) as c (name)`);
    await run(sql`insert into touch_origins (workspace_id, id, kind, channel_id, channel_kind, stale)
      select ${workspaceId}, md5(name)::uuid, 'SESSION', md5(name)::uuid, 'OTHER', false from unnest(${names}::text[]) as c (name)`);
    await run(sql`insert into order_facts (workspace_id, order_id, customer_id, source_id, stream, placed_at, day, valid, purchase,
        currency, gross, discounts, returns, net, shipping, tax, fees, total, cost, items, sequence, cohort_day)
      select ${workspaceId}, md5('order' || n || '-' || i)::uuid, md5('won' || n || '-' || i)::uuid, ${lineage},
        ${ended}::timestamptz, ${ended}::date, true, true, 'EUR', value / conversions, 0, 0, value / conversions, 0, 0, 0,
        value / conversions, 0, 1, 1, ${ended}::date
      from ${paths}, generate_series(1, conversions::int) i`);
    for (const [won, count, order] of [
      ['won', 'conversions', sql`md5('order' || n || '-' || i)::uuid`],
      ['lost', 'nulls', sql`null::uuid`],
    ] as const) {
      await run(sql`insert into touch_facts (workspace_id, touch_id, customer_id, at, origin_id, order_id, counted, source_id, stream)
        select ${workspaceId}, md5(${won} || n || '-' || i || '-' || place)::uuid, md5(${won} || n || '-' || i)::uuid,
          ${ended}::timestamptz - (cardinality(way) - place) * interval '1 day', md5(way[place])::uuid, ${order}, true, ${lineage}
        from (select *, string_to_array(path, ' > ') as way from ${paths}) p, generate_series(1, ${sql.ref(count)}::int) i,
          generate_subscripts(way, 1) place`);
    }
  });
  await sql`analyze order_facts, touch_facts, touch_origins`.execute(store.em().getKysely());
}
