import { expect, it } from 'vitest';
import type { Auth } from '../../../src/sdk/index.ts';
import { connectTo, FakeClock, startVendor } from './vendor.ts';

const auth: Auth = {
  kind: 'session',
  login: { method: 'POST', path: '/login', body: { user: 'ada', password: 'secret-word' } },
  token: ({ headers }) => headers['x-session'],
};

/** A vendor whose sessions are numbered. */
async function loginVendor() {
  const state = { session: '', logins: 0, password: 'secret-word', down: false };
  const vendor = await startVendor(({ path, body, headers }) => {
    if (path !== '/login') return headers.authorization === `Bearer ${state.session}` ? { body: [] } : { status: 401 };
    state.logins++;
    if (state.down) return { status: 503 };
    if ((JSON.parse(body) as { password: string }).password !== state.password) return { body: { error: 'refused' } };
    state.session = `session-${state.logins}`;
    return { headers: { 'x-session': state.session }, body: {} };
  });
  return { ...vendor, state };
}

it('logs in once for all who ask, and again when the session has ended', async () => {
  const vendor = await loginVendor();
  const connection = connectTo({ baseUrl: vendor.url, auth });
  await Promise.all([1, 2, 3].map(() => connection.send({ path: '/orders' })));
  expect(vendor.state.logins).toBe(1);
  vendor.state.session = 'ended';
  await connection.send({ path: '/orders' });
  expect(vendor.state.logins).toBe(2);
  expect(connection.redactor.redact('with session-2')).toBe('with ***');
});

it('asks for new credentials where the login is refused, and again later where it is down', async () => {
  const vendor = await loginVendor();
  vendor.state.password = 'another';
  const refused = connectTo({ baseUrl: vendor.url, auth }).send({ path: '/orders' });
  await expect(refused).rejects.toMatchObject({ kind: 'auth' });
  expect(vendor.state.logins).toBe(1);
  vendor.state.down = true;
  const down = connectTo({ baseUrl: vendor.url, auth }, { clock: new FakeClock() }).send({ path: '/orders' });
  await expect(down).rejects.toMatchObject({ kind: 'transient' });
});
