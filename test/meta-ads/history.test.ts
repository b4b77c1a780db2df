import { expect, it, onTestFinished } from 'vitest';
import metaAds from '../../connectors/meta-ads/index.ts';
import { openConnection } from '../../src/land/http/open.ts';
import { readContext } from '../../src/land/read-context.ts';
import type { Json, Listing, Page, Payload } from '../../src/sdk/index.ts';
import { MetaAds } from '../emulators/meta-ads.ts';
import { FakeClock } from '../land/http/vendor.ts';
import { fillAccount } from './account.ts';

/** An ad account of some months, and the way in which its history is read. */
async function open() {
  const clock = new FakeClock('2026-06-15T12:00:00Z');
  const meta = new MetaAds(clock);
  fillAccount(meta, '2026-04-01', 76);
  await meta.start();
  const connector = { ...metaAds, http: (own: typeof config) => ({ ...metaAds.http!(own), baseUrl: meta.url }) };
  const config = metaAds.parse(meta.settings);
  const { signal } = new AbortController();
  const { connection } = openConnection(connector, config, { allowPrivateAddresses: true, clock }, signal);
  onTestFinished(() => connection?.close());
  const context = readContext(connection, { signal, log: () => undefined });
  const { backfill } = metaAds.streams(config)['insights'] as Listing;
  return { meta, read: (cursor: Json) => backfill!(cursor, context) };
}

const key = (row: Payload) => `${String(row['date_start'])}/${String(row['ad_id'])} ${String(row['spend'])}`;
const expected = ({ delivered }: MetaAds) =>
  delivered.map(({ day, ad, cents }) => `${day}/${ad} ${(cents / 100).toFixed(2)}`).toSorted();
async function rowsOf(pages: AsyncIterable<Page>): Promise<string[]> {
  const rows: string[] = [];
  for await (const { records } of pages) rows.push(...records.map(({ payload }) => key(payload)));
  return rows.toSorted();
}
const reportsOf = ({ asked }: MetaAds) => asked.filter(({ method }) => method === 'POST').length;

it('reads months by reports, a month each', async () => {
  const { meta, read } = await open();
  expect(await rowsOf(read(null))).toEqual(expected(meta));
  expect(reportsOf(meta)).toBe(3);
});

it('asks for less where Meta does not finish a report, and gives up for now where that is no help', async () => {
  const { meta, read } = await open();
  meta.mostReportDays = 8;
  expect(await rowsOf(read(null))).toEqual(expected(meta));
  meta.mostReportDays = 0;
  const failed = await rowsOf(read(null)).catch((error: unknown) => error);
  expect(failed).toMatchObject({ kind: 'transient', message: expect.stringContaining('the report of 2026-04-01') });
});

it('goes on from any of its pages and misses nothing', async () => {
  const { meta, read } = await open();
  const rows = new Set<string>();
  let cursor: Json = null;
  for (let life = 0, ended = false; !ended && life < 20; life++) {
    ended = true;
    let pages = 0;
    for await (const page of read(cursor)) {
      for (const { payload } of page.records) rows.add(key(payload));
      ({ cursor } = page);
      // Now and then a life ends within a report: what it holds is read again.
      if (++pages > 1 + (life % 3)) {
        ended = false;
        break;
      }
    }
  }
  expect([...rows].toSorted()).toEqual(expected(meta));
});
