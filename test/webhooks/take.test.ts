import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { holdSource } from '../../src/land/lock.ts';
import { openSource } from '../../src/land/open-source.ts';
import { closeDeliveries } from '../../src/land/webhook/inbox.ts';
import { takeDeliveries } from '../../src/land/webhook/take.ts';
import { startVendor } from '../land/http/vendor.ts';
import { person, startDesk, token } from './desk.ts';

const api = await startDesk();
const db = api.store.em().getKysely();
const saved = (...given: Parameters<typeof person>) => ({ topic: 'saved', person: person(...given) }) as const;

it('brings what is told into the figures without moving the cursor, and leaves what is older alone', async () => {
  const vendor = await startVendor(() => ({ body: { people: [person(1, 'Ada', '10:00:00')] } }));
  const source = await api.source({ url: vendor.url });
  await source.sync();
  const cursor = async () =>
    (await sql<{ cursor: unknown }>`select cursor from streams where source_id = ${source.sourceId}`.execute(db))
      .rows[0]!.cursor;
  const before = await cursor();
  await api.deliver(source.sourceId, saved(1, 'Countess', '12:00:00'));
  await api.deliver(source.sourceId, saved(2, 'Grace', '12:00:00'));
  await source.deliveries();
  await api.deliver(source.sourceId, saved(1, 'Ada again', '11:00:00'));
  expect((await source.deliveries()).map(({ status }) => status)).toEqual(['TAKEN', 'TAKEN', 'TAKEN']);
  expect(await source.people()).toEqual(['Countess', 'Grace']);
  expect(await cursor()).toEqual(before);
  const { rows } = await sql`select 1 from touched_customers where workspace_id = ${source.workspaceId}`.execute(db);
  expect(rows).toEqual([]);
});

it('asks the vendor where a delivery does not hold the record', async () => {
  const vendor = await startVendor(({ path, headers }) => {
    if (headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (path === '/people/1') return { body: { people: [person(1, 'Ada', '10:00:00')] } };
    if (path === '/people/2') return { body: { people: person(2, 'Grace', '10:00:00') } };
    return { body: { people: [] } };
  });
  const source = await api.source({ url: vendor.url });
  for (const id of [1, 2, 3]) await api.deliver(source.sourceId, { topic: 'changed', person: { id } });
  expect((await source.deliveries()).map(({ status }) => status)).toEqual(['TAKEN', 'TAKEN', 'TAKEN']);
  expect(await source.people()).toEqual(['Ada', 'Grace']);
});

it('removes what is gone, for good: what was told before its end changes nothing any more', async () => {
  const vendor = await startVendor(({ path }) =>
    path === '/people/2' ? { status: 404, body: {} } : { body: { people: [person(1, 'Ada', '10:00:00')] } },
  );
  const source = await api.source({ url: vendor.url });
  await api.deliver(source.sourceId, saved(1, 'Ada', '10:00:00'));
  await api.deliver(source.sourceId, saved(2, 'Grace', '10:00:00'));
  await source.deliveries();
  for (const id of [1, 2, 3]) await api.deliver(source.sourceId, { topic: 'removed', person: { id } });
  await source.deliveries();
  expect(await source.people()).toEqual([]);
  await api.deliver(source.sourceId, saved(1, 'Ada, late', '11:00:00'));
  await api.deliver(source.sourceId, { topic: 'changed', person: { id: 2 } });
  expect((await source.deliveries()).every(({ status }) => status === 'TAKEN')).toBe(true);
  expect(await source.people()).toEqual([]);
  // Asked for, it is there again.
  await api.deliver(source.sourceId, { topic: 'changed', person: { id: 1 } });
  await source.deliveries();
  expect(await source.people()).toEqual(['Ada']);
});

it('tries again what cannot be taken, and keeps the reason where it never can; nothing else waits for it', async () => {
  let scope = false;
  const vendor = await startVendor(({ headers }) =>
    scope
      ? { body: { people: [person(1, 'Ada', '10:00:00')] } }
      : { status: 403, body: { error: `${headers.authorization} may not` } },
  );
  const source = await api.source({ url: vendor.url });
  const misrouted = { topic: 'misrouted', person: { id: 9 } } as const;
  await api.deliver(source.sourceId, misrouted, { 'x-delivery': 'misrouted' });
  await api.deliver(source.sourceId, { topic: 'changed', person: { id: 1 } }, { 'x-delivery': 'refused' });
  await api.deliver(source.sourceId, { topic: 'elsewhere', person: { id: 1 } }, { 'x-delivery': 'elsewhere' });
  const [first, second, third] = await source.deliveries();
  expect(first).toMatchObject({ status: 'WAITING', tries: 1, error: expect.stringContaining('"places"') });
  expect(second).toMatchObject({ status: 'WAITING', tries: 1, error: expect.stringContaining('answered 403') });
  expect(second!.error).not.toContain(token);
  expect(third).toMatchObject({ status: 'TAKEN' });
  scope = true;
  for (let tries = 2; tries <= 5; tries++) {
    api.clock.advance(3_600_000);
    api.wake();
    expect((await source.deliveries())[0]).toMatchObject({ tries });
  }
  expect((await source.deliveries()).map(({ status }) => status)).toEqual(['FAILED', 'TAKEN', 'TAKEN']);
  expect(await source.people()).toEqual(['Ada']);
  // What the vendor sends again after it failed is tried again.
  await api.deliver(source.sourceId, saved(2, 'Grace', '10:00:00'), { 'x-delivery': 'misrouted' });
  await source.deliveries();
  expect(await source.people()).toEqual(['Ada', 'Grace']);
});

it('waits while the source is run, and loses nothing when the process ends', async () => {
  const source = await api.source();
  await holdSource(api.store, source, async () => {
    const { status } = await api.deliver(source.sourceId, saved(1, 'Ada', '10:00:00'));
    expect(status).toBe(200);
    await api.stop();
    const { rows } =
      await sql`select status, tries from webhook_deliveries where source_id = ${source.sourceId}`.execute(db);
    expect(rows).toEqual([{ status: 'WAITING', tries: 0 }]);
  });
  await api.deliver(source.sourceId, saved(2, 'Grace', '10:00:00'));
  expect(await source.people()).toEqual([]);
  api.start();
  expect((await source.deliveries()).map(({ status }) => status)).toEqual(['TAKEN', 'TAKEN']);
  expect(await source.people()).toEqual(['Ada', 'Grace']);
});

it('takes again what was kept but had not become facts when the process ended', async () => {
  const source = await api.source();
  await api.stop();
  await api.deliver(source.sourceId, saved(1, 'Ada', '10:00:00'));
  await api.deliver(source.sourceId, saved(1, 'Countess', '11:00:00'));
  const dying = takeDeliveries(api.store, {
    ...(await openSource(api.store, api.access, source)),
    signal: new AbortController().signal,
    onStart: () => Promise.resolve(),
    onBatch: () => Promise.reject(new Error('the process ends here')),
  });
  await expect(dying).rejects.toThrow('ends here');
  const kept = await sql`select payload from raw_records where source_id = ${source.sourceId}`.execute(db);
  expect(kept.rows).toHaveLength(1);
  expect(await source.people()).toEqual([]);
  api.start();
  expect((await source.deliveries()).map(({ status }) => status)).toEqual(['TAKEN', 'TAKEN']);
  expect(await source.people()).toEqual(['Countess']);
});

it('remembers for a week what it took, and for a month what it could not take', async () => {
  const source = await api.source();
  await api.deliver(source.sourceId, saved(1, 'Ada', '10:00:00'), { 'x-delivery': 'taken' });
  await api.deliver(source.sourceId, { topic: 'misrouted', person: { id: 1 } }, { 'x-delivery': 'failed' });
  for (let tries = 1; tries <= 5; tries++) {
    await source.deliveries();
    api.clock.advance(3_600_000);
    api.wake();
  }
  const after = async (days: number) => {
    await closeDeliveries(api.store, source, [], new Date(Date.now() + days * 86_400_000));
    return (await source.deliveries()).map(({ id, status }) => [id, status]);
  };
  expect(await after(6)).toEqual([
    ['taken', 'TAKEN'],
    ['failed', 'FAILED'],
  ]);
  expect(await after(8)).toEqual([['failed', 'FAILED']]);
  expect(await after(31)).toEqual([]);
});

it('unifies what settings changed since, before what is told', async () => {
  const vendor = await startVendor(() => ({ body: { people: [person(1, 'Ada', '10:00:00')] } }));
  const source = await api.source({ url: vendor.url });
  await source.sync();
  await sql`update batches set unified_at = null where source_id = ${source.sourceId}`.execute(db);
  await api.deliver(source.sourceId, saved(2, 'Grace', '10:00:00'));
  await source.deliveries();
  expect(await source.people()).toEqual(['Ada', 'Grace']);
});
