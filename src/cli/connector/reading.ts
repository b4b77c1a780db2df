import type { Cursor, DeclaredStream, Limit, Listing, Stream } from '../../sdk/index.ts';

type AnyStream = Stream | DeclaredStream;

/** How a stream is read, in words. */
export function readingOf(stream: AnyStream): string {
  if (stream.read) return "in the connector's own way";
  if ('parent' in stream) return `those of every record of another list: ${listed(stream.parent)}`;
  return `${stream.backfill ? 'first all that there was, by an export; then ' : ''}${listed(stream)}`;
}

function listed(list: Listing): string {
  const size = 'size' in list.paging && list.paging.size ? `, ${list.paging.size.max} to a page` : '';
  if (list.cursor === 'scan') return `all each time${size}`;
  if (list.replace === 'day') return `whole days anew, the last ${list.cursor.lookbackDays ?? 0} each time`;
  const { field } = list.cursor;
  const fields = (typeof field === 'string' ? [field] : field).map(code).join(' or ');
  return `what changed by ${fields}, ${order(list.cursor)}${size}`;
}

function order(cursor: Cursor): string {
  const parts = [{ asc: 'oldest first', desc: 'newest first', none: 'in no order' }[cursor.order]];
  if (cursor.windowDays !== undefined) parts.push(`${days(cursor.windowDays)} at a time`);
  if (cursor.lookbackDays) parts.push(`the last ${days(cursor.lookbackDays)} again each time`);
  if (cursor.lagSeconds) parts.push(`what is younger than ${cursor.lagSeconds} s asked for again`);
  return parts.join(', ');
}

/** How the end of a record is told, in words. */
export function endsOf({ deletes, ...stream }: AnyStream): string {
  if ('replace' in stream && stream.replace) return 'missing from its day';
  if (deletes === 'scan') return 'missing from the whole list';
  return deletes ? 'the record says so' : '';
}

/** A limit, in words. */
export function limitOf(limit: Limit): string {
  switch (limit.kind) {
    case 'bucket': {
      const what = limit.weight ? 'requests, some of which count more or nothing' : 'requests';
      return `At most ${limit.capacity} ${what}, in ${limit.perSeconds} s.`;
    }
    case 'headers':
      return `As the header ${code(limit.remaining)} tells, until what ${code(limit.reset)} says.`;
    case 'graphqlCost':
      return `By the cost of queries, as answers tell at ${code(limit.at)}.`;
  }
}

const days = (count: number) => (count === 1 ? 'day' : `${count} days`);
export const code = (name: string): string => `\`${name}\``;
