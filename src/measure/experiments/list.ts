import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import { holdWorkspace } from '../../model/data-version.ts';
import { Experiment as ExperimentRow } from '../../model/experiment.ts';
import { dayIn, type MeasureContext, onDay } from '../context.ts';
import { plainFilter } from '../plain-filter.ts';
import { addDays, type Period } from '../period.ts';
import { type Design, daysIn } from './design.ts';
import { divided, freeze, isDivided } from './divide.ts';
import { countArms } from './frozen.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export const experimentStates = ['DRAFT', 'RUNNING', 'ENDED'] as const;
export type ExperimentState = (typeof experimentStates)[number];

export interface Experiment extends Omit<ExperimentRow, 'design' | 'outcome' | 'winsoriseAt'> {
  design: Design;
  outcome: Outcome;
  winsoriseAt: number | null;
}

const fewestDays = 7;
const mostDays = 730;

export async function listExperiments({ em, workspace }: MeasureContext): Promise<Experiment[]> {
  const rows = await em.find(
    ExperimentRow,
    { workspaceId: workspace.id },
    { orderBy: { startsOn: 'desc', name: 'asc' } },
  );
  return rows.map((row) => row as Experiment);
}

export async function findExperiment(context: MeasureContext, id: string): Promise<Experiment | null> {
  return (await listExperiments(context)).find((experiment) => experiment.id === id) ?? null;
}

/** Its days: up to the one on which it was stopped, where it was. */
export const daysOf = ({ startsOn, endsOn, stoppedOn }: Experiment): Period => ({
  from: startsOn,
  to: stoppedOn && stoppedOn < endsOn ? stoppedOn : endsOn,
});

/** It is over once it was stopped, or its last day is in the data. */
export function stateOf({ completeThrough }: MeasureContext, experiment: Experiment): ExperimentState {
  if (!experiment.startedAt) return 'DRAFT';
  return experiment.stoppedAt || daysOf(experiment).to <= completeThrough ? 'ENDED' : 'RUNNING';
}

/** Fails with BAD_INPUT naming what of a design does not hold together; fields are those of `design`. */
export async function checkDesign(
  context: MeasureContext,
  {
    design,
    days,
    outcome,
    winsoriseAt,
  }: { design: Design; days: Period; outcome: Outcome; winsoriseAt: number | null },
): Promise<void> {
  const wrong = (field: string, reason: string) => fail('BAD_INPUT', { field, reason });
  const length = daysIn(days);
  if (length < fewestDays || length > mostDays)
    wrong('endsOn', `makes it ${length} days long; give ${fewestDays} to ${mostDays} days`);
  if (winsoriseAt !== null && (winsoriseAt <= 0.5 || winsoriseAt >= 1))
    wrong('winsoriseAt', 'must be above 0.5 and below 1');
  if (winsoriseAt !== null && (outcomeOf[outcome].unit !== 'MONEY' || !isDivided(design)))
    wrong('winsoriseAt', 'fits amounts of money per customer alone');
  switch (design.kind) {
    case 'HOLD_OUT':
      if (design.controlShare <= 0 || design.controlShare >= 1)
        wrong('design.holdOut.controlShare', 'must be above 0 and below 1');
      await plainFilter(context, design.filter, [], 'design.holdOut.filter');
      return;
    case 'LISTS':
      await plainFilter(context, design.treated, [], 'design.lists.treated');
      await plainFilter(context, design.control, [], 'design.lists.control');
      return;
    case 'COUNTRIES': {
      const { treated, control } = design;
      if (treated.length === 0 || control.length === 0)
        wrong('design.countries', 'must name treated countries and others');
      const both = treated.find((country) => control.includes(country));
      if (both) wrong('design.countries', `names ${both} as treated and as control`);
      return;
    }
    case 'SWITCHBACK':
      if (design.blockDays < 1 || design.blockDays * 2 > length)
        wrong('design.switchback.blockDays', `is ${design.blockDays}; two stretches must fit into the ${length} days`);
      return;
    case 'BEFORE_AFTER':
      if (design.daysBefore < fewestDays || design.daysBefore > mostDays)
        wrong('design.beforeAfter.daysBefore', `is ${design.daysBefore}; give ${fewestDays} to ${mostDays}`);
  }
}

/**
 * Starts a draft: customers are divided as they were at the end of the day before its first, and stay so. Fails with
 * BAD_INPUT where an arm would be empty or somebody in both.
 */
export async function startExperiment(context: MeasureContext, { id, design, startsOn }: Experiment): Promise<void> {
  const { workspace } = context;
  await context.em.transactional(async (em) => {
    await holdWorkspace(em, workspace.id);
    if (isDivided(design)) {
      const then = onDay({ ...context, em }, addDays(startsOn, -1));
      const rows = await divided(then, design);
      const { treated, control, both } = await countArms(then, rows);
      const field = 'id';
      if (both > 0) fail('BAD_INPUT', { field, reason: `names an experiment with ${both} customers in both lists` });
      if (treated === 0 || control === 0)
        fail('BAD_INPUT', {
          field,
          reason: `names an experiment that would treat ${treated} and hold out ${control} customers`,
        });
      await freeze(then, id, rows);
    }
    await em.nativeUpdate(ExperimentRow, { workspaceId: workspace.id, id }, { startedAt: new Date() });
  });
}

/** Makes today the last day of a running experiment. */
export async function stopExperiment({ em, workspace }: MeasureContext, { id }: Experiment): Promise<void> {
  await holdWorkspace(em, workspace.id);
  const now = new Date();
  const stopped = { stoppedAt: now, stoppedOn: dayIn(workspace.timeZone, now) };
  await em.nativeUpdate(ExperimentRow, { workspaceId: workspace.id, id }, stopped);
}

/** Forgets a draft; what was started is kept, whatever came of it. */
export async function forgetDraft({ em, workspace }: MeasureContext, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from experiments where workspace_id = ${workspace.id} and id = ${id}::uuid and started_at is null`.execute(
    em.getKysely(),
  );
  return numAffectedRows === 1n;
}
