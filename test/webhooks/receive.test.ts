import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { person, signingSecret, startDesk, token } from './desk.ts';

const api = await startDesk();
const ada = { topic: 'saved', person: person(1, 'Ada', '10:00:00') } as const;

it('takes what is signed, and keeps nothing secret of it', async () => {
  const source = await api.source();
  const headers = { 'x-delivery': 'first', authorization: 'Bearer something', 'x-token': token };
  expect(await api.deliver(source.sourceId, ada, headers)).toEqual({ status: 200, text: '{"status":"ok"}' });
  expect(await source.deliveries()).toEqual([{ id: 'first', status: 'TAKEN', tries: 0, error: null }]);
  expect(await source.people()).toEqual(['Ada']);
});

it('refuses what is not signed, signed by another secret, changed on the way or old, and keeps nothing of it', async () => {
  const source = await api.source();
  const refused = async (headers: Record<string, string>, body: string = JSON.stringify(ada)) => {
    const { status, text } = await api.deliver(source.sourceId, body, headers);
    expect([status, (JSON.parse(text) as { errors: { extensions: unknown }[] }).errors[0]!.extensions]).toEqual([
      401,
      { code: 'WEBHOOK_REFUSED' },
    ]);
    expect(text).not.toContain(signingSecret);
  };
  await refused({ 'x-signature': '' });
  await refused({ 'x-signature': 'f'.repeat(64) });
  await refused({ 'x-sent': String(Date.now() - 3_600_000) });
  expect(await source.deliveries()).toEqual([]);
});

it('says where there is nothing to deliver to', async () => {
  const mute = await api.source({ connector: 'mute' });
  expect((await api.deliver(mute.sourceId, ada)).status).toBe(404);
  expect((await api.deliver(randomUUID(), ada)).status).toBe(404);
  expect((await api.deliver('nowhere', ada)).status).toBe(404);
});

it('answers a trial of the address, and takes it for nothing more', async () => {
  const source = await api.source();
  expect((await api.deliver(source.sourceId, 'trial', { 'x-signature': '' })).status).toBe(200);
  expect(await source.deliveries()).toEqual([]);
});

it('refuses what is no JSON, once it is believed, and what is too large', async () => {
  const source = await api.source();
  expect((await api.deliver(source.sourceId, 'id=5')).status).toBe(400);
  expect((await api.deliver(source.sourceId, 'id=5', { 'x-signature': '' })).status).toBe(401);
  const { status, text } = await api.deliver(source.sourceId, `"${'x'.repeat(1024 * 1024)}"`);
  expect([status, text]).toEqual([413, expect.stringContaining('larger than 1024 kB')]);
  expect(await source.deliveries()).toEqual([]);
});

it('takes a delivery that comes again once; without a name, what is told again counts again', async () => {
  const source = await api.source();
  const named = { 'x-delivery': 'twice' };
  await api.deliver(source.sourceId, ada, named);
  await source.deliveries();
  await api.deliver(source.sourceId, { topic: 'saved', person: person(1, 'Not Ada', '11:00:00') }, named);
  expect(await source.deliveries()).toHaveLength(1);
  expect(await source.people()).toEqual(['Ada']);

  const change = async (name: string) => {
    await api.deliver(source.sourceId, { topic: 'saved', person: { id: 1, name } });
    expect((await source.deliveries()).every(({ status }) => status === 'TAKEN')).toBe(true);
    return source.people();
  };
  expect(await change('Countess')).toEqual(['Countess']);
  expect(await change('Lovelace')).toEqual(['Lovelace']);
  expect(await change('Countess')).toEqual(['Countess']);
});

it('keeps no credentials of a delivery that waits', async () => {
  const source = await api.source();
  await api.deliver(
    source.sourceId,
    { topic: 'misrouted', person: { id: 1 } },
    {
      'x-delivery': 'secretive',
      authorization: 'Basic c29tZXRoaW5n',
      'x-token': `Token ${token}`,
    },
  );
  expect(await source.deliveries()).toMatchObject([{ status: 'WAITING', tries: 1 }]);
  const { rows } = await sql<{ row: string }>`
    select concat(d.headers, d.url, d.error, convert_from(d.body, 'UTF8')) as row from webhook_deliveries d
    where d.source_id = ${source.sourceId}`.execute(api.store.em().getKysely());
  expect(rows[0]!.row).toContain('x-token');
  for (const secret of [token, signingSecret, 'c29tZXRoaW5n']) expect(rows[0]!.row).not.toContain(secret);
});
