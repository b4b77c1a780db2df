import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { truthOf } from '../../../connectors/demo/truth.ts';
import { openContext, throughAllData } from '../../../src/measure/context.ts';
import { builtInCpis } from '../../../src/measure/cpi/built-in.ts';
import { listCpis } from '../../../src/measure/cpi/list.ts';
import { outcomeRows } from '../../../src/measure/cpi/outcomes.ts';
import { loadDemo, startApi } from '../../serve/api.ts';

const settings = { seed: 1, customers: 2000, endsOn: '2025-06-30', lateEffect: 1.8 };
const api = await startApi();
const tenant = await api.tenant('Demo');
const truth = truthOf(settings);

beforeAll(() => loadDemo(api.store, tenant, { seed: settings.seed, customers: settings.customers }));

/** What a ready-made CPI finds, by month and outcome. */
async function found(key: string): Promise<Record<string, Record<string, number>>> {
  const context = throughAllData(await openContext(api.store.em(), tenant.workspaceId));
  const cpi = (await listCpis(context)).find(({ definition }) => definition.key === key)!;
  const { rows } = await sql<{ month: string; outcome: string; count: number }>`
    select to_char(day, 'YYYY-MM') as month, state || coalesce(': ' || reason, '') as outcome, count(*)::int as count
    from (${await outcomeRows(context, cpi)}) f group by 1, 2 order by 1, 2`.execute(context.em.getKysely());
  const months = Map.groupBy(rows, ({ month }) => month);
  return Object.fromEntries(
    [...months].map(([month, counts]) => [
      month,
      Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])),
    ]),
  );
}

describe('ready-made CPIs on the demo business', () => {
  it('are all planted', () => {
    expect(Object.keys(truth.promises).toSorted()).toEqual(builtInCpis.map(({ key }) => key).toSorted());
  });

  it.each(builtInCpis.map(({ key }) => key))('%s finds what was planted, month by month', async (key) => {
    expect(await found(key)).toEqual(truth.promises[key]);
  });
});
