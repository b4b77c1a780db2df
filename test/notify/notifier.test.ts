import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { KeyRing, keyBytes } from '../../src/land/secrets/key-ring.ts';
import { countStaleSecrets, resealSecrets } from '../../src/land/secrets/rotation.ts';
import { Insight } from '../../src/model/alert.ts';
import { openAlertDesk } from '../../src/notify/desk.ts';
import { Notifier } from '../../src/notify/notifier.ts';
import { globalId } from '../../src/serve/global-id.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { newKey, startApi } from '../serve/api.ts';
import { startReceiver } from './receiver.ts';

const api = await startApi();
const receiver = await startReceiver();
const tenant = await api.tenant('Shop');
const { workspaceId } = tenant;
const minute = 60_000;

interface Errors {
  code: string;
  message: string;
  field: string[];
}
async function mutate<Payload>(field: string, type: string, input: object, fields: string): Promise<Payload> {
  const query = `mutation ($input: ${type}!) { change: ${field}(input: $input) { ${fields} userErrors { code message field } } }`;
  const { data, errors } = await api.ask<{ change: Payload }>(tenant.secret, query, { input });
  expect(errors).toBeUndefined();
  return data!.change;
}
const create = (input: object) =>
  mutate<{ alertWebhook: { id: string } | null; secret: string | null; userErrors: Errors[] }>(
    'createAlertWebhook',
    'CreateAlertWebhookInput',
    input,
    'alertWebhook { id } secret',
  );
const change = (input: object) =>
  mutate<{ userErrors: Errors[] }>(
    'updateAlertWebhook',
    'UpdateAlertWebhookInput',
    input,
    'alertWebhook { enabled url }',
  );
const test = async (id: string) =>
  (await mutate<{ delivery: { id: string } }>('testAlertWebhook', 'AlertWebhookInput', { id }, 'delivery { id }'))
    .delivery.id;
async function log(id: string) {
  const query = `query ($id: ID!) { node(id: $id) { ... on AlertWebhook { deliveries { totalCount nodes {
    id status attempts dueAt answerStatus error insight { title } } } } } }`;
  interface Delivery {
    id: string;
    status: string;
    attempts: number;
    dueAt: string | null;
    answerStatus: number | null;
    error: string | null;
    insight: { title: string } | null;
  }
  const { data } = await api.ask<{ node: { deliveries: { nodes: Delivery[] } } }>(tenant.secret, query, { id });
  return data!.node.deliveries.nodes;
}
/** Some time after anything that the machine's own clock has dated. */
const newClock = () => new FakeClock(new Date(Date.now() + minute).toISOString());
const notifier = (clock = newClock(), keys = api.access.keys) =>
  new Notifier(api.store, { keys, http: { allowPrivateAddresses: true, clock } });

describe('a webhook for alerts', () => {
  it('is told of an insight, signed so that its secret proves it', async () => {
    const { alertWebhook, secret } = await create({ name: 'Ops', url: receiver.url });
    const id = '00000000-0000-4000-8000-000000000001';
    const day = '2025-01-06';
    await api.store.em().insert(Insight, {
      ...{
        workspaceId,
        id,
        ruleId: id,
        kind: 'TARGET_MISSED',
        subject: 'CPI',
        key: 'first-response',
        name: 'First response',
      },
      ...{ severity: 'WARNING', grain: 'DAY', firstDay: day, lastDay: day, title: 'Too slow', body: 'Much too slow.' },
      ...{ figures: [{ name: 'value', value: '0.5' }], provenance: {}, foundAt: new Date() },
    });
    await sql`
      insert into alert_deliveries (workspace_id, id, webhook_id, insight_id, status, attempts, due_at, created_at)
      select workspace_id, gen_random_uuid(), id, ${id}, 'WAITING', 0, now(), now() from alert_webhooks`.execute(
      api.store.em().getKysely(),
    );
    await notifier().look();
    const [{ headers, body }] = receiver.received.splice(0) as [{ headers: Record<string, string>; body: string }];
    const [, seconds, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['clientela-signature']!)!;
    expect(given).toBe(createHmac('sha256', secret!).update(`${seconds}.${body}`).digest('hex'));
    const told = JSON.parse(body) as Record<string, unknown>;
    expect(told).toMatchObject({
      type: 'insight.found',
      workspaceId,
      insight: { id, title: 'Too slow', lastDay: day },
    });
    expect(headers['idempotency-key']).toBe(told['id']);
    expect(headers['clientela-event']).toBe('insight.found');
    expect(await log(alertWebhook!.id)).toMatchObject([
      { status: 'DELIVERED', attempts: 1, dueAt: null, answerStatus: 204, error: null, insight: { title: 'Too slow' } },
    ]);
    const { rows } = await sql<{ text: string }>`select w::text as text from alert_webhooks w`.execute(
      api.store.em().getKysely(),
    );
    expect(rows[0]!.text).not.toContain(secret!);
  });

  it('is tried again, later each time, with the same key and body, and at last no more', async () => {
    const { alertWebhook } = await create({ name: 'Down', url: receiver.url });
    const clock = newClock();
    const sender = notifier(clock);
    const delivery = await test(alertWebhook!.id);
    receiver.answers.push(500, 302, 429, 500, 500, 500, 500, 500);
    const waits: number[] = [];
    const last = async () => {
      await sender.look();
      return (await log(alertWebhook!.id))[0]!;
    };
    let tried = await last();
    while (tried.status === 'WAITING') {
      const wait = Date.parse(tried.dueAt!) - clock.now();
      waits.push(wait / minute);
      clock.advance(wait - 1);
      const before = receiver.received.length;
      await sender.look();
      expect(receiver.received).toHaveLength(before);
      clock.advance(1);
      tried = await last();
    }
    expect(tried).toMatchObject({ status: 'FAILED', attempts: 8, dueAt: null });
    expect(waits).toEqual([1, 5, 15, 60, 180, 360, 720]);
    const all = receiver.received.splice(0);
    expect(new Set(all.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([delivery]));
    expect(new Set(all.map(({ body }) => body)).size).toBe(1);
    expect(new Set(all.map(({ headers }) => headers['clientela-signature'])).size).toBe(8);
    expect(await log(alertWebhook!.id)).toMatchObject([{ answerStatus: 500, error: 'It answered 500', insight: null }]);
  });

  it('is sent what a process that died held, once its time has come, and by one of two at once', async () => {
    const { alertWebhook } = await create({ name: 'Crash', url: receiver.url });
    await test(alertWebhook!.id);
    const clock = newClock();
    const dying = notifier(clock);
    const dead = dying.look();
    dying.stop();
    await dead.catch(() => undefined);
    receiver.received.splice(0);
    await notifier(clock).look();
    expect(receiver.received).toEqual([]);
    clock.advance(2 * minute);
    await Promise.all([notifier(clock).look(), notifier(clock).look()]);
    expect(receiver.received.splice(0)).toHaveLength(1);
    expect(await log(alertWebhook!.id)).toMatchObject([{ status: 'DELIVERED', attempts: 2 }]);
  });

  it('waits while it is switched off, and is told nothing once it is deleted', async () => {
    const { alertWebhook } = await create({ name: 'Off', url: receiver.url });
    const { id } = alertWebhook!;
    await test(id);
    expect(await change({ id, enabled: false })).toEqual({
      alertWebhook: { enabled: false, url: receiver.url },
      userErrors: [],
    });
    await notifier().look();
    expect(receiver.received).toEqual([]);
    await change({ id, enabled: true });
    await notifier().look();
    expect(receiver.received.splice(0)).toHaveLength(1);
    await test(id);
    const gone = await mutate('deleteAlertWebhook', 'AlertWebhookInput', { id }, 'deletedAlertWebhookId');
    expect(gone).toEqual({ deletedAlertWebhookId: id, userErrors: [] });
    await notifier().look();
    expect(receiver.received).toEqual([]);
  });

  it('keeps its secret when the key that it is sealed with is changed', async () => {
    await sql`delete from alert_webhooks`.execute(api.store.em().getKysely());
    const [old, fresh] = [randomBytes(keyBytes), randomBytes(keyBytes)];
    const desk = openAlertDesk(api.store, new KeyRing([old]), true);
    const { webhook, secret } = await desk.create(workspaceId, { name: 'Rotated', url: receiver.url });
    await desk.test(webhook);
    const clock = newClock();
    await notifier(clock, new KeyRing([fresh])).look();
    const id = globalId('AlertWebhook', webhook.id);
    expect((await log(id))[0]!.error).toContain('is sealed with the key');
    const both = new KeyRing([fresh, old]);
    expect(await countStaleSecrets(api.store, both)).toBe(1);
    await resealSecrets(api.store, both, () => undefined);
    expect(await countStaleSecrets(api.store, both)).toBe(0);
    clock.advance(minute);
    await notifier(clock, new KeyRing([fresh])).look();
    const [{ headers, body }] = receiver.received.splice(0) as [{ headers: Record<string, string>; body: string }];
    const [, seconds, given] = /^t=(\d+),v1=(.*)$/.exec(headers['clientela-signature']!)!;
    expect(given).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'));
  });

  it.each([
    [{ name: ' ', url: 'https://example.com' }, 'name', 'is empty'],
    [{ name: 'a', url: 'example.com' }, 'url', 'is no address such as'],
    [{ name: 'a', url: 'ftp://example.com' }, 'url', 'is no address such as'],
    [{ name: 'a', url: 'https://me:secret@example.com' }, 'url', 'holds a name or a password'],
  ])('is refused where it cannot be: %j', async (input, field, reason) => {
    const { alertWebhook, secret, userErrors } = await create(input);
    expect({ alertWebhook, secret }).toEqual({ alertWebhook: null, secret: null });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['input', field] }]);
    expect(userErrors[0]!.message).toContain(reason);
  });

  it('leads into no private network, and is never unencrypted, unless that is allowed', async () => {
    const desk = openAlertDesk(api.store, api.access.keys, false);
    const make = (url: string) => desk.create(workspaceId, { name: 'a', url });
    await expect(make('http://example.com')).rejects.toMatchObject({ code: 'BAD_INPUT', field: 'url' });
    await expect(make('https://169.254.169.254/latest')).rejects.toThrow('private network');
    // A name that leads inside is found out when it is asked.
    const { webhook } = await desk.create(workspaceId, { name: 'Inside', url: 'https://localhost:1/' });
    await desk.test(webhook);
    await new Notifier(api.store, { keys: api.access.keys, http: { clock: newClock() } }).look();
    const { rows } = await sql<{ error: string }>`
      select error from alert_deliveries where webhook_id = ${webhook.id}`.execute(api.store.em().getKysely());
    expect(rows[0]!.error).toContain('private network');
  });

  it('is nobody’s business but of those who manage the workspace', async () => {
    const secret = await newKey(api.store, workspaceId, ['READ_METRICS', 'WRITE_CPIS']);
    const { errors } = await api.ask(secret, '{ alertWebhooks { url } }');
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
    const other = await api.tenant('Other');
    expect((await api.ask(other.secret, '{ alertWebhooks { url } }')).data).toEqual({ alertWebhooks: [] });
  });
});
