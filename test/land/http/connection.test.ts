import { expect, it } from 'vitest';
import { TooMuch } from '../../../src/land/http/connection.ts';
import { systemClock } from '../../../src/land/http/clock.ts';
import { connectTo, FakeClock, type Reply, startVendor } from './vendor.ts';

/** A vendor that gives these replies one after the other, the last for ever. */
async function vendorOf(...replies: Reply[]) {
  let turn = 0;
  return startVendor(() => replies[Math.min(turn++, replies.length - 1)]!);
}

const orders = { path: '/orders' };
const fine: Reply = { body: { orders: [] } };

it.each<[string, Reply]>([
  ['a server error', { status: 503 }],
  ['a reset in the midst of the answer', { body: { orders: [1, 2, 3] }, cutAfter: 5 }],
  ['JSON that is cut off', { body: '{"orders": [1, 2' }],
  ['a page of HTML', { body: '<html>Maintenance</html>', headers: { 'content-type': 'text/html' } }],
  ['a request that took too long', { status: 408 }],
])('asks again after %s', async (_, trouble) => {
  const vendor = await vendorOf(trouble, trouble, fine);
  const clock = new FakeClock();
  const { body } = await connectTo({ baseUrl: vendor.url }, { clock }).send(orders);
  expect(body).toEqual({ orders: [] });
  expect(clock.sleeps).toEqual([1000, 2000]);
});

it('gives up after six tries and says what to expect', async () => {
  const vendor = await vendorOf({ status: 500, body: { message: 'database down' } });
  const failure = connectTo({ baseUrl: vendor.url }).send(orders);
  await expect(failure).rejects.toMatchObject({
    kind: 'transient',
    message: expect.stringMatching(/^GET \/orders answered 500 \(.*database down.*\), 6 times\. This often passes/),
  });
  expect(vendor.asked).toHaveLength(6);
});

it('takes an error inside a 200 as the connector says', async () => {
  const vendor = await vendorOf({ body: { code: 51002 } }, { body: { code: 40100 } }, fine);
  const clock = new FakeClock();
  const connection = connectTo(
    {
      baseUrl: vendor.url,
      retryable({ body }) {
        const code = (body as { code?: number }).code;
        return code === 51002 ? 'retry' : code === 40100 ? 'ratelimit' : undefined;
      },
    },
    { clock },
  );
  expect((await connection.send(orders)).body).toEqual({ orders: [] });
  expect(clock.sleeps).toHaveLength(2);
});

it.each<[string, (clock: FakeClock) => string | undefined, number]>([
  ['in seconds', () => '17', 17_000],
  ['as a date', (clock) => new Date(clock.now() + 42_000).toUTCString(), 42_000],
  ['not at all', () => undefined, 1000],
])('waits as long as Retry-After asks: %s', async (_, retryAfter, least) => {
  const clock = new FakeClock();
  const value = retryAfter(clock);
  const vendor = await vendorOf({ status: 429, headers: value === undefined ? {} : { 'retry-after': value } }, fine);
  await connectTo({ baseUrl: vendor.url }, { clock }).send(orders);
  const waited = clock.sleeps.reduce((sum, one) => sum + one, 0);
  expect(waited).toBeGreaterThanOrEqual(least);
  expect(waited).toBeLessThanOrEqual(least + 1000);
});

it('counts the wait until a date by the vendor’s clock', async () => {
  const clock = new FakeClock('2026-06-01T00:00:00Z');
  const headers = { date: 'Mon, 01 Jun 2026 01:00:00 GMT', 'retry-after': 'Mon, 01 Jun 2026 01:00:30 GMT' };
  const vendor = await vendorOf({ status: 429, headers }, fine);
  await connectTo({ baseUrl: vendor.url }, { clock }).send(orders);
  expect(clock.sleeps).toEqual([30_000]);
});

it('ends where the vendor asks for more patience than a run has', async () => {
  const vendor = await vendorOf({ status: 429, headers: { 'retry-after': '7200' } });
  await expect(connectTo({ baseUrl: vendor.url }).send(orders)).rejects.toMatchObject({
    kind: 'ratelimit',
    message: expect.stringContaining('asks to wait 120 minutes'),
  });
  expect(vendor.asked).toHaveLength(1);
});

it.each([
  [401, 'auth'],
  [403, 'scope'],
  [404, 'gone'],
  [410, 'gone'],
  [400, 'data'],
])('does not ask again after %i, which is of the kind %s', async (status, kind) => {
  const vendor = await vendorOf({ status, body: { message: 'no' } });
  await expect(connectTo({ baseUrl: vendor.url }).send(orders)).rejects.toMatchObject({ kind });
  expect(vendor.asked).toHaveLength(1);
});

it('tells apart what is too much at once', async () => {
  const vendor = await vendorOf({ status: 500, body: { error: 'Please reduce the amount of data' } });
  const retryable = () => 'shrink' as const;
  await expect(connectTo({ baseUrl: vendor.url, retryable }).send(orders)).rejects.toThrow(TooMuch);
});

it('follows redirects within the origin alone', async () => {
  const elsewhere = await vendorOf(fine);
  const vendor = await startVendor(({ path }) => {
    if (path === '/old') return { status: 301, headers: { location: '/orders' } };
    if (path === '/away') return { status: 302, headers: { location: `${elsewhere.url}/orders` } };
    if (path === '/round') return { status: 302, headers: { location: '/round' } };
    return fine;
  });
  const connection = connectTo({ baseUrl: vendor.url, auth: { kind: 'bearer', token: 'secret-token' } });
  expect((await connection.send({ path: '/old' })).body).toEqual({ orders: [] });
  await expect(connection.send({ path: '/away' })).rejects.toMatchObject({ kind: 'config' });
  await expect(connection.send({ path: '/round' })).rejects.toThrow('redirects without an end');
  expect(elsewhere.asked).toEqual([]);
});

it('follows links to another place only where the connector allows its host', async () => {
  const elsewhere = await vendorOf(fine);
  const vendor = await vendorOf(fine);
  const auth = { kind: 'bearer', token: 'secret-token' } as const;
  const link = { path: `${elsewhere.url}/orders?page=2` };
  await expect(connectTo({ baseUrl: vendor.url, auth }).send(link)).rejects.toThrow('which is not followed');
  expect(elsewhere.asked).toEqual([]);
  const allowHosts = [new URL(elsewhere.url).host];
  await connectTo({ baseUrl: vendor.url, auth, allowHosts }).send(link);
  expect(elsewhere.asked[0]!.headers.authorization).toBe('Bearer secret-token');
});

it.each([
  ['http://shop.example', 'is not encrypted'],
  ['https://127.0.0.1:1', 'leads into a private network'],
  ['https://[::1]:1', 'leads into a private network'],
  ['https://[::ffff:10.0.0.1]', 'leads into a private network'],
  ['https://169.254.169.254/latest', 'leads into a private network'],
  ['https://localhost:1', 'leads into a private network'],
])('asks no private network and sends nothing in clear: %s', async (baseUrl, reason) => {
  const connection = connectTo({ baseUrl }, { allowPrivateAddresses: false });
  await expect(connection.send(orders)).rejects.toMatchObject({
    kind: 'config',
    message: expect.stringContaining(reason),
  });
});

it('stops within a second when asked: while it waits for an answer, and while it sleeps', async () => {
  const vendor = await vendorOf({ hang: true });
  const limited = await vendorOf({ status: 429, headers: { 'retry-after': '600' } });
  for (const { url, asked } of [vendor, limited]) {
    const controller = new AbortController();
    const connection = connectTo({ baseUrl: url }, { signal: controller.signal, clock: systemClock });
    const sent = connection.send(orders).catch((error: unknown) => error);
    while (asked.length === 0) await new Promise(setImmediate);
    const start = performance.now();
    controller.abort();
    expect(await sent).toMatchObject({ name: 'AbortError' });
    expect(performance.now() - start).toBeLessThan(1000);
  }
});

it('does not wait for ever for an answer', async () => {
  const vendor = await vendorOf({ hang: true }, fine);
  const { body } = await connectTo({ baseUrl: vendor.url }, { timeoutMs: 100 }).send(orders);
  expect(body).toEqual({ orders: [] });
});

it('keeps secrets out of errors, in whatever form the vendor repeats them', async () => {
  const secrets = ['p@ss/word"1', 'key-12345'];
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  const vendor = await startVendor(({ headers }) => ({
    status: 400,
    body: { message: `bad: ${[...forms, headers.authorization].join(' ')}` },
  }));
  const auth = { kind: 'basic', user: 'shop', password: secrets[0]! } as const;
  const connection = connectTo({ baseUrl: vendor.url, auth }, { secrets });
  const error = (await connection
    .send({ path: '/orders', query: { key: 'key-12345' } })
    .catch((e: unknown) => e)) as Error;
  expect(vendor.asked[0]!.headers.authorization).toBe(`Basic ${Buffer.from(`shop:${secrets[0]}`).toString('base64')}`);
  const said = `${error.message}\n${error.stack}\n${JSON.stringify(error)}`;
  for (const form of [...forms, Buffer.from(`shop:${secrets[0]}`).toString('base64')]) expect(said).not.toContain(form);
  expect(error.cause).toBeUndefined();
});

it('says who asks by header, or as the connector signs', async () => {
  const vendor = await vendorOf(fine);
  await connectTo({ baseUrl: vendor.url, auth: { kind: 'header', name: 'X-Token', value: 'abcdef' } }).send(orders);
  await connectTo({
    baseUrl: vendor.url,
    auth: { kind: 'custom', sign: (request) => ({ ...request, url: `${request.url}?signature=${request.method}` }) },
  }).send(orders);
  expect(vendor.asked[0]!.headers['x-token']).toBe('abcdef');
  expect(vendor.asked[1]!.query.get('signature')).toBe('GET');
});

it('keeps every digit of numbers that no float holds', async () => {
  const vendor = await vendorOf({
    body: '{"id": 12345678901234567890, "total": 0.1234567890123456789, "price": 66.978}',
  });
  const { body } = await connectTo({ baseUrl: vendor.url }).send(orders);
  expect(body).toEqual({ id: '12345678901234567890', total: '0.1234567890123456789', price: 66.978 });
});
