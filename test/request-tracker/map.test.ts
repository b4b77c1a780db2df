import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import tracker from '../../connectors/request-tracker/index.ts';
import { withHistory } from '../../connectors/request-tracker/history.ts';
import { checkSource } from '../../src/land/check.ts';
import type { Draft, DraftData, Json, Payload } from '../../src/sdk/index.ts';
import { SourceError } from '../../src/sdk/index.ts';
import { validateDraft } from '../../src/unify/validate.ts';
import { startVendor } from '../land/http/vendor.ts';

const root = resolve(import.meta.dirname, '../..');
const settings = { url: 'https://rt.example/', token: '1-14-0123456789abcdef' };
const streams = tracker.streams(tracker.parse(settings));
const data = <T extends Draft['type']>(drafts: Draft[], type: T): DraftData[T][] =>
  drafts.filter((draft) => draft.type === type).map((draft) => draft.data as DraftData[T]);
const fixture = (stream: string): { record: Payload; drafts: Draft[] }[] =>
  JSON.parse(readFileSync(join(root, `connectors/request-tracker/fixtures/${stream}.json`), 'utf8')) as [];
const [solved, reopened] = fixture('tickets').map(({ record }) => record) as [Payload, Payload];
const ticketOf = (record: Payload) => data(streams['tickets']!.map(record), 'ticket')[0];

it.each(Object.keys(streams))('maps %s as the golden file says, to drafts that are valid', (stream) => {
  const recorded = fixture(stream);
  expect(recorded.length).toBeGreaterThan(1);
  for (const { record, drafts } of recorded) {
    expect(streams[stream]!.map(record)).toEqual(drafts);
    expect(drafts.flatMap(validateDraft)).toEqual([]);
  }
});

it('takes the first word of somebody who did not ask for the first answer, whoever was copied in', () => {
  const history = reopened['history'] as Payload[];
  const copied = { ...reopened, Cc: [{ id: 'root', type: 'user' }] };
  expect(ticketOf(reopened)).toMatchObject({ firstReplyAt: '2026-05-04T11:00:00Z' });
  expect(ticketOf(copied)).not.toHaveProperty('firstReplyAt');
  expect(ticketOf({ ...reopened, history: history.slice(0, 1) })).not.toHaveProperty('firstReplyAt');
});

it('knows no solution of a ticket that is open again, and a solution of a status that is the house’s own', () => {
  expect(ticketOf({ ...reopened, Status: 'open' })).not.toHaveProperty('solvedAt');
  expect(ticketOf({ ...solved, Status: 'shipped-spare' })).toMatchObject({
    status: 'SOLVED',
    solvedAt: '2026-05-04T10:32:11Z',
  });
});

it('asks for all pages of a long history, and for none of a ticket that is gone', async () => {
  const step = (id: number) => ({ id: String(id), Type: 'Correspond' });
  const pages = [Array.from({ length: 100 }, (_, id) => step(id)), [step(100)]];
  const send = (request: { path: string; query?: Record<string, unknown> }) => {
    if (request.path.startsWith('/ticket/9/')) throw new SourceError('gone', 'GET /ticket/9/history answered 404');
    const items = pages[Number(request.query!['page']) - 1]! as Json;
    return Promise.resolve({ status: 200, headers: {}, body: { items } });
  };
  const full = await withHistory([{ id: 1 }, { id: 9 }], send);
  expect(full.map(({ history }) => (history as Json[]).length)).toEqual([101, 0]);
});

it('reads a record that has not changed as the same text, in whatever order RT writes its fields', async () => {
  const send = (items: Json) => () => Promise.resolve({ status: 200, headers: {}, body: { items } });
  const first = await withHistory([{ id: 1, Status: 'new' }], send([{ id: '7', Type: 'Correspond' }]));
  const again = await withHistory([{ Status: 'new', id: 1 }], send([{ Type: 'Correspond', id: '7' }]));
  expect(JSON.stringify(again)).toBe(JSON.stringify(first));
});

it('refuses to read for a user whose times are of another zone than UTC', async () => {
  const newest = { id: 7, LastUpdated: '2026-05-04T10:32:13Z' };
  const state = { shiftHours: 5 };
  const vendor = await startVendor(({ query, headers }) => {
    if (headers.authorization !== `token ${settings.token}`) return { status: 401, body: { message: 'Unauthorized' } };
    const asked = /LastUpdated >= '([\d-]+) ([\d:]+)'/.exec(query.get('query')!);
    const at = asked && Date.parse(`${asked[1]}T${asked[2]}Z`) + state.shiftHours * 3_600_000;
    return { body: { items: at === null || at === Date.parse(newest.LastUpdated) ? [newest] : [] } };
  });
  const check = (token: string) =>
    checkSource(tracker, tracker.parse({ url: vendor.url, token }), { allowPrivateAddresses: true });
  await expect(check(settings.token)).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining('set the time zone of the user to UTC'),
  });
  state.shiftHours = 0;
  expect(await check(settings.token)).toEqual({ account: new URL(vendor.url).host });
  await expect(check('1-14-another')).rejects.toMatchObject({ kind: 'auth' });
});

it.each([
  [{}, 'token is required, or username and password'],
  [{ token: 't', username: 'u', password: 'p' }, 'username goes without token: give one of them'],
  [{ username: 'u' }, 'password is required with username'],
])('names the setting at fault: %j', (written, message) => {
  expect(() => tracker.parse({ url: settings.url, ...written })).toThrow(message);
});

const shared = resolve(root, '../shared/fixtures/request-tracker5');

describe.skipIf(!existsSync(shared))('what an RT of version 5 said (../shared/fixtures, skipped where absent)', () => {
  const read = (file: string) => JSON.parse(readFileSync(join(shared, file), 'utf8')) as Payload;

  it('maps tickets as they are listed and as they stand alone, without times that were never set', () => {
    const history = read('ticket_history.json')['items']!;
    for (const ticket of [...(read('tickets.json')['items'] as Payload[]), { ...read('ticket.json'), history }]) {
      const drafts = streams['tickets']!.map(ticket);
      expect(drafts.flatMap(validateDraft)).toEqual([]);
      expect(JSON.stringify(drafts)).not.toContain('1970');
    }
    expect(ticketOf({ ...read('ticket.json'), history })).toEqual({
      key: '1',
      email: 'ada@example.com',
      subject: 'Where is my order 1001?',
      status: 'SOLVED',
      openedAt: '2026-11-22T20:00:13Z',
      firstReplyAt: '2026-11-22T20:00:14Z',
      firstSolvedAt: '2026-11-22T20:00:14Z',
      solvedAt: '2026-11-22T20:00:14Z',
      reopens: 0,
    });
  });

  it('maps a user', () => {
    expect(streams['users']!.map(read('user.json'))).toEqual([
      { type: 'customer', data: { key: '27', email: 'ada@example.com', createdAt: '2026-11-22T20:00:13Z' } },
    ]);
  });
});
