import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src/model/migrations.ts';
import { migrate } from '../../src/store/migrate.ts';
import { freshDatabase } from '../setup/database.ts';

const first = {
  name: '0001-first',
  up: 'create table one (id int primary key); create table two (id int primary key);',
};
const second = { name: '0002-second', up: 'insert into one values (1)' };

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(text);
  await client.end();
  return rows;
}

describe('migrate', async () => {
  const url = await freshDatabase();

  it('applies what is missing, once, and takes turns with other processes', async () => {
    const [mine, theirs] = await Promise.all([migrate(url, [first, second]), migrate(url, [first, second])]);
    expect([...mine, ...theirs]).toEqual(['0001-first', '0002-second']);
    expect(await query(url, 'select * from one')).toEqual([{ id: 1 }]);
    expect(await migrate(url, [first, second])).toEqual([]);
  });

  it('refuses a database that is newer than the code', async () => {
    await migrate(url, [first, second]);
    await expect(migrate(url, [first])).rejects.toThrow('0002-second');
  });

  it('leaves nothing of a migration that fails, and names it', async () => {
    const broken = { name: '0003-broken', up: 'create table three (id int); select 1 / 0' };
    await expect(migrate(url, [first, second, broken])).rejects.toThrow('0003-broken failed: division by zero');
    expect(await query(url, `select to_regclass('three') as found`)).toEqual([{ found: null }]);
    expect(await migrate(url, [first, second])).toEqual([]);
  });

  it('says when the database does not answer, without its password', async () => {
    const attempt = migrate('postgres://someone:secret@127.0.0.1:1/none', []);
    await expect(attempt).rejects.toThrow('postgres://someone:***@127.0.0.1:1/none does not answer');
  });
});

describe('a database made from migrations', async () => {
  const url = await freshDatabase([first, second]);

  it('has been migrated', async () => {
    expect(await migrate(url, [first, second])).toEqual([]);
    expect(await query(url, 'select * from one')).toEqual([{ id: 1 }]);
  });
});

it('the migrations of the model stand in the order of their numbers, each with one of its own', () => {
  const numbers = migrations.map(({ name }) => Number(name.slice(0, 4)));
  expect(numbers).toEqual([...new Set(numbers)].toSorted((one, other) => one - other));
});
