import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadDemo, startApi } from '../serve/api.ts';
import { clientela } from './command.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
const folder = mkdtempSync(join(tmpdir(), 'clientela-cpi-'));
const file = join(folder, 'cpis.yaml');
beforeAll(() => loadDemo(api.store, tenant, { seed: 3, customers: 120 }));
afterAll(() => rmSync(folder, { recursive: true }));

const run = async (...args: string[]) => {
  const { code, out, err } = await clientela(['cpi', ...args], api.store.url);
  return { code, text: out + err };
};

it('lists CPIs, copies one by a file, tries the copy, and imports it with its history', async () => {
  const listed = await run('list', '--last', 'P3Y');
  expect(listed.code).toBe(0);
  expect(listed.text).toMatch(
    /^on-time-delivery +On-time deliveries +\d\d\.\d % +\d+ +\d+ +\d+ +95\.0 % +(MET|NEAR|MISSED)$/m,
  );

  expect(await run('export', 'on-time-delivery', '--to', file)).toEqual({ code: 0, text: '' });
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('key: on-time-delivery', 'key: a-day-late').replace('limit: PT0S', 'limit: P1D'),
  );
  const tried = await run('preview', file, '--last', 'P3Y');
  expect(tried.text).toMatch(/^a-day-late +On-time deliveries +\d\d\.\d %/m);
  expect(tried.text).toContain('deliveredAt comes within P1D of time of promisedAt');

  expect(await run('import', file, '--dry-run')).toEqual({ code: 0, text: 'cpi         would be\na-day-late  new\n' });
  expect(await run('import', file)).toEqual({ code: 0, text: 'cpi         is\na-day-late  new\n' });
  expect(await run('import', file)).toEqual({ code: 0, text: 'cpi         is\na-day-late  as it was\n' });
  const { data } = await api.ask<{ cpi: { backfill: object } }>(
    tenant.secret,
    '{ cpi(key: "a-day-late") { backfill { finished } } }',
  );
  expect(data!.cpi.backfill).toEqual({ finished: true });
  expect((await run('export')).text).toBe(readFileSync(file, 'utf8'));
});

it('says where a file is wrong', async () => {
  writeFileSync(
    file,
    'cpis:\n  - { key: late, name: Late, area: LOGISTICS, question: "?", subject: DELIVERY, success: { within: { limit: P1D, from: promisedAt, to: carrier } } }\n',
  );
  const { code, text } = await run('import', file);
  expect(code).toBe(1);
  expect(text).toContain(
    'cpis.0.success.within.to is carrier, which is a text; an instant is needed, such as orderedAt',
  );
});
