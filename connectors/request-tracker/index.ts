import { z } from 'zod';
import { defineConnector, type HttpRequest, type Payload, settingsOf } from '../../src/sdk/index.ts';
import type { Auth, DeclaredStream, KeysetPaging } from '../../src/sdk/index.ts';
import { inOrder } from './field-order.ts';
import { withHistory } from './history.ts';
import { requestorId } from './people.ts';
import { mapTicket } from './ticket-map.ts';
import { mapUser } from './user-map.ts';
import { checkZone, written } from './zone.ts';

const given = z.string().min(1, 'is empty');
const settings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/, error: 'must be the address of Request Tracker, such as "https://rt.example"' })
      .describe('Where Request Tracker stands: "https://rt.example"'),
    token: given.describe('An authentication token: Logged in as → Settings → Auth Tokens').optional(),
    username: given.describe('Instead of a token').optional(),
    password: given.describe('Together with the user name').optional(),
  })
  .superRefine(({ token, username, password }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (token !== undefined && username !== undefined) wrong('username', 'goes without token: give one of them');
    if (token === undefined && username === undefined) wrong('token', 'is required, or username and password');
    if (username !== undefined && password === undefined) wrong('password', 'is required with username');
  });
type Settings = z.output<typeof settings>;

const authOf = ({ token, username, password }: Settings): Auth =>
  token === undefined
    ? { kind: 'basic', user: username!, password: password! }
    : { kind: 'header', name: 'authorization', value: `token ${token}` };

const size = { in: 'per_page', max: 100 };
const byChange: KeysetPaging = { kind: 'keyset', size, page: 'page' };
const key = ({ id }: Payload) => String(id);
const own = { personalData: true, firstParty: true, key };

const fields =
  'id,Subject,Status,Type,Priority,EffectiveId,Queue,Owner,Requestor,Cc,Created,Started,Resolved,Told,LastUpdated';
/** Sorted by two columns: of one parameter given twice only the path can tell. */
const path = `/tickets?orderby=LastUpdated&orderby=id&fields=${fields}`;
const expanded = { 'fields[Queue]': 'Name', 'fields[Requestor]': 'id,Name,EmailAddress', 'fields[Cc]': 'id,Name' };

/** Tickets by change. Those that were merged into others or deleted are in no such list. */
const tickets = {
  request: { path, query: { query: 'id > 0', ...expanded } },
  records: 'items',
  key,
  paging: byChange,
  cursor: {
    field: 'LastUpdated',
    step: 's',
    order: 'asc',
    lagSeconds: 30,
    since: (instant: string) => ({ query: { query: `LastUpdated >= ${written(instant)}` } }),
  },
} as const;

function requestorOf(ticket: Payload): HttpRequest | null {
  const id = requestorId(ticket);
  return id === undefined ? null : { path: `/user/${id}` };
}

/** RT shows a deleted ticket by its number alone, and under the number of a merged one the ticket that took it in. */
function endedTicket({ ObjectId: id, Type: type, NewValue: into }: Payload): HttpRequest | null {
  if (type !== 'AddLink') return { path: `/ticket/${id}` };
  // The link stands on both tickets.
  const survives = String(into).endsWith(`/ticket/${id}`);
  return survives ? null : { path, query: { query: `id = ${id} AND EffectiveId > 0`, ...expanded } };
}

const ended = "((Type = 'Status' AND NewValue = 'deleted') OR (Type = 'AddLink' AND Field = 'MergedInto'))";

const streams: Record<string, DeclaredStream> = {
  // RT cannot say which users have changed: those who asked for help are asked for with their tickets.
  users: {
    ...own,
    scopes: ['AdminUsers'],
    entities: ['customer'],
    parent: { ...tickets, children: requestorOf, inherit: (ticket) => ({ id: requestorId(ticket)! }) },
    records: (user) => [inOrder(user)],
    paging: { kind: 'none' },
    map: mapUser,
  },
  tickets: {
    ...own,
    scopes: ['SeeQueue', 'ShowTicket'],
    entities: ['ticket', 'ticketEvent'],
    ...tickets,
    complete: withHistory,
    map: mapTicket,
  },
  'ended-tickets': {
    ...own,
    scopes: ['SeeQueue', 'ShowTicket'],
    entities: ['ticket'],
    parent: {
      request: {
        path: '/transactions?orderby=Created&orderby=id&fields=id,Type,ObjectId,NewValue,Created',
        query: { query: `ObjectType = 'RT::Ticket' AND ${ended}` },
      },
      records: 'items',
      key,
      paging: byChange,
      cursor: {
        ...tickets.cursor,
        field: 'Created',
        since: (instant) => ({
          query: { query: `ObjectType = 'RT::Ticket' AND ${ended} AND Created >= ${written(instant)}` },
        }),
      },
      children: endedTicket,
    },
    records: (answer) => inOrder((answer as Payload)['items'] ?? [answer]),
    paging: { kind: 'none' },
    map: mapTicket,
  },
};

/** Request Tracker through its REST API, version 2. */
export default defineConnector({
  id: 'request-tracker',
  title: 'Request Tracker',
  version: '1',
  kind: 'HELPDESK',
  docs: 'connectors/request-tracker/README.md',
  ...settingsOf('Request Tracker', settings),
  secrets: ['token', 'password'],
  http: (config) => ({ baseUrl: `${config.url.replace(/\/+$/, '')}/REST/2.0`, auth: authOf(config) }),
  async check({ url }, send) {
    await checkZone(send);
    return { account: new URL(url).host };
  },
  streams: () => streams,
});
