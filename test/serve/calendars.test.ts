import { describe, expect, it } from 'vitest';
import { newKey, startApi } from './api.ts';

const api = await startApi();
const tenant = await api.tenant('Shop');

const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const office = { timeZone: 'Europe/Rome', openings: [{ weekdays, from: '09:00', to: '17:00' }] };
interface Payload {
  calendar: { name: string; days: { day: string; openSeconds: number }[]; openSeconds: number | null } | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
const fields = `calendar { name days(from: "2026-01-05", count: 7) { day openSeconds }
  openSeconds(from: "2026-01-05T00:00:00Z", to: "2026-01-12T00:00:00Z") } userErrors { code message field }`;
async function define(input: object, secret = tenant.secret): Promise<Payload> {
  const query = `mutation ($input: DefineCalendarInput!) { change: defineCalendar(input: $input) { ${fields} } }`;
  const { data, errors } = await api.ask<{ change: Payload }>(secret, query, { input });
  expect(errors).toBeUndefined();
  return data!.change;
}
const names = async (secret = tenant.secret) =>
  (await api.ask<{ calendars: { name: string }[] }>(secret, '{ calendars { name } }')).data!.calendars.map(
    ({ name }) => name,
  );

describe('a calendar of one’s own', () => {
  it('is defined, counted by at once, defined anew and forgotten', async () => {
    const { calendar, userErrors } = await define({ name: ' Office ', schedules: [office] });
    expect(userErrors).toEqual([]);
    expect(calendar!.name).toBe('Office');
    expect(calendar!.days.map(({ openSeconds }) => openSeconds / 3600)).toEqual([8, 8, 8, 8, 8, 0, 0]);
    expect(calendar!.openSeconds).toBe(40 * 3600);

    const night = { weekdays: ['SUNDAY'], from: '22:00', to: '02:00' };
    const changed = { ...office, openings: [...office.openings, night], holidays: ['2026-01-06'] };
    const anew = await define({ name: 'Office', schedules: [changed] });
    expect(anew.calendar!.days.map(({ openSeconds }) => openSeconds / 3600)).toEqual([10, 0, 8, 8, 8, 0, 2]);
    // By UTC the week ends an hour earlier than in Rome, and so it began.
    expect(anew.calendar!.openSeconds).toBe((32 + 1 + 3) * 3600);
    expect(await names()).toEqual(['Office']);
    expect(await names((await api.tenant('Another')).secret)).toEqual([]);

    const remove = 'mutation { deleteCalendar(input: { name: "Office" }) { deletedName userErrors { code message } } }';
    const gone = await api.ask<{ deleteCalendar: object }>(tenant.secret, remove);
    expect(gone.data!.deleteCalendar).toEqual({ deletedName: 'Office', userErrors: [] });
    const again = await api.ask<{ deleteCalendar: Payload }>(tenant.secret, remove);
    expect(again.data!.deleteCalendar.userErrors[0]).toMatchObject({ code: 'NOT_FOUND' });
    expect(await names()).toEqual([]);
  });

  it('is previewed without being defined', async () => {
    const query = `query ($input: DefineCalendarInput!) {
      calendarPreview(input: $input) { name source { id } days(from: "2026-01-05", count: 1) { openSeconds } openSeconds(
        from: "2026-01-05T00:00:00Z", to: "2026-01-12T00:00:00Z") } }`;
    const { data } = await api.ask<object>(tenant.secret, query, { input: { name: 'Office', schedules: [office] } });
    expect(data).toEqual({
      calendarPreview: { name: 'Office', source: null, days: [{ openSeconds: 8 * 3600 }], openSeconds: null },
    });
    expect(await names()).toEqual([]);
  });

  const opening = (from: string, to: string) => ({ ...office, openings: [{ weekdays, from, to }] });
  it.each([
    [{ name: ' ', schedules: [office] }, 'name', 'is empty'],
    [{ name: 'Office', schedules: [] }, 'schedules', 'is empty: give one schedule at least'],
    [{ name: 'Office', schedules: [{ ...office, timeZone: 'Rome' }] }, 'schedules.0.timeZone', 'IANA'],
    [{ name: 'Office', schedules: [office, opening('9', '17')] }, 'schedules.1.openings.0', 'from "09:00" to "17:00"'],
    [{ name: 'Office', schedules: [opening('09:00', '09:00')] }, 'schedules.0.openings.0', '"24:00"'],
    [
      { name: 'Office', schedules: [{ ...office, openings: [{ weekdays: [], from: '09:00', to: '10:00' }] }] },
      'schedules.0.openings.0.weekdays',
      'names no weekday',
    ],
    [
      { name: 'Office', schedules: [{ ...office, validFrom: '2026-02-01', validTo: '2026-01-01' }] },
      'schedules.0.validTo',
      'lies before validFrom',
    ],
    [{ name: 'Office', schedules: [office, office] }, 'schedules.1.validFrom', 'which of them holds?'],
  ])('is refused where it cannot be: %j', async (input, field, reason) => {
    const { calendar, userErrors } = await define(input);
    expect(calendar).toBeNull();
    expect(userErrors).toHaveLength(1);
    expect(userErrors[0]!.field.join('.')).toBe(`input.${field}`);
    expect(userErrors[0]!.message).toContain(reason);
  });

  it('needs a key that may change CPIs', async () => {
    const secret = await newKey(api.store, tenant.workspaceId, ['READ_METRICS', 'WRITE_SEGMENTS']);
    const query = `mutation { defineCalendar(input: { name: "a", schedules: [] }) { userErrors { code } } }`;
    const { errors } = await api.ask(secret, query);
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });
});
