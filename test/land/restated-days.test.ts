import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { DeclaredStream } from '../../src/sdk/index.ts';
import { FakeClock, startVendor } from './http/vendor.ts';
import { openModel, openSource } from './one-stream.ts';

const store = await openModel();

/** What was spent, by ad and day: "a 2026-05-01". */
type Report = Map<string, string>;

const spend: DeclaredStream = {
  ...{ entities: ['adSpend'], personalData: false, firstParty: false },
  request: { path: '/report' },
  records: 'rows',
  key: ({ ad, day }) => `${String(ad)} ${String(day)}`,
  paging: { kind: 'token', at: 'next', in: 'after' },
  replace: 'day',
  cursor: {
    ...{ field: 'day', step: 'day', order: 'none', windowDays: 5, lookbackDays: 12, start: '2026-05-01' },
    between: (from, to) => ({ query: { from, to } }),
  },
  map: ({ ad, day, spent }) => [
    {
      type: 'adSpend',
      data: { key: `${String(ad)} ${String(day)}`, day: String(day), spend: String(spent), currency: 'EUR' },
    },
  ],
};

/** A vendor that gives three rows a page; `broken` is asked before every answer. */
async function reportVendor(report: Report, broken: () => boolean = () => false) {
  return startVendor(({ query }) => {
    if (broken()) return { status: 400, body: { error: 'cannot' } };
    const [from, to, after] = [query.get('from')!, query.get('to')!, Number(query.get('after') ?? 0)];
    const rows = [...report]
      .map(([key, spent]) => ({ ad: key.split(' ')[0]!, day: key.split(' ')[1]!, spent }))
      .filter(({ day }) => day >= from && day <= to)
      .toSorted((a, b) => a.ad.localeCompare(b.ad) || a.day.localeCompare(b.day));
    return { body: { rows: rows.slice(after, after + 3), next: after + 3 < rows.length ? after + 3 : null } };
  });
}

const days = Array.from({ length: 20 }, (_, index) => `2026-05-${String(index + 1).padStart(2, '0')}`);
const fullReport = (): Report => new Map(days.flatMap((day) => [`a ${day}`, `b ${day}`].map((key) => [key, '1.00'])));

async function open(report: Report, broken?: () => boolean) {
  const vendor = await reportVendor(report, broken);
  const source = await openSource(store(), spend, vendor.url, new FakeClock('2026-05-20T12:00:00Z'));
  return {
    ...source,
    asked: vendor.asked,
    async report() {
      const found = await source.rows(sql<{ key: string; spend: string }>`
        select external_id as key, spend from ad_spend where workspace_id = ${source.workspaceId} order by 1`);
      return new Map(found.map(({ key, spend: spent }) => [key, spent]));
    },
  };
}

const sorted = (report: Report) => [...report].toSorted(([a], [b]) => (a < b ? -1 : 1));

it('replaces whole days as far back as they are restated, and no others', async () => {
  const report = fullReport();
  const source = await open(report);
  expect(await source.sync()).toMatchObject({ read: 40, written: 40, deleted: 0 });
  report.delete('a 2026-05-03');
  report.delete('a 2026-05-12');
  report.set('b 2026-05-15', '2.50');
  report.set('c 2026-05-15', '7.00');
  expect(await source.sync()).toMatchObject({ written: 2, deleted: 1 });
  expect([...(await source.report())]).toEqual(sorted(new Map(report).set('a 2026-05-03', '1.00')));
  expect(await source.sync()).toMatchObject({ written: 0, deleted: 0 });
});

it('reads a window that was interrupted from its start, and removes nothing before it is read to its end', async () => {
  const report = fullReport();
  let refused = 0;
  const source = await open(report, () => refused > 0 && --refused === 0);
  await source.sync();
  report.delete('a 2026-05-09');
  report.delete('b 2026-05-13');
  const before = source.asked.length;
  refused = 3;
  expect(await source.sync()).toMatchObject({ status: 'FAILED', deleted: 0 });
  expect(await source.sync()).toMatchObject({ status: 'SUCCEEDED', deleted: 2 });
  expect(source.asked.slice(before).map(({ query }) => `${query.get('from')} ${query.get('after')}`)).toEqual([
    ...['2026-05-09 null', '2026-05-09 3', '2026-05-09 6'],
    ...['2026-05-09 null', '2026-05-09 3', '2026-05-09 6'],
    ...['2026-05-14 null', '2026-05-14 3', '2026-05-14 6', '2026-05-14 9', '2026-05-19 null', '2026-05-19 3'],
  ]);
  expect([...(await source.report())]).toEqual(sorted(report));
});

it('ends with what the vendor says, whatever is restated and wherever it is killed', async () => {
  const change = fc.record({
    ad: fc.constantFrom('a', 'b', 'c'),
    day: fc.constantFrom(...days.slice(8)),
    spent: fc.option(fc.integer({ min: 1, max: 999 }), { freq: 2 }),
  });
  const step = fc.record({
    changes: fc.array(change, { maxLength: 6 }),
    pages: fc.option(fc.integer({ min: 1, max: 8 }), { nil: Infinity }),
    dies: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const report = fullReport();
      const source = await open(report);
      for (const { changes, pages, dies } of steps) {
        await source.syncUntil(pages);
        for (const { ad, day, spent } of changes) {
          if (spent === null) report.delete(`${ad} ${day}`);
          else report.set(`${ad} ${day}`, (spent / 100).toFixed(2));
        }
        if (dies && changes.length > 0) await source.syncUntil(1);
      }
      // The first may only end what was interrupted.
      await source.sync();
      await source.sync();
      expect([...(await source.report())]).toEqual(sorted(report));
    }),
    { numRuns: 6 },
  );
});
