import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openContext } from '../../src/measure/context.ts';
import { recallRows } from '../../src/measure/recall.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openModel } from '../unify/business.ts';

const store = await openModel();

it('leaves connections free for others, however many figures are asked at once', async () => {
  const { id } = await createWorkspace(store.em(), { name: 'Busy', currency: 'EUR', timeZone: 'Europe/Rome' });
  const context = await openContext(store.em(), id);
  const counts = await Promise.all(
    Array.from({ length: 60 }, async (_, each) => {
      const [row] = await recallRows(
        context,
        sql<{ active: number }>`
        select count(*)::int as active, ${each}::int as each, (select sum(n) from generate_series(1, 20000) n) as work
        from pg_stat_activity where datname = current_database() and state = 'active'`,
      );
      return row!.active;
    }),
  );
  expect(Math.max(...counts)).toBeLessThanOrEqual(6);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(1);
});
