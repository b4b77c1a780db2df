import { Decimal } from 'decimal.js';
import type { Arm } from './arm.ts';
import type { MeasureContext } from '../context.ts';
import type { NullReason } from '../metric.ts';
import { addDays, type Period } from '../period.ts';
import { recallRows } from '../recall.ts';
import { type Design, daysIn, scheduleOf } from './design.ts';
import { type Lift, nothingFound, scaled, type Side } from './lift.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { fewestPairs, flipDifference, flipRatio, type Pair } from './sign-flip.ts';
import { type StretchRow, stretchRows } from './sql.ts';
import { difference, type Effect, type Moments, relativeDifference } from './welch.ts';
import { countryEffect, type Window } from './windows.ts';

const mostWindows = 26;
/** With fewer weeks on either side nothing tells how much they differ by chance. */
export const fewestWeeks = 4;

interface Asked<Kind extends Design['kind']> {
  design: Extract<Design, { kind: Kind }>;
  outcome: Outcome;
  days: Period;
}

/** What a trial in time shows; of days that are still to come nothing is known. */
export async function liftInTime(
  context: MeasureContext,
  { design, outcome, days }: Asked<'SWITCHBACK' | 'BEFORE_AFTER'>,
): Promise<Lift> {
  const schedule = scheduleOf(design, days);
  const found = await readStretches(context, outcome, schedule, null);
  const of = (arm: Arm) =>
    schedule.flatMap((stretch, index) => (stretch.arm === arm ? [found.daily(stretch, index, 'TREATED')] : []));
  const [treated, control] = [of('TREATED'), of('CONTROL')];
  const sides = { treated: sideOf('TREATED'), control: sideOf('CONTROL') };
  const least = design.kind === 'SWITCHBACK' ? fewestPairs : fewestWeeks;
  const enough = Math.min(treated.length, control.length) >= least;
  const reason = found.unknown > 0 ? outcomeOf[outcome].whenUnknown : enough ? null : ('TOO_FEW' as const);
  if (reason) return absent(sides, reason);
  const { absolute, relative } = design.kind === 'SWITCHBACK' ? flipped() : compared();
  return {
    ...nothingFound,
    ...sides,
    absolute,
    relative,
    incremental: scaled(absolute, sides.treated.units),
    reason: null,
  };

  function flipped(): { absolute: Effect; relative: Effect | null } {
    const pairs = treated.map((value, index): Pair => [value, control[index]!]);
    return { absolute: flipDifference(pairs), relative: flipRatio(pairs) };
  }
  function compared(): { absolute: Effect; relative: Effect | null } {
    const [after, before] = [sampleOf(treated), sampleOf(control)];
    return { absolute: difference(after, before), relative: relativeDifference(after, before) };
  }
  function sideOf(arm: Arm): Side {
    const chosen = schedule.map((stretch, index) => ({ stretch, index })).filter(({ stretch }) => stretch.arm === arm);
    const units = chosen.reduce((sum, { stretch }) => sum + daysIn(stretch), 0);
    return side(
      units,
      chosen.map(({ index }) => found.value(index, 'TREATED')),
    );
  }
}

/** What a trial by countries shows. */
export async function liftOfCountries(
  context: MeasureContext,
  { design, outcome, days }: Asked<'COUNTRIES'>,
): Promise<Lift> {
  const earlier = windowsBefore(context, days);
  const found = await readStretches(context, outcome, [...earlier, days], design);
  const windows = [...earlier, days].map((_, index): Window => ({
    treated: Number(found.value(index, 'TREATED')),
    control: Number(found.value(index, 'CONTROL')),
  }));
  const length = daysIn(days);
  const sideOf = (arm: Arm) => side(length, [found.value(earlier.length, arm)]);
  const sides = { treated: sideOf('TREATED'), control: sideOf('CONTROL') };
  if (found.unknown > 0) return absent(sides, outcomeOf[outcome].whenUnknown);
  const effect = countryEffect(windows.slice(0, -1), windows.at(-1)!);
  if (!effect) return absent(sides, 'TOO_FEW');
  const { relative, driftChance } = effect;
  const brought = (share: number) => windows.at(-1)!.treated * (1 - 1 / (1 + share));
  const { value, low, high, pValue } = relative;
  const incremental = { value: brought(value), low: brought(low), high: brought(high), pValue };
  const drift =
    'The treated countries were drifting away from the others before the start already: what looks like an effect may be that.';
  return {
    ...nothingFound,
    ...sides,
    absolute: scaled(incremental, 1 / length),
    relative,
    incremental,
    reason: null,
    notes: driftChance < 0.05 ? [drift] : [],
  };
}

/** The stretches of the same length that end the day before, oldest first, as far as there are orders. */
export function windowsBefore({ span }: MeasureContext, { from, to }: Period): Period[] {
  const length = daysIn({ from, to });
  return Array.from({ length: mostWindows }, (_, index) => {
    const start = addDays(from, -(index + 1) * length);
    return { from: start, to: addDays(start, length - 1) };
  })
    .filter((window) => span !== null && window.from >= span.from)
    .toReversed();
}

/** What each stretch brought; nothing where there are no orders. */
export async function readStretches(
  context: MeasureContext,
  outcome: Outcome,
  stretches: readonly Period[],
  countries: Parameters<typeof stretchRows>[3],
) {
  const rows: readonly StretchRow[] =
    stretches.length > 0 ? await recallRows(context, stretchRows(context, outcome, stretches, countries)) : [];
  const values = new Map(rows.map(({ stretch, arm, value }) => [`${stretch} ${arm}`, value]));
  const value = (index: number, arm: Arm) => values.get(`${index} ${arm}`) ?? '0';
  return {
    value,
    daily: (stretch: Period, index: number, arm: Arm) => Number(value(index, arm)) / daysIn(stretch),
    unknown: rows.reduce((sum, { unknown }) => sum + unknown, 0),
  };
}

function side(units: number, values: readonly string[]): Side {
  const total = values.reduce((sum, value) => sum.plus(value), new Decimal(0));
  return {
    units,
    total: total.toFixed(),
    mean: units > 0 ? total.dividedBy(units).toNumber() : null,
    low: null,
    high: null,
  };
}

const absent = (sides: Pick<Lift, 'treated' | 'control'>, reason: NullReason): Lift => ({
  ...nothingFound,
  ...sides,
  absolute: null,
  relative: null,
  incremental: null,
  reason,
});

function sampleOf(values: readonly number[]): Moments {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n: values.length, mean, variance: squares / (values.length - 1) };
}
