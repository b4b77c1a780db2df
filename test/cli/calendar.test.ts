import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore } from '../../src/store/store.ts';
import { modelDatabase } from '../setup/database.ts';
import { clientela } from './command.ts';

const url = await modelDatabase();
const folder = mkdtempSync(join(tmpdir(), 'clientela-calendar-'));
const file = join(folder, 'support.yaml');
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  const store = await openStore({ url, entities });
  await createWorkspace(store.em(), { name: 'main', currency: 'EUR', timeZone: 'Europe/Rome' });
  await store.close();
});

const written = (zone: string) => `
name: Support
schedules:
  - timeZone: ${zone}
    openings:
      - { weekdays: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY], from: "08:30", to: "12:00" }
`;

it('defines a calendar that a file describes, shows its next days, lists and forgets it', async () => {
  writeFileSync(file, written('Rome'));
  const wrong = await clientela(['calendar', 'define', file], url);
  expect(wrong.err).toContain('schedules.0.timeZone is no IANA time zone such as "Europe/Rome".');
  expect(wrong.code).toBe(1);

  writeFileSync(file, written('Europe/Rome'));
  const preview = await clientela(['calendar', 'define', file, '--preview'], url);
  expect(preview.out.trimEnd().split('\n')).toHaveLength(15);
  expect(preview.out).toMatch(/\d{4}-\d\d-\d\d {2}(Mon|Tue|Wed|Thu|Fri|Sat|Sun) {2}08:30-12:00/);
  expect((await clientela(['calendar', 'list'], url)).out).not.toContain('Support');

  const defined = await clientela(['calendar', 'define', file], url);
  expect(defined.out).toContain('The calendar "Support" of the workspace "main" is defined.');
  const listed = await clientela(['calendar', 'list'], url);
  expect(listed.out).toContain('MON TUE WED THU FRI SAT SUN 08:30-12:00');
  const removed = await clientela(['calendar', 'remove', 'Support'], url);
  expect(removed).toMatchObject({ code: 0, err: '' });
  const again = await clientela(['calendar', 'remove', 'Support'], url);
  expect(again.err).toContain('There is no calendar of your own "Support". There is none of your own.');
});
