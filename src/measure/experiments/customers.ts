import type { RawBuilder } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { wilson } from '../math.ts';
import type { NullReason } from '../metric.ts';
import { addDays, type Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { chiSquaredTail } from '../student.ts';
import { balanceOf } from './balance.ts';
import { adjustedForHistory, type HistoricMoments } from './cuped.ts';
import type { Arm } from './arm.ts';
import { type Lift, nothingFound, scaled, type Side } from './lift.ts';
import { members, sizesOf } from './frozen.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { type ArmRow, armRows } from './sql.ts';
import { difference, relativeDifference } from './welch.ts';

/** How far back the past is looked at, in days. */
const pastDays = 365;
/** With fewer customers in an arm that have any outcome the intervals of means do not hold. */
const fewestActive = 10;

export const pastOf = (from: string): Period => ({ from: addDays(from, -pastDays), to: addDays(from, -1) });

export interface CustomersAsked {
  id: string;
  outcome: Outcome;
  days: Period;
  winsoriseAt: number | null;
  /** The share that was to be drawn for the control; null where nothing was drawn here. */
  controlShare: number | null;
}

/** What a trial shows whose customers were divided. */
export async function liftOfCustomers(context: MeasureContext, asked: CustomersAsked): Promise<Lift> {
  const before = pastOf(asked.days.from);
  const people = members(context, asked.id);
  const arms = await readArms(context, people, { ...asked, before });
  const sizes = await sizesOf(context, [asked.id]);
  const [treated, control] = [sideOf(arms.TREATED, asked.outcome), sideOf(arms.CONTROL, asked.outcome)];
  const common = {
    ...nothingFound,
    treated,
    control,
    cap: arms.TREATED?.cap ?? null,
    sampleRatio: sampleRatio(treated.units, control.units, asked.controlShare),
    balance: await balanceOf(context, people, before),
    mixed: sizes.get(asked.id)?.both ?? 0,
  };
  const reason = whyNot(arms, asked.outcome);
  if (reason || !arms.TREATED || !arms.CONTROL)
    return { ...common, absolute: null, relative: null, incremental: null, reason };
  const plain = { treated: momentsOf(arms.TREATED), control: momentsOf(arms.CONTROL) };
  const history = adjustedForHistory(plain.treated, plain.control);
  const by = history ?? plain;
  const absolute = difference(by.treated, by.control);
  return {
    ...common,
    absolute,
    relative: relativeDifference(by.treated, by.control),
    incremental: scaled(absolute, treated.units),
    reason: null,
    history,
  };
}

/** What the arms did; an arm without anybody is not there. */
export async function readArms(
  context: MeasureContext,
  people: RawBuilder<unknown>,
  asked: Parameters<typeof armRows>[2],
): Promise<Partial<Record<Arm, ArmRow>>> {
  const rows = await recallRows(context, armRows(context, people, asked));
  return Object.fromEntries(rows.map((row) => [row.arm, row]));
}

export const momentsOf = (row: ArmRow): HistoricMoments => ({
  n: row.units,
  mean: row.mean,
  variance: row.variance ?? 0,
  before: { mean: row.beforeMean, variance: row.beforeVariance ?? 0 },
  covariance: row.covariance ?? 0,
});

function whyNot({ TREATED, CONTROL }: Partial<Record<Arm, ArmRow>>, outcome: Outcome): NullReason | null {
  if (!TREATED || !CONTROL) return 'TOO_FEW';
  if (TREATED.unknown + CONTROL.unknown > 0) return outcomeOf[outcome].whenUnknown;
  return Math.min(TREATED.active, CONTROL.active) < fewestActive ? 'TOO_FEW' : null;
}

function sideOf(row: ArmRow | undefined, outcome: Outcome): Side {
  if (!row) return { units: 0, total: '0', mean: null, low: null, high: null };
  const { units, total, mean, active } = row;
  const share = outcomeOf[outcome].unit === 'SHARE' ? wilson(active, units) : { low: null, high: null };
  return { units, total, mean, ...share };
}

/** Pearson's test of one share, as a check of how the arms came about. */
function sampleRatio(treated: number, control: number, expected: number | null): Lift['sampleRatio'] {
  const all = treated + control;
  if (expected === null || all === 0) return null;
  const chiSquared = (control - all * expected) ** 2 / (all * expected * (1 - expected));
  return { expected, observed: control / all, pValue: chiSquaredTail(chiSquared) };
}
