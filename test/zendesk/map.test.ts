import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import zendesk from '../../connectors/zendesk/index.ts';
import type { Draft, Json, Payload } from '../../src/sdk/index.ts';
import { FieldError } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';

const settings = { url: 'https://acme.zendesk.com', email: 'admin@example.com', apiToken: 'token' };
const streams = zendesk.streams(zendesk.parse(settings));
const map = (stream: string, payload: Payload): Draft[] => streams[stream]!.map(payload);

const ticket = {
  id: 147,
  status: 'solved',
  created_at: '2026-06-26T10:01:27Z',
  requester_id: 360786799676,
  subject: ' Where is my parcel? ',
  priority: 'high',
  via: { channel: 'web' },
  tags: ['parcel'],
  metric_set: {
    reopens: 0,
    solved_at: '2026-06-26T12:00:03Z',
    reply_time_in_minutes: { calendar: 7, business: 5 },
    first_resolution_time_in_minutes: { calendar: 118, business: 60 },
  },
} satisfies Payload;

const mapped = (fields: Payload) => map('tickets', { ...ticket, ...fields })[0]?.data;

it('maps a ticket with what was measured', () => {
  expect(map('tickets', ticket)).toEqual([
    {
      type: 'ticket',
      data: {
        key: '147',
        customerKey: '360786799676',
        subject: 'Where is my parcel?',
        channel: 'web',
        priority: 'high',
        status: 'SOLVED',
        openedAt: '2026-06-26T10:01:27Z',
        firstReplyAt: '2026-06-26T10:08:27Z',
        firstSolvedAt: '2026-06-26T12:00:03Z',
        solvedAt: '2026-06-26T12:00:03Z',
        reopens: 0,
      },
    },
  ]);
});

it('takes the reply to the second where Zendesk says it, and the first solution of a ticket that was reopened', () => {
  const metric_set = { ...ticket.metric_set, reopens: 2, reply_time_in_seconds: { calendar: 431 } };
  expect(mapped({ metric_set })).toMatchObject({
    firstReplyAt: '2026-06-26T10:08:38Z',
    firstSolvedAt: '2026-06-26T11:59:27Z',
    solvedAt: '2026-06-26T12:00:03Z',
    reopens: 2,
  });
});

it('says nothing of what was not measured', () => {
  const metric_set = { reopens: 0, solved_at: null, reply_time_in_minutes: { calendar: null, business: null } };
  const data = mapped({ status: 'new', metric_set, priority: null, requester_id: null, subject: '' });
  expect(data).toEqual({ key: '147', channel: 'web', status: 'OPEN', openedAt: ticket.created_at, reopens: 0 });
});

it.each<[string, Payload, string]>([
  ['new', {}, 'OPEN'],
  ['hold', {}, 'OPEN'],
  ['pending', {}, 'PENDING'],
  ['closed', {}, 'CLOSED'],
  ['closed', { tags: ['closed_by_merge'] }, 'MERGED'],
  ['in-review', {}, 'SOLVED'],
  ['in-review', { metric_set: { solved_at: null } }, 'OPEN'],
])('takes the status %s of %j as %s', (status, fields, expected) => {
  expect(mapped({ status, ...fields })).toMatchObject({ status: expected });
});

it('makes nothing of a deleted ticket', () => {
  expect(map('tickets', { ...ticket, status: 'deleted', subject: 'SCRUBBED' })).toEqual([]);
});

it('maps end users to customers, but no staff, and no number that several share', () => {
  const user = {
    id: 7,
    name: 'Molly',
    email: 'm@example.com',
    phone: '+390612345678',
    created_at: '2026-01-02T03:04:05Z',
  };
  const data = { key: '7', name: 'Molly', email: 'm@example.com', createdAt: '2026-01-02T03:04:05Z' };
  expect(map('users', { ...user, role: 'end-user' })).toEqual([
    { type: 'customer', data: { ...data, phone: '+390612345678' } },
  ]);
  expect(map('users', { ...user, shared_phone_number: true })).toEqual([{ type: 'customer', data }]);
  expect([...map('users', { ...user, role: 'agent' }), ...map('users', { ...user, role: 'admin' })]).toEqual([]);
});

it('takes the end of a reply time as the public comment of an agent, and makes no guess about other steps', () => {
  const event = {
    id: 9,
    ticket_id: 147,
    metric: 'reply_time',
    instance_id: 1,
    type: 'fulfill',
    time: '2026-06-26T10:08:38Z',
  };
  expect(map('ticket-metric-events', event)).toEqual([
    {
      type: 'ticketEvent',
      data: { key: '9', ticketKey: '147', at: event.time, kind: 'COMMENT', actor: 'AGENT', public: true },
    },
  ]);
  for (const other of [{ type: 'activate' }, { metric: 'requester_wait_time' }, { deleted: true }])
    expect(map('ticket-metric-events', { ...event, ...other })).toEqual([]);
});

it('tells answers from questions', () => {
  const rating = {
    id: 5,
    requester_id: 7,
    ticket_id: 147,
    created_at: '2026-06-27T00:00:00Z',
    updated_at: '2026-06-28T00:00:00Z',
  };
  const said = { key: '5', customerKey: '7', ticketKey: '147', kind: 'CSAT', scaleMin: '0', scaleMax: '1' };
  const survey = (score: string, comment: Json = null) =>
    map('satisfaction-ratings', { ...rating, score, comment })[0]?.data;
  expect(survey('good', 'Great!')).toEqual({ ...said, score: '1', answeredAt: rating.updated_at, comment: 'Great!' });
  expect(survey('bad')).toEqual({ ...said, score: '0', answeredAt: rating.updated_at });
  expect(survey('offered')).toEqual({ ...said, sentAt: rating.created_at });
  expect(survey('unoffered')).toBeUndefined();
});

it.each<[string, Payload, string]>([
  ['tickets', { ...ticket, created_at: null }, 'created_at is missing'],
  ['tickets', { ...ticket, created_at: 'yesterday' }, 'created_at is no time such as "2026-01-31T12:00:00Z"'],
  ['tickets', { ...ticket, status: null }, 'status is missing'],
  ['tickets', { ...ticket, metric_set: { reopens: -1 } }, 'reopens is no whole number'],
  ['satisfaction-ratings', { id: 1, score: 'fine' }, 'score is none of "good", "bad", "offered" and "unoffered"'],
  ['ticket-metric-events', { id: 1, metric: 'reply_time', type: 'fulfill' }, 'ticket_id is missing'],
  ['users', { name: 'Nobody' }, 'id is missing'],
])('says what is wrong with a record of %s', (stream, payload, reason) => {
  expect(() => map(stream, payload)).toThrow(reason);
});

function outcome(stream: string, payload: Payload): string {
  try {
    return Array.isArray(map(stream, payload)) ? 'drafts' : 'something else';
  } catch (error) {
    return error instanceof Error ? error.name : 'something else';
  }
}

it('maps whatever comes to drafts, or says why not', () => {
  const metric = { calendar: 9e15 };
  const anything = fc.dictionary(
    fc.constantFrom(
      ...['id', 'status', 'created_at', 'updated_at', 'requester_id', 'tags', 'via', 'metric_set', 'score'],
      ...['metric', 'type', 'time', 'ticket_id', 'role', 'email', 'phone', 'comment', 'subject'],
    ),
    fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        ...[7, 'good', 'open', 'reply_time', 'fulfill', '2026-01-01T00:00:00Z', '2026-13-01T00:00:00Z'],
        ...[{ reply_time_in_minutes: metric, solved_at: 0 }, { first_resolution_time_in_minutes: metric }],
      ),
    ),
  );
  fc.assert(
    fc.property(anything, fc.constantFrom(...Object.keys(streams)), (payload, stream) => {
      expect(outcome(stream, payload as Payload)).toMatch(/^(drafts|FieldError)$/);
    }),
    { numRuns: 500 },
  );
});

it('refuses settings that are wrong, and names them', () => {
  const { url, email, apiToken } = settings;
  expect(() => zendesk.parse({ ...settings, url: 'acme' })).toThrow('url must be the address of the help desk');
  expect(() => zendesk.parse({ ...settings, email: 'admin' })).toThrow('email must be an e-mail address');
  expect(() => zendesk.parse({ url })).toThrow('apiToken is required, or accessToken');
  expect(() => zendesk.parse({ url, apiToken })).toThrow('email is required with apiToken');
  expect(() => zendesk.parse({ ...settings, accessToken: 'x' })).toThrow('accessToken goes without apiToken');
  expect(() => zendesk.parse({ ...settings, subdomain: 'acme' })).toThrow('subdomain is no setting of Zendesk');
  expect(zendesk.parse({ url, accessToken: 'x' })).toEqual({ url, accessToken: 'x' });
  expect(zendesk.parse({ url, email, apiToken })).toEqual(settings);
});

const recorded = resolve(dirname(fileURLToPath(import.meta.url)), '../../../shared/fixtures/zendesk');

/** Every record within a recorded file, with the stream that it belongs to by what it holds. */
function recordsIn(json: Json): { stream: string; payload: Payload }[] {
  if (Array.isArray(json)) return json.flatMap(recordsIn);
  if (typeof json !== 'object' || json === null) return [];
  const has = (...fields: string[]) => fields.every((field) => field in json);
  const stream = has('status', 'requester_id', 'created_at', 'generated_timestamp')
    ? 'tickets'
    : has('role', 'email', 'created_at', 'restricted_agent')
      ? 'users'
      : has('instance_id', 'metric', 'ticket_id')
        ? 'ticket-metric-events'
        : has('score', 'ticket_id', 'requester_id')
          ? 'satisfaction-ratings'
          : undefined;
  // Measurements were recorded by themselves; the export has them within their ticket.
  if (has('reply_time_in_minutes', 'ticket_id'))
    return [{ stream: 'tickets', payload: { ...ticket, id: json['ticket_id']!, metric_set: json } }];
  // Recorded exchanges have what Zendesk sent under "api"; the rest is what another program made of it.
  return stream
    ? [{ stream, payload: json }]
    : Object.values('api' in json ? { api: json['api'] } : json).flatMap(recordsIn);
}

function parsed(file: string): Json {
  const text = readFileSync(join(recorded, file), 'utf8');
  return file.endsWith('.jsonl')
    ? text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Json] : []))
    : (JSON.parse(text) as Json);
}

describe.skipIf(!existsSync(recorded))('what Zendesk really sent (skipped where ../shared/fixtures is absent)', () => {
  const files = existsSync(recorded)
    ? readdirSync(recorded, { recursive: true, encoding: 'utf8' }).filter((file) => /\.jsonl?$/.test(file))
    : [];
  const found = files.flatMap((file) => recordsIn(parsed(file)).map((record) => ({ file, ...record })));

  it('maps to valid drafts, or is rejected with a true reason', () => {
    const rejected = found.flatMap(({ file, stream, payload }) => {
      try {
        const issues = map(stream, payload).flatMap(validateDraft);
        return issues.map(({ field, reason }) => `${file} ${stream}: ${field} ${reason}`);
      } catch (error) {
        return [`${file} ${stream}: ${error instanceof FieldError ? error.message : String(error)}`];
      }
    });
    expect(rejected).toEqual([]);
    expect(found.length).toBeGreaterThan(20);
    expect(new Set(found.map(({ stream }) => stream))).toEqual(new Set(Object.keys(streams)));
  });

  it('makes a draft of every end user, ticket and rating', () => {
    const silent = found.filter(({ stream, payload }) => map(stream, payload).length === 0);
    const staff = ({ payload }: { payload: Payload }) => payload['role'] === 'agent' || payload['role'] === 'admin';
    expect(silent.filter((one) => one.stream !== 'ticket-metric-events' && !staff(one))).toEqual([]);
  });
});
