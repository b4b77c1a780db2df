import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore } from '../../src/store/store.ts';
import { clientela, startClientela } from '../cli/command.ts';
import { WooCommerce } from '../emulators/woocommerce.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillShop } from '../woocommerce/shop.ts';

const url = await modelDatabase();

/** Every value of every table as text. */
async function everything(): Promise<string> {
  const store = await openStore({ url, entities });
  const db = store.em().getKysely();
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  const found = await Promise.all(
    tables.map(({ name }) => sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db)),
  );
  await store.close();
  return found.flatMap(({ rows }) => rows.map(({ row }) => row)).join('\n');
}

it('lets no secret into the database, the output or the arguments, through a whole run with failures', async () => {
  const shop = new WooCommerce();
  fillShop(shop, { orders: 150, tied: 0 });
  await shop.start();
  const store = await openStore({ url, entities });
  await createWorkspace(store.em(), { name: 'shop', currency: 'EUR', timeZone: 'Europe/Rome' });
  await store.close();
  const { consumerKey, consumerSecret } = shop.settings;
  const basic = Buffer.from(`${consumerKey}:${consumerSecret}`).toString('base64');
  const variables = {
    CLIENTELA_ALLOW_PRIVATE_SOURCES: 'true',
    CLIENTELA_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
    CONSUMER_KEY: consumerKey,
    CONSUMER_SECRET: consumerSecret,
    WEBHOOK_SECRET: 'a-secret-of-the-webhook',
  };
  const run = async (...args: string[]) => {
    const { out, err } = await clientela([...args, '--verbose'], url, variables);
    return out + err;
  };

  const settings = [
    'consumerKey=@env:CONSUMER_KEY',
    'consumerSecret=@env:CONSUMER_SECRET',
    'webhookSecret=@env:WEBHOOK_SECRET',
  ];
  const connect = ['connect', 'woocommerce', '--name', 'shop', '--set', `url=${shop.settings.url}`];
  const said = [await run(...connect, ...settings.flatMap((setting) => ['--set', setting]))];
  // A vendor that repeats what it was sent, in answers that are refusals, breakdowns and no JSON at all.
  let asked = 0;
  shop.weather = (reply) => {
    asked++;
    if (asked % 3 === 0) return { ...reply, cutAfter: 20 };
    if (asked % 4 === 0) return { status: 403, body: { message: `${consumerKey} may not`, sent: `Basic ${basic}` } };
    if (asked % 5 === 0) return { status: 400, body: `<html>${consumerSecret} ${basic} is wrong</html>` };
    return reply;
  };
  said.push(await run('sync', 'shop'), await run('sources', 'check', 'shop'));
  shop.weather = (reply) => reply;
  const child = startClientela(['sync', 'shop'], url, variables);
  const [before, ended] = [shop.asked.length, new Promise((resolve) => child.once('exit', resolve))];
  while (shop.asked.length === before) await new Promise(setImmediate);
  const commandLine = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/cmdline`, 'utf8') : '';
  await ended;
  said.push(await run('sync', 'shop'), await run('runs', 'shop'), await run('sources'), await run('connector', 'list'));

  const kept = await everything();
  // Something did go wrong and was told, and something was read.
  expect(said.join()).toMatch(/answered 403/);
  expect(kept).toMatch(/answered 403/);
  expect(kept).toContain('guest1@example.com');
  for (const secret of [consumerKey, consumerSecret, basic, variables.WEBHOOK_SECRET, variables.CLIENTELA_SECRET_KEY]) {
    const places = { output: said.join('\n'), database: kept, arguments: commandLine };
    const found = Object.entries(places).filter(([, text]) => text.includes(secret));
    expect(found.map(([place]) => `${secret} in the ${place}`)).toEqual([]);
  }
}, 180_000);
