import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import zendesk from '../../connectors/zendesk/index.ts';
import { openConnection } from '../../src/land/http/open.ts';
import { pagesOf } from '../../src/land/webhook/news.ts';
import type { Delivery, Json } from '../../src/sdk/index.ts';
import { Zendesk } from '../emulators/zendesk.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { fillDesk } from './desk.ts';

const credentials = { url: 'https://acme.zendesk.com', accessToken: 'token' };
const config = zendesk.parse({ ...credentials, webhookSecret: 'a-secret' });
const webhooks = zendesk.webhooks!;

const signedAt = '2026-02-03T15:20:41Z';
const solved = { type: 'zen:event-type:ticket.status_changed', subject: 'zen:ticket:3101', detail: { id: '3101' } };

/** A call as Zendesk signs it: base64(HMAC-SHA256(timestamp + body)). */
function call(event: object, at = signedAt): Delivery {
  const body = JSON.stringify(event);
  return {
    body: Buffer.from(body),
    headers: {
      'x-zendesk-webhook-invocation-id': '8350205582',
      'x-zendesk-webhook-signature-timestamp': signedAt,
      'x-zendesk-webhook-signature': createHmac('sha256', 'a-secret').update(`${signedAt}${body}`).digest('base64'),
    },
    url: 'https://clientela.example/webhooks/1',
    at: Date.parse(at),
  };
}

it('believes what Zendesk signed within five minutes, and nothing else', () => {
  const verify = (delivery: Delivery, settings = config) => webhooks.verify(delivery, settings);
  expect(verify(call(solved))).toBe(true);
  expect(verify(call(solved, '2026-02-03T15:25:41Z'))).toBe(true);
  expect(verify(call(solved, '2026-02-03T15:25:42Z'))).toBe(false);
  expect(verify({ ...call(solved), body: Buffer.from('{}') })).toBe(false);
  expect(verify({ ...call(solved), headers: {} })).toBe(false);
  expect(verify(call(solved), zendesk.parse(credentials))).toBe(false);
  expect(verify(call(solved), zendesk.parse({ ...credentials, webhookSecret: 'another' }))).toBe(false);
  const { headers } = call(solved);
  const later = { ...headers, 'x-zendesk-webhook-signature-timestamp': '2026-02-03T15:20:42Z' };
  expect(verify({ ...call(solved), headers: later })).toBe(false);
  expect(webhooks.id(call(solved))).toBe('8350205582');
});

it('asks for the ticket or user that an event is about, and ends those that were deleted', () => {
  const route = (event: object) => webhooks.route(event as Json, call(event), config);
  const query = { ids: '3101', include: 'metric_sets' };
  expect(route(solved)).toEqual([{ stream: 'tickets', refetch: { path: '/tickets/show_many.json', query } }]);
  expect(route({ type: 'zen:event-type:user.name_changed', subject: 'zen:user:7' })).toEqual([
    { stream: 'users', refetch: { path: '/users/show_many.json', query: { ids: '7' } } },
  ]);
  expect(route({ type: 'zen:event-type:ticket.soft_deleted', subject: 'zen:ticket:3101' })).toEqual([
    { stream: 'tickets', deleted: '3101' },
  ]);
  expect(route({ type: 'zen:event-type:user.deleted', subject: 'zen:user:7' })).toEqual([
    { stream: 'users', deleted: '7' },
  ]);
  expect([...route({ subject: 'zen:article:7' }), ...route([]), ...route({ subject: 'zen:ticket:../7' })]).toEqual([]);
});

it('finds at the desk what it asks for, with what was measured', async () => {
  const clock = new FakeClock();
  const desk = new Zendesk(clock);
  fillDesk(desk, clock, 3);
  await desk.start();
  const settings = zendesk.parse(desk.settings);
  const http = { allowPrivateAddresses: true, clock };
  const { connection } = openConnection(zendesk, settings, http, new AbortController().signal);
  const [ticket] = [...desk.tickets.values()].slice(-1);
  const events = [`zen:ticket:${ticket!.id}`, `zen:user:${String(ticket!['requester_id'])}`].map((subject) => ({
    subject,
  }));
  const news = events.flatMap((event) => webhooks.route(event, call(event), settings));
  const told = await pagesOf(news, zendesk.streams(settings), connection!.send);
  connection!.close();
  const [record] = told.get('tickets')!.asked;
  expect(record).toMatchObject({ key: String(ticket!.id), payload: { metric_set: { replies: 1 } } });
  expect(told.get('users')!.asked.map(({ key }) => key)).toEqual([String(ticket!['requester_id'])]);
});
