import { sql } from 'kysely';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/store.ts';
import { freshDatabase } from '../setup/database.ts';

const store = await openStore({ url: await freshDatabase(), entities: [] });
afterAll(() => store.close());

describe('the store', () => {
  it('answers exact numbers as text, days as days, instants as instants', async () => {
    const { rows } = await sql`
      select 0.1::numeric(20, 10) as price, 9007199254740993::bigint as big, 7 as small, date '2024-02-29' as day,
        array[date '2024-02-29', date '2024-03-01'] as days, '{}'::date[] as none,
        timestamptz '2024-03-31 01:30:00.123Z' as instant, '{"a": [1]}'::jsonb as json, ${"O'Neill"}::text as name
    `.execute(store.em().getKysely());
    expect(rows).toEqual([
      {
        price: '0.1000000000',
        big: '9007199254740993',
        small: 7,
        day: '2024-02-29',
        days: ['2024-02-29', '2024-03-01'],
        none: [],
        instant: new Date('2024-03-31T01:30:00.123Z'),
        json: { a: [1] },
        name: "O'Neill",
      },
    ]);
  });

  it('commits a transaction that fulfils and rolls back one that throws', async () => {
    const count = async () => {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from kept`.execute(store.em().getKysely());
      return rows[0]?.n;
    };
    const result = await store.transaction(async (em) => {
      await sql`create table kept as select 1 as n`.execute(em.getKysely());
      return 'done';
    });
    expect(result).toBe('done');
    const failing = store.transaction(async (em) => {
      await sql`insert into kept values (2)`.execute(em.getKysely());
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await count()).toBe(1);
  });

  it('survives connections that the server drops', async () => {
    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(store.em().getKysely()).catch(() => undefined);
    await vi.waitFor(async () => {
      const { rows } = await sql`select 1 as here`.execute(store.em().getKysely());
      expect(rows).toEqual([{ here: 1 }]);
    });
  });
});
