import { expect, it } from 'vitest';
import type { Grant, GrantKeeper } from '../../../src/land/http/grant.ts';
import { AccessTokens } from '../../../src/land/http/oauth.ts';
import { Redactor } from '../../../src/land/http/redactor.ts';
import { Transport } from '../../../src/land/http/transport.ts';
import { connectTo, FakeClock, startVendor } from './vendor.ts';

/** A vendor whose access tokens are numbered, and whose refresh tokens serve once. */
async function rotatingVendor(lifetime = 3600) {
  const state = { refresh: 'refresh-0000', access: '', granted: 0, down: false };
  const vendor = await startVendor(({ path, body, headers }) => {
    if (path !== '/token')
      return headers.authorization === `Bearer ${state.access}`
        ? { body: [] }
        : { status: 401, body: { error: 'expired' } };
    if (state.down) return { status: 503 };
    const form = new URLSearchParams(body);
    if (form.get('refresh_token') !== state.refresh) return { status: 400, body: { error: 'invalid_grant' } };
    const turn = String(++state.granted).padStart(4, '0');
    [state.access, state.refresh] = [`access-${turn}`, `refresh-${turn}`];
    return { body: { access_token: state.access, refresh_token: state.refresh, expires_in: lifetime } };
  });
  const auth = {
    kind: 'oauth2',
    tokenUrl: `${vendor.url}/token`,
    clientId: 'client',
    clientSecret: 'client-secret',
    refreshToken: 'refresh-0000',
    rotates: true,
  } as const;
  return { ...vendor, state, auth, renewals: () => vendor.asked.filter(({ path }) => path === '/token').length };
}

function keeper(): GrantKeeper & { saved: Grant[] } {
  const saved: Grant[] = [];
  return {
    saved,
    load: () => Promise.resolve(saved.at(-1) ?? null),
    save: (grant) => Promise.resolve(void saved.push(grant)),
  };
}

it('renews once for all who ask, keeps what was rotated, and goes on with it the next time', async () => {
  const vendor = await rotatingVendor();
  const grants = keeper();
  const connection = connectTo({ baseUrl: vendor.url, auth: vendor.auth }, { grants });
  await Promise.all([1, 2, 3].map(() => connection.send({ path: '/orders' })));
  expect(vendor.renewals()).toBe(1);
  expect(grants.saved).toMatchObject([{ accessToken: 'access-0001', refreshToken: 'refresh-0001' }]);
  await connectTo({ baseUrl: vendor.url, auth: vendor.auth }, { grants }).send({ path: '/orders' });
  expect(vendor.renewals()).toBe(1);
});

it('renews no more where a refusal comes late, of a token that another request has renewed since', async () => {
  const vendor = await rotatingVendor();
  const { signal } = new AbortController();
  const transport = new Transport({ allowPrivateAddresses: true, timeoutMs: 5000, signal });
  const redactor = new Redactor([]);
  const tokens = new AccessTokens(vendor.auth, { transport, redactor, clock: new FakeClock(), keeper: keeper() });
  const first = await tokens.current();
  await tokens.renew(first);
  const second = await tokens.current();
  await tokens.renew(first);
  expect([await tokens.current(), vendor.renewals()]).toEqual([second, 2]);
  transport.close();
});

it('renews before the token ends, and when the vendor has ended it early', async () => {
  const vendor = await rotatingVendor(600);
  const [clock, grants] = [new FakeClock(), keeper()];
  const connection = connectTo({ baseUrl: vendor.url, auth: vendor.auth }, { grants, clock });
  await connection.send({ path: '/orders' });
  clock.advance(550_000);
  await connection.send({ path: '/orders' });
  expect(vendor.renewals()).toBe(2);
  vendor.state.access = 'ended';
  await connection.send({ path: '/orders' });
  expect(vendor.renewals()).toBe(3);
});

it('asks the token server again while it is down', async () => {
  const vendor = await rotatingVendor();
  vendor.state.down = true;
  const clock = new FakeClock();
  const connection = connectTo({ baseUrl: vendor.url, auth: vendor.auth }, { grants: keeper(), clock });
  await expect(connection.send({ path: '/orders' })).rejects.toMatchObject({ kind: 'transient' });
  expect(vendor.renewals()).toBe(6);
});

it('says that new credentials are needed where the refresh token is refused, without showing it', async () => {
  const vendor = await rotatingVendor();
  vendor.state.refresh = 'another';
  const connection = connectTo({ baseUrl: vendor.url, auth: vendor.auth }, { grants: keeper() });
  const error = await connection.send({ path: '/orders' }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ kind: 'auth', message: expect.stringContaining('Give the source new credentials') });
  expect(String(error)).not.toContain('refresh-0000');
});

it('refuses to spend a refresh token whose successor nobody would keep', async () => {
  const vendor = await rotatingVendor();
  expect(() => connectTo({ baseUrl: vendor.url, auth: vendor.auth })).toThrow('nothing keeps it');
  expect(vendor.renewals()).toBe(0);
});
