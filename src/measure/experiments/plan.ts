import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import { onDay } from '../context.ts';
import type { NullReason, Provenance } from '../metric.ts';
import { addDays, type Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { normalQuantile } from '../student.ts';
import { momentsOf, pastOf, readArms } from './customers.ts';
import { adjustedForHistory } from './cuped.ts';
import { blocks, type Design, daysIn } from './design.ts';
import { divided, isDivided } from './divide.ts';
import { countArms, type Sizes } from './frozen.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { fewestPairs } from './sign-flip.ts';
import { fedBy } from './sql.ts';
import { fewestWeeks, readStretches, windowsBefore } from './stretches.ts';
import { leastCountryEffect } from './windows.ts';

/** What an experiment could tell, from the latest days as a rehearsal. */
export interface Plan {
  /** Customers in each arm; null where it is not customers who are divided. */
  sizes: Sizes | null;
  /** The outcome per unit as it is without a treatment: per customer, else a day. */
  usual: number | null;
  /** The smallest effect that would be found four times in five, per unit and as a share of the usual. */
  least: number | null;
  leastRelative: number | null;
  /** Share of the variance that the past takes away. */
  varianceReduction: number | null;
  reason: NullReason | null;
  provenance: Provenance;
}

type Found = Omit<Plan, 'provenance' | 'varianceReduction' | 'sizes'> &
  Partial<Pick<Plan, 'varianceReduction' | 'sizes'>>;

/** How many standard errors an effect must be away from zero to be found at 5 % with a probability of 80 %. */
const detectable = normalQuantile(0.975) + normalQuantile(0.8);

/** What a design of so many days could tell of an outcome. */
export async function planExperiment(
  context: MeasureContext,
  {
    design,
    outcome,
    length,
    winsoriseAt,
  }: { design: Design; outcome: Outcome; length: number; winsoriseAt: number | null },
): Promise<Plan> {
  const to = context.completeThrough;
  const days = { from: addDays(to, 1 - length), to };
  const found = isDivided(design)
    ? await planOfCustomers(context, { design, outcome, days, winsoriseAt })
    : design.kind === 'COUNTRIES'
      ? await planOfCountries(context, design, outcome, days)
      : await planInTime(context, design, outcome, days);
  const formula =
    `The ${length} days up to ${to} are taken as a rehearsal without treatment. The least effect is the one that a test at ` +
    '5 % finds with a probability of 80 %, as widely as the outcome varied then.';
  return {
    sizes: null,
    varianceReduction: null,
    ...found,
    provenance: await provenanceOf(context, { method: 'experiment-plan@1', formula }, fedBy(context, days, sql`true`)),
  };
}

const unknown = (reason: NullReason): Found => ({ usual: null, least: null, leastRelative: null, reason });

async function planOfCustomers(
  context: MeasureContext,
  {
    design,
    outcome,
    days,
    winsoriseAt,
  }: {
    design: Parameters<typeof divided>[1];
    outcome: Outcome;
    days: Period;
    winsoriseAt: number | null;
  },
): Promise<Found> {
  const sizes = await countArms(context, await divided(context, design));
  // Who would have been chosen then: who is chosen by what they did lately would look different in these very days.
  const then = await divided(onDay(context, addDays(days.from, -1)), design);
  const asked = { outcome, days, before: pastOf(days.from), winsoriseAt };
  const { TREATED, CONTROL } = await readArms(context, then, asked);
  if (!TREATED || !CONTROL || TREATED.units < 2 || CONTROL.units < 2 || sizes.treated === 0 || sizes.control === 0)
    return { ...unknown('TOO_FEW'), sizes };
  if (TREATED.unknown + CONTROL.unknown > 0) return { ...unknown(outcomeOf[outcome].whenUnknown), sizes };
  const [treated, control] = [momentsOf(TREATED), momentsOf(CONTROL)];
  const history = adjustedForHistory(treated, control);
  const variance =
    (((treated.n - 1) * treated.variance + (control.n - 1) * control.variance) / (treated.n + control.n - 2)) *
    (1 - (history?.varianceReduction ?? 0));
  const usual = (treated.n * treated.mean + control.n * control.mean) / (treated.n + control.n);
  const error = Math.sqrt(variance * (1 / sizes.treated + 1 / sizes.control));
  if (error === 0) return { ...unknown('NO_DATA'), sizes };
  return {
    ...measured(usual, detectable * error),
    sizes,
    varianceReduction: history?.varianceReduction ?? null,
  };
}

async function planOfCountries(
  context: MeasureContext,
  design: Extract<Design, { kind: 'COUNTRIES' }>,
  outcome: Outcome,
  days: Period,
): Promise<Found> {
  const earlier = [...windowsBefore(context, days), days];
  const found = await readStretches(context, outcome, earlier, design);
  if (found.unknown > 0) return unknown(outcomeOf[outcome].whenUnknown);
  const windows = earlier.map((_, index) => ({
    treated: Number(found.value(index, 'TREATED')),
    control: Number(found.value(index, 'CONTROL')),
  }));
  const least = leastCountryEffect(windows);
  if (least === null) return unknown('TOO_FEW');
  const usual = windows.at(-1)!.treated / daysIn(days);
  return { usual, least: least * usual, leastRelative: least, reason: null };
}

/** Stretches of the days are compared with each other as the design would: in pairs, or weeks with weeks. */
async function planInTime(
  context: MeasureContext,
  design: Extract<Design, { kind: 'SWITCHBACK' | 'BEFORE_AFTER' }>,
  outcome: Outcome,
  days: Period,
): Promise<Found> {
  const paired = design.kind === 'SWITCHBACK';
  const stretches = blocks(days.from, daysIn(days), paired ? design.blockDays : 7, 'TREATED');
  const found = await readStretches(context, outcome, stretches, null);
  if (found.unknown > 0) return unknown(outcomeOf[outcome].whenUnknown);
  const daily = stretches.map((stretch, index) => found.daily(stretch, index, 'TREATED'));
  const error = paired ? errorOfPairs(daily) : errorOfWeeks(daily, Math.floor(design.daysBefore / 7));
  if (error === null) return unknown('TOO_FEW');
  return measured(mean(daily), detectable * error);
}

/** The standard error of the mean difference of neighbours, which is zero without an effect; null where they are too few. */
function errorOfPairs(values: readonly number[]): number | null {
  const pairs = Math.floor(values.length / 2);
  const squares = values.reduce(
    (sum, value, index) => (index % 2 === 0 || index >= 2 * pairs ? sum : sum + (value - values[index - 1]!) ** 2),
    0,
  );
  return pairs >= fewestPairs ? Math.sqrt(squares) / pairs : null;
}

/** The standard error of the difference to so many weeks before; null where they are too few. */
function errorOfWeeks(values: readonly number[], before: number): number | null {
  if (Math.min(values.length, before) < fewestWeeks) return null;
  const usual = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - usual) ** 2, 0) / (values.length - 1);
  return Math.sqrt(variance * (1 / values.length + 1 / before));
}

const measured = (usual: number, least: number): Found => ({
  usual,
  least,
  leastRelative: usual > 0 ? least / usual : null,
  reason: null,
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
