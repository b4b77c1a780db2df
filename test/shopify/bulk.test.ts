import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import shopify from '../../connectors/shopify/index.ts';
import { readDeclared } from '../../src/land/declared/read.ts';
import { readContext } from '../../src/land/read-context.ts';
import type { Json, Listing, Page } from '../../src/sdk/index.ts';
import { adminSchema, hasSchema } from '../emulators/shopify/schema.ts';
import { Shopify } from '../emulators/shopify.ts';
import { connectTo, FakeClock } from '../land/http/vendor.ts';
import { fillShop } from './shop.ts';

/** Records as text, by their keys; the last of each counts. */
async function gather(pages: AsyncIterable<Page>, into = new Map<string, string>()): Promise<Map<string, string>> {
  for await (const page of pages) for (const { key, payload } of page.records) into.set(key, JSON.stringify(payload));
  return into;
}

describe.skipIf(!hasSchema)('a back-fill in bulk (skipped where ../shared/fixtures is absent)', () => {
  beforeAll(() => void adminSchema());

  async function open(orders: number) {
    const clock = new FakeClock();
    const shop = new Shopify(clock);
    fillShop(shop, { orders, tied: Math.floor(orders / 3) });
    await shop.start();
    onTestFinished(() => shop.stop());
    const config = shopify.parse(shop.settings);
    const connection = connectTo(shopify.http!(config), { clock });
    const context = readContext(connection, { signal: new AbortController().signal, log: () => undefined });
    const list = (name: string) =>
      shopify.streams(config)[name] as Listing & { backfill: NonNullable<Listing['backfill']> };
    /** The list by itself, without what reads it in bulk. */
    const read = (name: string) => {
      const { backfill: _, ...plain } = list(name);
      return readDeclared(connection, plain as Listing, null, context);
    };
    return { shop, clock, context, list, read };
  }

  it.each(['products', 'customers', 'orders'])('gives the %s that the list gives, to the letter', async (name) => {
    const { shop, context, list, read } = await open(150);
    const paged = await gather(read(name));
    const bulk = await gather(list(name).backfill(null, context));
    expect(new Map([...bulk].toSorted())).toEqual(new Map([...paged].toSorted()));
    expect(bulk.size).toBe(shop[name as 'orders'].size);
  });

  it('goes on in the same file wherever it is killed, and takes nothing twice', async () => {
    const { shop, context, list, read } = await open(620);
    const taken: string[] = [];
    let cursor: Json = null;
    for (let run = 0, done = false; !done; run++) {
      expect(run).toBeLessThan(10);
      done = true;
      for await (const page of list('orders').backfill(cursor, context)) {
        taken.push(...page.records.map(({ key }) => key));
        cursor = JSON.parse(JSON.stringify(page.cursor)) as Json;
        done = false;
        break;
      }
    }
    expect(shop.operations).toHaveLength(1);
    expect(taken.toSorted()).toEqual([...(await gather(read('orders'))).keys()].toSorted());
  });

  it('asks another operation for the rest of one that broke off', async () => {
    const { shop, context, list, read } = await open(150);
    shop.nextBulk = 'BROKEN_OFF';
    const bulk = await gather(list('orders').backfill(null, context));
    expect(shop.operations.map(({ query }) => query.includes('updated_at:>='))).toEqual([false, true]);
    expect(new Map([...bulk].toSorted())).toEqual(new Map([...(await gather(read('orders')))].toSorted()));
  });

  it.each(['EXPIRED', 'FAILED'] as const)(
    'says that an operation %s, and begins another the next time',
    async (end) => {
      const { shop, context, list } = await open(30);
      shop.nextBulk = end;
      let cursor: Json = null;
      const failing = async () => {
        for await (const page of list('orders').backfill(cursor, context)) cursor = page.cursor;
      };
      await expect(failing()).rejects.toMatchObject({
        kind: 'transient',
        message: expect.stringMatching(/orders ended/),
      });
      const bulk = await gather(list('orders').backfill(cursor, context));
      expect([bulk.size, shop.operations.length]).toEqual([30, 2]);
    },
  );

  it('waits while the shop works on as many operations as it takes at once', async () => {
    const { shop, clock, context, list } = await open(10);
    await Promise.all(
      Array.from({ length: 5 }, () => list('orders').backfill(null, context)[Symbol.asyncIterator]().next()),
    );
    shop.between = () => {
      if (clock.sleeps.length > 3) shop.operations[0]!.status = 'COMPLETED';
    };
    expect((await gather(list('orders').backfill(null, context))).size).toBe(10);
    expect(clock.sleeps.length).toBeGreaterThan(3);
  });
});
