import { Command } from 'commander';
import { checkSource } from '../land/check.ts';
import { openSource } from '../land/open-source.ts';
import { cancelRun } from '../land/queue/run-queue.ts';
import { pauseSource, resumeSource, scheduleSource } from '../land/queue/schedule.ts';
import type { SourceKey } from '../land/source.ts';
import { Run, Source } from '../model/source.ts';
import type { Store } from '../store/store.ts';
import { withStore } from './database.ts';
import { sourceAccess } from './source-access.ts';
import { findSource } from './source-choice.ts';

/** A command that does something with one source and says what. */
const control = (name: string, description: string, work: (store: Store, source: SourceKey) => Promise<string>) =>
  new Command(name)
    .description(description)
    .argument('<name>', 'the source, as "npx clientela sources" lists it')
    .option('--workspace <name>', 'needed where there are several')
    .action((source: string, _: unknown, command: Command) => onSource(source, command, work));

async function onSource(
  name: string,
  command: Command,
  work: (store: Store, source: SourceKey) => Promise<string>,
): Promise<void> {
  await withStore(async (store) => {
    // The list has the option --workspace too, and takes it wherever it stands.
    const { workspace } = command.optsWithGlobals<{ workspace?: string }>();
    const { workspaceId, id: sourceId } = await findSource(store, name, workspace);
    console.log(await work(store, { workspaceId, sourceId }));
  });
}

export const pauseCommand = control(
  'pause',
  'let a source rest: nothing starts until it is resumed',
  async (store, source) => {
    await pauseSource(store, source);
    return 'Paused. A run that is under way goes on.';
  },
);

export const resumeCommand = control('resume', 'read a paused source again by its schedule', async (store, source) => {
  await resumeSource(store, source);
  return 'Resumed. What its schedule missed is made up for once, while the server runs.';
});

export const stopCommand = control(
  'stop',
  'end the runs of a source that wait or are under way',
  async (store, source) => {
    const { workspaceId, sourceId } = source;
    const unfinished = await store.em().find(Run, { workspaceId, sourceId, status: { $in: ['QUEUED', 'RUNNING'] } });
    for (const { id: runId } of unfinished) await cancelRun(store, { workspaceId, runId });
    if (unfinished.length === 0) return 'No run of it waits or is under way.';
    return 'Stopped; a run that is under way ends with the page at hand, and the next one goes on there.';
  },
);

export const checkCommand = control('check', 'ask the vendor whether the settings are right', async (store, source) => {
  const { connector, config, http } = await openSource(store, await sourceAccess(), source);
  const { account } = await checkSource(connector, config, http);
  return `${connector.title} answers: ${account}.`;
});

export const scheduleCommand = new Command('schedule')
  .description('read a source by itself, while the server runs, at the times of a cron text')
  .argument('<name>', 'the source, as "npx clientela sources" lists it')
  .argument('<cron>', 'minute, hour, day, month and weekday in the time zone of the workspace; "never" ends it')
  .option('--workspace <name>', 'needed where there are several')
  .addHelpText(
    'after',
    `
Examples:
  npx clientela sources schedule shop "*/15 * * * *"     every quarter of an hour
  npx clientela sources schedule shop "0 3 * * *"        at three every night
  npx clientela sources schedule shop never

A source comes a little later than that, at most five minutes, always by the same: not all come at once.`,
  )
  .action((name: string, cron: string, _: unknown, command: Command) =>
    onSource(name, command, async (store, key) => {
      await scheduleSource(store, key, cron === 'never' ? null : cron);
      const { nextRunAt } = await store.em().findOneOrFail(Source, { workspaceId: key.workspaceId, id: key.sourceId });
      if (!nextRunAt) return 'It is not read by itself any more.';
      return `It is read by itself from ${nextRunAt.toISOString()} on, while the server runs (npm start).`;
    }),
  );
