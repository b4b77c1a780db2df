import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { estimateEffect } from '../src/measure/breach-effect/estimate.ts';
import { breachEffect, defaultHorizonDays } from '../src/measure/breach-effect/index.ts';
import { readExposures } from '../src/measure/breach-effect/sql.ts';
import { openContext } from '../src/measure/context.ts';
import { listCpis } from '../src/measure/cpi/list.ts';
import { outcomeRows } from '../src/measure/cpi/outcomes.ts';
import { entities } from '../src/model/entities.ts';
import { migrations } from '../src/model/migrations.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore } from '../src/store/store.ts';
import { shopOfMany } from './shop-of-many.ts';

/**
 * How long it takes to tell what late deliveries go with: reading the promises, weighing them, and answering again.
 * Usage: npm run bench:breach-effect -- [customers], 450,000 by default, who have about a million promises old enough to tell.
 */
const customers = Number(process.argv[2] ?? 450_000);
const folder = await mkdtemp(join(tmpdir(), 'clientela-bench-'));
const database = await startEmbedded({ dataDir: folder });
const clock = async <Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> => {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  console.log(`${name}: ${seconds.toFixed(3)} s (${((user + system) / 1e6).toFixed(3)} s of this process)`);
  return result;
};
try {
  await migrate(database.url, migrations);
  const store = await openStore({ url: database.url, entities });
  const { id } = await clock(`${customers.toLocaleString('en')} customers written`, () => shopOfMany(store, customers));
  const context = await openContext(store.em(), id);
  const cpi = (await listCpis(context)).find(({ definition }) => definition.key === 'on-time-delivery')!;
  const rows = await outcomeRows(context, cpi);
  const exposures = await clock('promises read', () => readExposures(context, rows, defaultHorizonDays));
  console.log(`${exposures.customer.length.toLocaleString('en')} promises`);
  await clock('promises weighed', () => estimateEffect(exposures));
  await clock('the whole in a thread of its own', () => breachEffect(context, cpi, defaultHorizonDays));
  await clock('the same again', () => breachEffect(context, cpi, defaultHorizonDays));
  await store.close();
} finally {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
}
