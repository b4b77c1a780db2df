import { expect } from 'vitest';
import type { Kept } from '../source.ts';
import type { Item, RequestTracker } from './tracker.ts';

interface Ticket extends Item {
  Status: string;
  Subject: string;
  Resolved: string;
  Created: string;
  EffectiveId: string;
  Requestor: { id: string }[];
}

interface Step extends Item {
  Type: string;
  ObjectId: string;
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
};
const ended = (name: string) => ['resolved', 'rejected', 'deleted'].includes(name);
const time = (value: unknown) => (value == null ? null : Date.parse(String(value)));

/** All pages of a search. */
async function search<Found>(tracker: RequestTracker, path: string, query: string): Promise<Found[]> {
  const all: Found[] = [];
  for (let page = 1; ; page++) {
    const asked = `${path}&orderby=id&per_page=100&page=${page}&query=${encodeURIComponent(query)}`;
    const { items } = await tracker.ask<{ items: Found[] }>(asked);
    all.push(...items);
    if (items.length < 100) return all;
  }
}

/** A ticket as it should be kept. `steps` are the ticket's and those of the tickets that were merged into it. */
function expected(ticket: Ticket, steps: Step[]) {
  const key = { external_id: String(ticket.id) };
  if (String(ticket.EffectiveId) !== key.external_id) return { ...key, status: 'MERGED' };
  const status = statuses[ticket.Status]!;
  const askers = ticket.Requestor.map(({ id }) => id);
  const answer = steps.find(({ Type: type, Creator: by }) => type === 'Correspond' && !askers.includes(by.id));
  const changes = steps.filter(({ Type: type }) => type === 'Status');
  return {
    ...key,
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
export async function expectSame(source: Kept, tracker: RequestTracker, requests: number): Promise<void> {
  const fields = '/tickets?fields=id,Status,Subject,Resolved,Created,EffectiveId,Requestor';
  const tickets = await search<Ticket>(tracker, fields, 'id > 0 AND EffectiveId > 0');
  const steps = await search<Step>(
    tracker,
    '/transactions?fields=id,Type,ObjectId,Created,Creator,OldValue,NewValue',
    "ObjectType = 'RT::Ticket' AND (Type = 'Correspond' OR Type = 'Status')",
  );
  const home = new Map(tickets.map(({ id, EffectiveId: effective }) => [String(id), String(effective)]));
  const seen = new Map(
    tickets.map((ticket) => [
      String(ticket.id),
      expected(
        ticket,
        steps.filter(({ ObjectId: of }) => home.get(String(of)) === String(ticket.id)),
      ),
    ]),
  );
  const rows = await source.rows(
    `status, subject, opened_at, first_reply_at, solved_at, reopens,
     (select email from identities i where i.workspace_id = tickets.workspace_id and i.id = tickets.identity_id) as email`,
    'tickets',
  );
  const kept = rows.map(({ opened_at: opened, first_reply_at: replied, solved_at: solved, ...rest }) => ({
    ...rest,
    opened: time(opened),
    replied: time(replied),
    solved: time(solved),
  }));
  // What RT does not show any more was deleted; every number was given once.
  expect(kept).toMatchObject(
    Array.from({ length: requests }, (_, index) => String(index + 1)).map(
      (id) => seen.get(id) ?? { external_id: id, status: 'SPAM' },
    ),
  );
  const customers = await source.rows('email, name', 'identities');
  expect(new Set(customers.map(({ email }) => email)).size).toBe(customers.length);
  expect(customers.map(({ email }) => email)).not.toContain('root@localhost');
}
