import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startApi } from '../serve/api.ts';

const api = await startApi();
const { secret } = await api.tenant('Shop');

const message = async (response: Response) =>
  ((await response.json()) as { errors: { message: string }[] }).errors[0]!.message;

describe('the server', () => {
  it('listens where it was told, and says that it is well', async () => {
    expect(api.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const response = await fetch(`${api.url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  it('tells nothing about itself, and lets no page frame or sniff it', async () => {
    const { headers } = await fetch(`${api.url}/health`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  it('answers a body that cannot be read in the shape of GraphQL', async () => {
    const broken = await api.post('{"query": ', secret);
    expect([broken.status, await message(broken)]).toEqual([400, expect.stringContaining('is no JSON')]);
    const large = await api.post({ query: `{ __typename } # ${'x'.repeat(300_000)}` }, secret);
    expect([large.status, await message(large)]).toEqual([413, expect.stringContaining('larger than 256 kB')]);
    const packed = await fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', authorization: `Bearer ${secret}` },
      body: gzipSync(JSON.stringify({ query: '{ workspace { name } }' })),
    });
    expect(await packed.json()).toEqual({ data: { workspace: { name: 'Shop' } } });
  });

  it('takes no batches, and no query that a foreign page could send without asking', async () => {
    const batch = await api.post([{ query: '{ __typename }' }], secret);
    expect(batch.status).toBe(400);
    const simple = await fetch(`${api.url}/graphql?query=%7B__typename%7D`, {
      headers: { 'content-type': 'text/plain' },
    });
    expect([simple.status, await message(simple)]).toEqual([400, expect.stringContaining('CSRF')]);
  });

  it('refuses an Authorization header of another kind', async () => {
    const response = await api.post({ query: '{ __typename }' }, undefined, { authorization: 'Basic abc' });
    expect([response.status, await message(response)]).toEqual([401, expect.stringContaining('Bearer clk_')]);
    const empty = await api.post({ query: '{ __typename }' }, undefined, { authorization: 'Bearer ' });
    expect(empty.status).toBe(200);
  });

  it('says at any other place where to go', async () => {
    const response = await fetch(`${api.url}/graphqll`);
    expect([response.status, await message(response)]).toEqual([404, expect.stringContaining('/graphql')]);
  });
});
