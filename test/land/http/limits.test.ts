import fc from 'fast-check';
import { expect, it } from 'vitest';
import { connectTo, FakeClock, startVendor } from './vendor.ts';

it('never sends more than a bucket holds in any window, whatever the weights and pauses', async () => {
  const clock = new FakeClock();
  const vendor = await startVendor(() => ({ body: [] }));
  const pauses = fc.array(
    fc.record({ pause: fc.integer({ min: 0, max: 4000 }), weight: fc.integer({ min: 1, max: 3 }) }),
    {
      minLength: 1,
      maxLength: 25,
    },
  );
  await fc.assert(
    fc.asyncProperty(pauses, fc.integer({ min: 3, max: 6 }), async (requests, capacity) => {
      const weight = ({ query }: { query?: Record<string, unknown> }) => Number(query?.['weight']);
      const connection = connectTo(
        { baseUrl: vendor.url, limits: [{ kind: 'bucket', capacity, perSeconds: 10, weight }] },
        { clock },
      );
      const sent: { at: number; weight: number }[] = [];
      for (const one of requests) {
        clock.advance(one.pause);
        await connection.send({ path: '/', query: { weight: one.weight } });
        sent.push({ at: clock.now(), weight: one.weight });
      }
      for (const { at } of sent) {
        const inWindow = sent.filter((other) => other.at >= at && other.at < at + 10_000);
        expect(inWindow.reduce((sum, other) => sum + other.weight, 0)).toBeLessThanOrEqual(capacity);
      }
    }),
    { numRuns: 15 },
  );
});

it('shares a bucket among requests that are sent at the same time', async () => {
  const clock = new FakeClock();
  const times: number[] = [];
  const vendor = await startVendor(() => {
    times.push(clock.now());
    return { body: [] };
  });
  const connection = connectTo(
    { baseUrl: vendor.url, limits: [{ kind: 'bucket', capacity: 2, perSeconds: 1 }] },
    { clock },
  );
  await Promise.all(Array.from({ length: 6 }, () => connection.send({ path: '/' })));
  expect(clock.sleeps).toEqual([1000, 1000]);
});

it.each([
  ['seconds', '30'],
  ['milliseconds', '30000'],
  ['epoch', String(Date.parse('2026-06-01T00:00:30Z') / 1000)],
  ['iso', '2026-06-01T00:00:30Z'],
] as const)('waits for the reset once nothing remains, given as %s', async (resetIs, reset) => {
  const clock = new FakeClock('2026-06-01T00:00:00Z');
  let remaining = 2;
  const vendor = await startVendor(() => ({
    headers: { 'x-remaining': String(--remaining), 'x-reset': reset },
    body: [],
  }));
  const limits = [{ kind: 'headers', remaining: 'X-Remaining', reset: 'X-Reset', resetIs }] as const;
  const connection = connectTo({ baseUrl: vendor.url, limits }, { clock });
  await connection.send({ path: '/' });
  await connection.send({ path: '/' });
  expect(clock.sleeps).toEqual([]);
  await connection.send({ path: '/' });
  expect(clock.sleeps).toEqual([30_000]);
});

it('waits until a GraphQL query can be paid', async () => {
  const clock = new FakeClock();
  const cost = {
    requestedQueryCost: 300,
    throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 100, restoreRate: 50 },
  };
  const vendor = await startVendor(() => ({ body: { data: {}, extensions: { cost } } }));
  const limits = [{ kind: 'graphqlCost', at: 'extensions.cost' }] as const;
  const connection = connectTo({ baseUrl: vendor.url, limits }, { clock });
  await connection.send({ method: 'POST', path: '/graphql', body: { query: '{ shop { id } }' } });
  await connection.send({ method: 'POST', path: '/graphql', body: { query: '{ shop { id } }' } });
  expect(clock.sleeps).toEqual([4000]);
});

it('waits as long as the vendor says within its answer, and takes its word on what an answer means', async () => {
  const clock = new FakeClock();
  const answers = [{ wait: 90 }, { wait: 0.5 }, { fine: true }, { forbidden: true }, { wait: 3600 }];
  const vendor = await startVendor(() => ({ body: answers.shift()! }));
  const connection = connectTo(
    {
      baseUrl: vendor.url,
      retryable({ body }) {
        const { wait, forbidden } = body as { wait?: number; forbidden?: boolean };
        if (forbidden) return 'scope';
        return wait === undefined ? undefined : { verdict: 'ratelimit', seconds: wait };
      },
    },
    { clock },
  );
  expect((await connection.send({ path: '/' })).body).toEqual({ fine: true });
  expect(clock.sleeps).toEqual([90_000, 500]);
  await expect(connection.send({ path: '/' })).rejects.toMatchObject({ kind: 'scope' });
  await expect(connection.send({ path: '/' })).rejects.toThrow('asks to wait 60 minutes');
});
