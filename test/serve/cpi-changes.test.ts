import { beforeAll, describe, expect, it } from 'vitest';
import { refreshOutcomes } from '../../src/measure/cpi/refresh.ts';
import type { Scope } from '../../src/model/api-key.ts';
import { loadDemo, newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Demo');
beforeAll(() => loadDemo(api.store, tenant, { seed: 3, customers: 200 }));

interface Payload {
  cpi: {
    id: string;
    key: string;
    method: string;
    definition: object;
    versions: Version[];
    backfill: object | null;
  } | null;
  userErrors: { code: string; message: string; field: string[] | null }[];
}
interface Version {
  number: number;
  from: string | null;
  to: string | null;
}
interface Counts {
  met: number;
  breached: number;
  value: string | null;
}
const payload = `cpi { id key method definition versions { number from to } backfill { done total finished } }
  userErrors { code message field }`;
const all = 'between: { from: "2022-01-01", to: "2025-12-31" }';

async function ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
  const { data, errors } = await api.ask<Data>(tenant.secret, query, variables);
  expect(errors).toBeUndefined();
  return data!;
}
const define = async (input: object) =>
  (
    await ask<{ made: Payload }>(
      `mutation ($input: CpiDefinitionInput!) { made: defineCpi(input: $input) { ${payload} } }`,
      { input },
    )
  ).made;
const update = async (input: object) =>
  (
    await ask<{ made: Payload }>(
      `mutation ($input: UpdateCpiInput!) { made: updateCpi(input: $input) { ${payload} } }`,
      { input },
    )
  ).made;
const counts = async (key: string, period = all) =>
  (
    await ask<{ cpi: { reading: Counts } }>(
      `{ cpi(key: "${key}") { reading(period: { ${period} }) { met breached value } } }`,
    )
  ).cpi.reading;

const patient = {
  key: 'patient',
  name: 'Parcels within a week',
  area: 'LOGISTICS',
  question: 'Does my parcel come within a week?',
  subject: 'DELIVERY',
  customers: { country: ['IT', 'DE'] },
  success: { within: { limit: 'P7D', from: 'orderedAt', to: 'deliveredAt', clock: 'DAYS' } },
  exclude: [{ reason: 'lost', where: { field: 'status', in: ['LOST'] } }],
  datedBy: 'orderedAt',
  target: { share: '0.9', since: [{ day: '2024-01-01', share: '0.95' }] },
  owner: 'Logistics',
};

describe('a CPI of a workspace’s own', () => {
  it('can be tried on real data before it is saved, and then says the same', async () => {
    const { cpiPreview } = await ask<{
      cpiPreview: { formula: string; reading: Counts; subjects: { totalCount: number; nodes: { state: string }[] } };
    }>(
      `query ($definition: CpiDefinitionInput!) { cpiPreview(definition: $definition, period: { ${all} }) {
        formula reading { met breached value } subjects(first: 3, state: BREACHED) { totalCount nodes { state } } } }`,
      { definition: patient },
    );
    expect(cpiPreview.formula).toContain('deliveredAt comes within P7D of days');
    expect(cpiPreview.reading.met).toBeGreaterThan(100);
    expect(cpiPreview.subjects.totalCount).toBe(cpiPreview.reading.breached);
    const { cpi, userErrors } = await define(patient);
    expect(userErrors).toEqual([]);
    expect(cpi).toMatchObject({
      method: 'patient@1',
      versions: [{ number: 1, from: null, to: null }],
      definition: patient,
      backfill: null,
    });
    expect(await counts('patient')).toEqual(cpiPreview.reading);
  });

  it('says the same when its history has been worked out, and tells how far that is', async () => {
    const before = await counts('patient');
    const seen: number[] = [];
    await refreshOutcomes(api.store, tenant.workspaceId, { onProgress: (done) => void seen.push(done) });
    const { cpi } = await ask<{ cpi: { backfill: { done: number; total: number; finished: boolean } } }>(
      '{ cpi(key: "patient") { backfill { done total finished } } }',
    );
    expect(cpi.backfill).toMatchObject({ finished: true, done: cpi.backfill.total });
    expect(seen.at(-1)).toBeGreaterThanOrEqual(cpi.backfill.total);
    expect(await counts('patient')).toEqual(before);
  });

  it('changes from a day on, and history keeps the version that made it', async () => {
    const { cpi } = await ask<{ cpi: { id: string } }>('{ cpi(key: "patient") { id } }');
    const strict = { ...patient, success: { within: { ...patient.success.within, limit: 'P3D' } } };
    const [early, late] = [
      'between: { from: "2022-01-01", to: "2023-12-31" }',
      'between: { from: "2024-01-01", to: "2025-12-31" }',
    ];
    const before = [await counts('patient', early), await counts('patient', late)];
    const changed = await update({ id: cpi.id, definition: strict, from: '2024-01-01' });
    expect(changed.userErrors).toEqual([]);
    expect(changed.cpi!.versions).toEqual([
      { number: 1, from: null, to: '2023-12-31' },
      { number: 2, from: '2024-01-01', to: null },
    ]);
    for (const step of ['when asked', 'from what is written']) {
      expect([step, await counts('patient', early)]).toEqual([step, before[0]]);
      expect((await counts('patient', late)).met).toBeLessThan(before[1]!.met);
      await refreshOutcomes(api.store, tenant.workspaceId);
    }
    const future = await update({ id: cpi.id, definition: patient });
    expect(future.cpi!.versions.at(-1)).toEqual({ number: 3, from: '2025-07-01', to: null });
    const always = await update({ id: cpi.id, definition: patient, allHistory: true });
    expect(always.cpi!.versions).toEqual([{ number: 4, from: null, to: null }]);
    expect(await counts('patient', late)).toEqual(before[1]);
  });

  it.each<[string, object, string, string[] | null]>([
    ['a key that is taken', { ...patient }, 'key is "patient", the key of another CPI', ['input', 'key']],
    [
      'the key of a ready-made one',
      { ...patient, key: 'first-response' },
      'key is "first-response", the key of a ready-made CPI',
      ['input', 'key'],
    ],
    [
      'a mistake',
      { ...patient, key: 'other', success: { within: { ...patient.success.within, to: 'firstReplyAt' } } },
      'success.within.to is "firstReplyAt", which is a field of REQUEST, not of DELIVERY.',
      ['input', 'success', 'within', 'to'],
    ],
  ])('is not defined with %s', async (_, input, message, field) => {
    const { cpi, userErrors } = await define(input);
    expect(cpi).toBeNull();
    expect(userErrors).toEqual([{ code: 'INVALID', message: expect.stringContaining(message) as string, field }]);
  });

  it('keeps its key and subject, and leaves the ready-made ones alone', async () => {
    const { own, ready } = await ask<{ own: { id: string }; ready: { id: string } }>(
      '{ own: cpi(key: "patient") { id } ready: cpi(key: "first-response") { id } }',
    );
    const renamed = await update({ id: own.id, definition: { ...patient, key: 'quick' } });
    expect(renamed.userErrors[0]!.message).toBe('key is "quick", and that of a CPI stays: "patient".');
    const { userErrors } = await update({ id: ready.id, definition: patient });
    expect(userErrors[0]!.message).toContain('id names a ready-made CPI, which stays');
  });

  it('can be taken off the list, and asked for by its id still', async () => {
    const { cpi: made } = await define({ ...patient, key: 'short-lived' });
    const archive = `mutation { archiveCpi(id: "${made!.id}") { cpi { key } userErrors { message } } }`;
    expect(await ask(archive)).toEqual({ archiveCpi: { cpi: { key: 'short-lived' }, userErrors: [] } });
    const { cpis, node } = await ask<{ cpis: { key: string }[]; node: object }>(
      `{ cpis { key } node(id: "${made!.id}") { ... on Cpi { key } } }`,
    );
    expect(cpis.map(({ key }) => key)).not.toContain('short-lived');
    expect(node).toEqual({ key: 'short-lived' });
  });

  it('need not be a promise: then it lets nobody down', async () => {
    const left = { ...patient, key: 'left', promise: false };
    expect((await define(left)).cpi).toMatchObject({ definition: left });
    const { breached } = await counts('left');
    expect(breached).toBeGreaterThan(0);
    const breaches = async () => {
      type Count = { totalCount: number };
      const { customers } = await ask<{ customers: { nodes: { all: Count; named: Count }[] } }>(`{
        customers(first: 1, filter: { breach: { cpi: "left", period: { ${all} } } }) { nodes {
          all: breaches { totalCount } named: breaches(cpi: ["left"]) { totalCount } } } }`);
      const { all: every, named } = customers.nodes[0]!;
      return { all: every.totalCount, named: named.totalCount };
    };
    const before = await breaches();
    expect(before.named).toBeGreaterThan(0);
    const { cpi } = await ask<{ cpi: { id: string } }>('{ cpi(key: "left") { id } }');
    await update({ id: cpi.id, definition: { ...left, promise: true }, allHistory: true });
    expect(await breaches()).toEqual({ ...before, all: before.all + before.named });
    await ask(`mutation { archiveCpi(id: "${cpi.id}") { userErrors { message } } }`);
  });

  it('keeps the calendar that it names from being deleted, unless a source has one of that name', async () => {
    const { calendars } = await ask<{ calendars: { name: string }[] }>('{ calendars { name } }');
    const theirs = calendars[0]!.name;
    const openings = [{ weekdays: ['MONDAY'], from: '09:00', to: '17:00' }];
    for (const name of ['Office', theirs])
      await ask('mutation ($input: DefineCalendarInput!) { defineCalendar(input: $input) { userErrors { code } } }', {
        input: { name, schedules: [{ timeZone: 'Europe/Rome', openings }] },
      });
    const limit = { limit: 'PT4H', from: 'openedAt', to: 'firstReplyAt', clock: 'BUSINESS' };
    const { exclude: _, datedBy: __, ...rest } = patient;
    const by = (calendar: string) => ({ ...rest, subject: 'REQUEST', success: { within: { ...limit, calendar } } });
    const made = await define({ ...by('Office'), key: 'by-office', name: 'By office' });
    await update({
      id: made.cpi!.id,
      definition: { ...by(theirs), key: 'by-office', name: 'By desk' },
      from: '2024-01-01',
    });
    const remove = async (name: string) =>
      (
        await ask<{ deleteCalendar: { deletedName: string | null; userErrors: object[] } }>(
          'mutation ($name: String!) { deleteCalendar(input: { name: $name }) { deletedName userErrors { code message } } }',
          { name },
        )
      ).deleteCalendar;
    const message =
      'The calendar "Office" is used by "By desk". Change these CPIs for all days, or archive them, first.';
    expect(await remove('Office')).toEqual({ deletedName: null, userErrors: [{ code: 'CONFLICT', message }] });
    const { calendars: kept } = await ask<{ calendars: object[] }>('{ calendars { name source { id } } }');
    expect(kept).toContainEqual({ name: 'Office', source: null });
    expect(await remove(theirs)).toEqual({ deletedName: theirs, userErrors: [] });
    await ask(`mutation { archiveCpi(id: "${made.cpi!.id}") { userErrors { message } } }`);
    expect(await remove('Office')).toEqual({ deletedName: 'Office', userErrors: [] });
  });

  it('is changed by those alone who may', async () => {
    const may: Scope[] = ['READ_METRICS', 'WRITE_SEGMENTS'];
    const secret = await newKey(api.store, tenant.workspaceId, may);
    const { errors } = await api.ask(secret, 'mutation { archiveCpi(id: "x") { cpi { key } } }');
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});

describe('a YAML document of CPIs', () => {
  const change = (yaml: string, more = '') =>
    ask<{ importCpis: { imported: object[] | null; userErrors: { message: string; field: string[] }[] } }>(
      `mutation ($yaml: String!) { importCpis(input: { yaml: $yaml ${more} }) { imported { key change } userErrors { message field } } }`,
      { yaml },
    );

  it('holds all there is to say: read again, nothing changes, and elsewhere it makes the same', async () => {
    const { cpiExport } = await ask<{ cpiExport: string }>('{ cpiExport }');
    const { cpiExport: ready } = await ask<{ cpiExport: string }>(
      '{ cpiExport(keys: ["first-response", "on-time-in-full-order", "cart-abandonment"]) }',
    );
    expect(cpiExport).toContain('question: Does my parcel come within a week?');
    expect(ready).toContain('promise: false');
    expect((await change(cpiExport)).importCpis).toEqual({
      imported: [{ key: 'patient', change: 'SAME' }],
      userErrors: [],
    });
    expect((await change(ready)).importCpis.imported).toEqual([
      { key: 'first-response', change: 'SAME' },
      { key: 'on-time-in-full-order', change: 'SAME' },
      { key: 'cart-abandonment', change: 'SAME' },
    ]);
    const other = await api.tenant('Other');
    const { data } = await api.ask<{ importCpis: object }>(
      other.secret,
      'mutation ($yaml: String!) { importCpis(input: { yaml: $yaml }) { imported { key change } userErrors { message } } }',
      { yaml: cpiExport },
    );
    expect(data!.importCpis).toEqual({ imported: [{ key: 'patient', change: 'NEW' }], userErrors: [] });
    expect((await api.ask(other.secret, '{ cpiExport }')).data).toEqual({ cpiExport });
  });

  it('changes all or nothing, and tells beforehand what it would', async () => {
    const { cpiExport } = await ask<{ cpiExport: string }>('{ cpiExport }');
    const changed = cpiExport.replace('limit: P7D', 'limit: P5D');
    const copied = cpiExport.replace('cpis:\n', '').replace('key: patient', 'key: copied');
    const both = changed + copied;
    const would = [
      { key: 'patient', change: 'CHANGED' },
      { key: 'copied', change: 'NEW' },
    ];
    expect((await change(both, 'dryRun: true')).importCpis).toEqual({ imported: would, userErrors: [] });
    const wrong = await change(both.replace('subject: DELIVERY', 'subject: CART'));
    expect(wrong.importCpis.imported).toBeNull();
    expect((await ask<{ cpiExport: string }>('{ cpiExport }')).cpiExport).toBe(cpiExport);
    expect((await change(both, 'allHistory: true')).importCpis).toEqual({ imported: would, userErrors: [] });
    expect((await ask<{ cpiExport: string }>('{ cpiExport }')).cpiExport).toContain('limit: P5D');
  });

  it.each([
    ['no YAML', 'cpis: [', 'yaml cannot be read: ', 'yaml'],
    ['something else', 'a: 1', 'cpis must be a list of definitions.', 'cpis'],
    ['a mistake in a definition', 'cpis:\n  - key: x1\n    name: X', 'cpis.0.area must be one of', 'cpis.0.area'],
  ])('is refused as %s, and told where', async (_, yaml, message, field) => {
    const { importCpis } = await change(yaml);
    expect(importCpis.imported).toBeNull();
    expect(importCpis.userErrors).toEqual([
      { message: expect.stringContaining(message) as string, field: ['input', ...field.split('.')] },
    ]);
  });
});
