import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import zendesk from '../../connectors/zendesk/index.ts';
import { checkSource } from '../../src/land/check.ts';
import { openConnection } from '../../src/land/http/open.ts';
import type { RunOptions } from '../../src/land/run.ts';
import { connectSource } from '../../src/land/source.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { type Ticket, Zendesk } from '../emulators/zendesk.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { modelDatabase } from '../setup/database.ts';
import { fillDesk } from './desk.ts';

const url = await modelDatabase();
let store: Store;
beforeAll(async () => {
  store = await openStore({ url, entities });
});
afterAll(() => store.close());

/** A help desk, and a source in a workspace of its own that reads it. */
async function open(tickets = 150) {
  const clock = new FakeClock();
  const desk = new Zendesk(clock);
  fillDesk(desk, clock, tickets);
  await desk.start();
  const { id: workspaceId } = await createWorkspace(store.em(), { name: 'desk', currency: 'EUR', timeZone: 'UTC' });
  const sourceId = await connectSource(store, { connector: 'zendesk', name: 'desk', settings: {}, workspaceId });
  const config = zendesk.parse(desk.settings);
  const http = { allowPrivateAddresses: true, clock };
  // One stream after the other: the clock jumps while somebody sleeps, and would jump over what another has under way.
  const connector: typeof zendesk = { ...zendesk, http: (given) => ({ ...zendesk.http!(given), concurrency: 1 }) };
  const sync = (more: Partial<RunOptions<typeof config>> = {}) =>
    syncSource(store, { workspaceId, sourceId, connector, config, http, ...more });
  return { desk, clock, http, config, workspaceId, sync };
}

async function rows(workspaceId: string, columns: string, table: string): Promise<Record<string, unknown>[]> {
  const found = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) as row from (
      select ${sql.raw(columns)} from ${sql.table(table)} where workspace_id = ${workspaceId}) t
    order by to_jsonb(t) ->> 'external_id' collate "C"`.execute(store.em().getKysely());
  return found.rows.map(({ row }) => row);
}

const statuses: Record<string, string> = { pending: 'PENDING', solved: 'SOLVED', closed: 'MERGED' };
const time = (value: unknown) => (value == null ? null : Date.parse(String(value)));

/** A ticket as it should be kept. */
function expected({ id, status, created_at: createdAt, metric_set: metrics, ...ticket }: Ticket) {
  const { calendar } = metrics['reply_time_in_minutes'] as { calendar: number | null };
  return {
    external_id: String(id),
    subject: ticket['subject'],
    priority: ticket['priority'],
    status: statuses[status] ?? 'OPEN',
    opened: time(createdAt),
    replied: calendar === null ? null : time(createdAt)! + calendar * 60_000,
    solved: time(metrics['solved_at']),
    reopens: metrics['reopens'],
  };
}

/** Tickets, metric events and ratings are as the desk has them; nothing is missed, nothing is there twice. */
async function expectSame(workspaceId: string, desk: Zendesk): Promise<void> {
  const columns = 'external_id, subject, priority, status, opened_at, first_reply_at, solved_at, reopens';
  const kept = (await rows(workspaceId, columns, 'tickets')).map(
    ({ opened_at: opened, first_reply_at: replied, solved_at: solved, ...row }) => ({
      ...row,
      opened: time(opened),
      replied: time(replied),
      solved: time(solved),
    }),
  );
  const there = [...desk.tickets.values()].filter(({ status }) => status !== 'deleted').map(expected);
  expect(kept).toEqual(there);
  const replies = desk.metricEvents.filter(({ metric, type }) => metric === 'reply_time' && type === 'fulfill');
  const events = await rows(workspaceId, 'external_id, kind, actor, public', 'ticket_events');
  expect(events).toEqual(
    replies.map(({ id }) => ({ external_id: String(id), kind: 'COMMENT', actor: 'AGENT', public: true })),
  );
  const answers = await rows(workspaceId, 'external_id, score::float', 'survey_answers');
  const score = (rating: unknown) => (rating === 'offered' ? null : Number(rating === 'good'));
  expect(answers).toEqual(
    [...desk.ratings.values()]
      .toSorted((a, b) => a.id - b.id)
      .map((rating) => ({ external_id: String(rating.id), score: score(rating['score']) })),
  );
}

it('reads a whole help desk, exactly', async () => {
  const { desk, workspaceId, config, http, sync } = await open();
  expect(await checkSource(zendesk, config, http)).toEqual({ account: new URL(desk.settings.url).host });
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', rejected: 0 });
  await expectSame(workspaceId, desk);
  const named = await rows(workspaceId, 'name, email, phone', 'identities');
  expect(named.filter(({ name }) => name !== null)).toHaveLength(90);
  expect(named).toContainEqual({ name: 'C0', email: 'c0@example.com', phone: '+390612345678' });
  // The agent is no customer of ours; the ticket that was opened for them stands without a name.
  expect(named.filter(({ name }) => name === null)).toEqual([{ name: null, email: null, phone: null }]);
});

it('writes nothing where nothing changed, and asks each export once', async () => {
  const { desk, clock, sync } = await open();
  await sync();
  clock.advance(60_000);
  const before = desk.asked.length;
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
  expect(desk.asked.slice(before).filter((path) => path.includes('/incremental/'))).toHaveLength(3);
  expect(desk.asked.length - before).toBe(4);
  clock.advance(86_400_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
});

it('reads what changed since, by people or by the system', async () => {
  const { desk, clock, workspaceId, sync } = await open(60);
  await sync();
  clock.advance(60_000);
  const live = [...desk.tickets.values()].filter(({ status }) => status === 'new');
  const [first, second, third] = live.map(({ id }) => id) as [number, number, number];
  desk.solve(first);
  desk.rate(first, 'offered', 900_000_000_000);
  desk.change(second, { priority: 'urgent' }, {}, true);
  desk.change(third, { status: 'in-review' });
  const customer = [...desk.users.values()][5]!;
  desk.users.set(customer.id, { ...customer, name: 'Renamed', updated_at: desk.now() });
  // The last minute is not shown yet.
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 1 });
  clock.advance(60_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 5 });
  // What was just shown is too young to begin from.
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', written: 0 });
  await expectSame(workspaceId, desk);
  expect(await rows(workspaceId, 'name', 'identities')).toContainEqual({ name: 'Renamed' });
  clock.advance(3_600_000);
  desk.rate(first, 'bad', 900_000_000_000);
  clock.advance(3_600_000);
  desk.rate(first, 'good', 900_000_000_000);
  await sync();
  await expectSame(workspaceId, desk);
});

it('ends tickets and users that were deleted, and takes back a ticket that was restored', async () => {
  const { desk, clock, workspaceId, sync } = await open(10);
  await sync();
  const [ticket] = [...desk.tickets.values()].filter(({ status }) => status === 'new');
  const rest = [...desk.tickets.values()].filter(({ id, status }) => id !== ticket!.id && status !== 'deleted');
  desk.remove(ticket!.id);
  const gone = [...desk.users.values()].at(-1)!;
  desk.users.set(gone.id, { ...gone, active: false, updated_at: desk.now() });
  clock.advance(120_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED', deleted: 2, rejected: 0 });
  const kept = async () => (await rows(workspaceId, 'external_id', 'tickets')).map((row) => row['external_id']);
  expect(await kept()).toEqual(rest.map(({ id }) => String(id)));
  expect(await rows(workspaceId, 'name', 'identities')).not.toContainEqual({ name: gone['name'] });
  desk.change(ticket!.id, { status: 'open', subject: 'Found again', requester_id: ticket!['requester_id'] });
  clock.advance(120_000);
  await sync();
  expect(await kept()).toHaveLength(rest.length + 1);
  await expectSame(workspaceId, desk);
});

it('misses nothing while tickets change, requests are turned away and the reading is stopped again and again', async () => {
  const { desk, clock, workspaceId, sync } = await open();
  const ids = [...desk.tickets.values()].filter(({ status }) => status === 'new').map(({ id }) => id);
  let edits = 0;
  desk.between = () => {
    if (edits >= 80) return;
    clock.advance((edits % 3) * 1000);
    for (let turn = 0; turn < 2; turn++) desk.change(ids[(edits * 7) % ids.length]!, { subject: `Edit ${++edits}` });
    if (edits % 9 === 0) desk.turnAway = 2;
  };
  const ended: string[] = [];
  for (let run = 0; run < 14; run++) {
    const controller = new AbortController();
    let reports = 0;
    const onProgress = () => void (++reports > 2 + (run % 2) && controller.abort());
    ended.push((await sync({ signal: controller.signal, onProgress })).status);
  }
  expect(ended.filter((status) => status === 'CANCELLED').length).toBeGreaterThan(5);
  await sync();
  expect(edits).toBeGreaterThanOrEqual(80);
  clock.advance(180_000);
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  await expectSame(workspaceId, desk);
});

it('keeps to ten exports a minute, and waits as long as it is told', async () => {
  const { desk, clock, sync } = await open(400);
  desk.turnAway = 1;
  expect(await sync()).toMatchObject({ status: 'SUCCEEDED' });
  const exported = desk.asked.filter((path) => path.includes('/incremental/')).length;
  expect(exported).toBeGreaterThan(20);
  expect(clock.sleeps[0]).toBe(93_000);
  expect(desk.overrun).toBe(0);
});

it('takes an access token of OAuth, and says what is wrong with credentials without showing them', async () => {
  const { desk, config, http } = await open(1);
  const account = new URL(desk.settings.url).host;
  const byToken = (accessToken: string) =>
    checkSource(zendesk, zendesk.parse({ url: desk.settings.url, accessToken }), http);
  expect(await byToken(desk.accessToken)).toEqual({ account });
  const wrong = await byToken('wrong-token').catch((error: unknown) => error);
  expect(wrong).toMatchObject({ kind: 'auth', message: expect.stringContaining('Give the source new credentials') });
  expect(String(wrong)).not.toContain('wrong-token');
  desk.role = 'agent';
  await expect(checkSource(zendesk, config, http)).rejects.toMatchObject({ kind: 'scope' });
});

it('blots out the secrets that were given, and no word for those that were not', async () => {
  const { config, http } = await open(1);
  const { connection, redactor } = openConnection(zendesk, config, http, new AbortController().signal);
  connection?.close();
  expect(redactor.redact('emulator-token is undefined')).toBe('*** is undefined');
});
