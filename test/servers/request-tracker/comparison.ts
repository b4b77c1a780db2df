import { expect } from 'vitest';
import type { Kept } from '../source.ts';
import type { Item, RequestTracker } from './tracker.ts';

interface Ticket extends Item {
  Status: string;
  Subject: string;
  Resolved: string;
  Created: string;
  Requestor: { id: string }[];
}

interface Step extends Item {
  Type: string;
  Created: string;
  OldValue: string;
  NewValue: string;
  Creator: { id: string };
}

const statuses: Record<string, string> = {
  new: 'OPEN',
  open: 'OPEN',
  stalled: 'PENDING',
  resolved: 'SOLVED',
  rejected: 'CLOSED',
  deleted: 'SPAM',
};
const time = (value: unknown) => (value == null ? null : Date.parse(String(value)));

/** A ticket as it should be kept; RT gives under the number of a merged one the ticket that took it in. */
async function expected(tracker: RequestTracker, number: number) {
  const ticket = await tracker.ask<Ticket>(`/ticket/${number}`);
  if (Number(ticket.id) !== number) return { external_id: String(number), status: 'MERGED' };
  const status = statuses[ticket.Status]!;
  if (status === 'SPAM') return { external_id: String(number), status };
  const { items } = await tracker.ask<{ items: Step[] }>(
    `/ticket/${number}/history?per_page=100&fields=Type,Created,Creator,OldValue,NewValue`,
  );
  const askers = ticket.Requestor.map(({ id }) => id);
  const answer = items.find(({ Type: type, Creator: by }) => type === 'Correspond' && !askers.includes(by.id));
  const ended = (name: string) => ['resolved', 'rejected', 'deleted'].includes(name);
  const changes = items.filter(({ Type: type }) => type === 'Status');
  return {
    external_id: String(number),
    status,
    subject: ticket.Subject,
    opened: time(ticket.Created),
    replied: time(answer?.Created),
    solved: status === 'SOLVED' || status === 'CLOSED' ? time(ticket.Resolved) : null,
    reopens: changes.filter((change) => ended(change.OldValue) && !ended(change.NewValue)).length,
    email: askers[0],
  };
}

/** Tickets, merged and deleted ones among them, and customers are as RT has them: none is missing, none is there twice. */
export async function expectSame(source: Kept, tracker: RequestTracker): Promise<void> {
  const kept = await source.rows(
    `status, subject, opened_at, first_reply_at, solved_at, reopens,
     (select email from identities i where i.workspace_id = tickets.workspace_id and i.id = tickets.identity_id) as email`,
    'tickets',
  );
  const last = Number(kept.at(-1)?.['external_id']);
  // There is none after the last.
  await expect(tracker.ask(`/ticket/${last + 1}`)).rejects.toThrow('404');
  expect(kept.map((row) => Number(row['external_id']))).toEqual(Array.from({ length: last }, (_, index) => index + 1));
  for (const row of kept) {
    const { opened_at: opened, first_reply_at: replied, solved_at: solved, ...rest } = row;
    const found = { ...rest, opened: time(opened), replied: time(replied), solved: time(solved) };
    expect(found).toMatchObject(await expected(tracker, Number(row['external_id'])));
  }
  const customers = await source.rows('email, name', 'identities');
  expect(new Set(customers.map(({ email }) => email)).size).toBe(customers.length);
  expect(customers.map(({ email }) => email)).not.toContain('root@localhost');
}
