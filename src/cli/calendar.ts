import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { DateTime } from 'luxon';
import { parse } from 'yaml';
import { fail } from '../errors.ts';
import { listCalendars } from '../measure/business-time/calendars.ts';
import { businessDays } from '../measure/business-time/days.ts';
import { checkCalendar, openingsOf } from '../measure/business-time/definition.ts';
import { defineCalendar, removeCalendar } from '../measure/business-time/own.ts';
import type { Schedule } from '../model/calendar.ts';
import { Source } from '../model/source.ts';
import { withStore } from './database.ts';
import { table } from './table.ts';
import { chooseWorkspace } from './workspace-choice.ts';

interface Options {
  workspace?: string;
  preview?: boolean;
}
const which = ['--workspace <name>', 'name or id of the workspace; may be left out where there is one'] as const;
const previewed = 14;

const list = new Command('list')
  .description('list the calendars: those of sources, and your own')
  .option(...which)
  .action((options: Options) =>
    withStore(async (store) => {
      const { id: workspaceId } = await chooseWorkspace(store, options.workspace);
      const sources = await store.em().find(Source, { workspaceId });
      const nameOf = new Map(sources.map(({ id, name }) => [id, name]));
      const rows = (await listCalendars(store.em(), workspaceId)).flatMap(({ name, sourceId, schedules }) =>
        schedules.map((schedule, index) => [
          index === 0 ? name : '',
          sourceId === null ? 'your own' : (nameOf.get(sourceId) ?? ''),
          `${schedule.validFrom ?? ''} to ${schedule.validTo ?? ''}`,
          schedule.timeZone,
          hoursInWords(schedule),
        ]),
      );
      console.log(table(['calendar', 'told by', 'holds', 'time zone', 'hours'], rows));
    }),
  );

const define = new Command('define')
  .description('define a calendar of your own, or define it anew, from a YAML file')
  .argument('<file>', 'name and schedules, as below')
  .option(...which)
  .option('--preview', `only show its hours in the next ${previewed} days`)
  .addHelpText(
    'after',
    `
Example of a file:
  name: Support
  schedules:
    - timeZone: Europe/Rome
      openings:
        - { weekdays: [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY], from: "09:00", to: "18:00" }
        - { weekdays: [SATURDAY], from: "22:00", to: "02:00" }
      holidays: ["2026-12-25"]
      validFrom: "2026-01-01"
      validTo: null`,
  )
  .action(async (file: string, options: Options) => {
    const given = readYaml(file);
    const { name, schedules } = checkCalendar(given);
    if (options.preview) return console.log(daysInWords(schedules));
    await withStore(async (store) => {
      const workspace = await chooseWorkspace(store, options.workspace);
      await defineCalendar(store.em(), workspace.id, given);
      console.log(`The calendar "${name}" of the workspace "${workspace.name}" is defined. Its next days:`);
      console.log(daysInWords(schedules));
    });
  });

const remove = new Command('remove')
  .description('forget a calendar of your own; what a source calls the same is used again')
  .argument('<name>')
  .option(...which)
  .action((name: string, options: Options) =>
    withStore(async (store) => {
      const workspace = await chooseWorkspace(store, options.workspace);
      await removeCalendar(store.em(), workspace.id, name);
      console.log(`The calendar "${name}" of the workspace "${workspace.name}" is forgotten.`);
    }),
  );

export const calendarCommand = new Command('calendar')
  .description('when the business is open: list, define and remove calendars')
  .addCommand(list)
  .addCommand(define)
  .addCommand(remove);

function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail('BAD_INPUT', { field: file, reason: `cannot be read (${(error as Error).message.trimEnd()})` });
  }
}

function hoursInWords(schedule: Schedule): string {
  return openingsOf(schedule)
    .map(({ weekdays, from, to }) => `${weekdays.map((day) => day.slice(0, 3)).join(' ')} ${from}-${to}`)
    .join(', ');
}

/** By the clock of the zone, from tomorrow on. */
function daysInWords(schedules: readonly Schedule[]): string {
  const tomorrow = DateTime.utc().plus({ days: 1 }).toFormat('yyyy-MM-dd');
  const days = businessDays(schedules, tomorrow, previewed);
  const rows = days.map(({ day, holiday, timeZone, openings }) => {
    const time = (at: Date) => DateTime.fromJSDate(at, { zone: timeZone! }).toFormat('HH:mm');
    const hours = openings.map(({ opensAt, closesAt }) => `${time(opensAt)}-${time(closesAt)}`).join(', ');
    const closed = holiday ? 'closed (holiday)' : timeZone === null ? 'no schedule holds' : 'closed';
    return [day, DateTime.fromISO(day).toFormat('ccc', { locale: 'en' }), hours || closed];
  });
  return table(['day', '', 'hours'], rows);
}
