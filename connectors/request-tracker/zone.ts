import { idAt, instantAt, type Payload, recordsAt, type Send, SourceError } from '../../src/sdk/index.ts';

/** A time as TicketSQL reads it: in the user's zone, and without the seconds where it is written with a T. */
export const written = (instant: string): string => `'${instant.replace('T', ' ').replace('Z', '')}'`;

/** Tickets that are being worked on may change while they are looked at. */
const tries = 3;

/**
 * Throws where RT reads times in another zone than UTC, in which changes would be missed: the ticket that changed last must
 * be found by its own time.
 */
export async function checkZone(send: Send): Promise<void> {
  for (let turn = 0; turn < tries; turn++) {
    const last = (await find(send, 'id > 0'))[0];
    const changed = last && instantAt(last, 'LastUpdated');
    if (changed === undefined) return;
    const at = written(changed);
    const same = await find(send, `id = ${idAt(last!, 'id')} AND LastUpdated >= ${at} AND LastUpdated <= ${at}`);
    if (same.length > 0) return;
  }
  throw new SourceError(
    'config',
    'Request Tracker reads times in another zone for this user: set the time zone of the user to UTC in RT',
  );
}

async function find(send: Send, query: string): Promise<Payload[]> {
  const newestFirst = { orderby: 'LastUpdated', order: 'DESC', fields: 'LastUpdated', per_page: 1 };
  return recordsAt((await send({ path: '/tickets', query: { ...newestFirst, query } })).body as Payload, 'items');
}
