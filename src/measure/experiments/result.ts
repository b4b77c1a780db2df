import { Decimal } from 'decimal.js';
import { sql } from 'kysely';
import type { MeasureContext } from '../context.ts';
import type { Provenance } from '../metric.ts';
import type { Period } from '../period.ts';
import { provenanceOf } from '../provenance.ts';
import { liftOfCustomers } from './customers.ts';
import { formulaOf, notesOn } from './explain.ts';
import { type Lift, nothingFound } from './lift.ts';
import { daysOf, type Experiment, stateOf } from './list.ts';
import { isDivided } from './divide.ts';
import { members } from './frozen.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { fedBy } from './sql.ts';
import { liftInTime, liftOfCountries } from './stretches.ts';
import type { Effect } from './welch.ts';

/** A ratio with the ends of its 95 % interval, exact decimal text; an end that nothing bounds is null. */
export interface Ratio {
  value: string;
  low: string | null;
  high: string | null;
}

export interface ExperimentResult extends Lift {
  experiment: Experiment;
  outcome: Outcome;
  /** The days looked at; null before the first. */
  days: Period | null;
  /** Whether no more days will come. */
  final: boolean;
  /** Cost of one more, of an outcome that is counted. */
  costPerIncremental: Ratio | null;
  /** What each unit of cost brought, of an outcome in money. */
  returnOnCost: Ratio | null;
  provenance: Provenance;
}

/** What an experiment shows so far of an outcome, by default of the one that it was made for. */
export async function measureExperiment(
  context: MeasureContext,
  experiment: Experiment,
  outcome: Outcome = experiment.outcome,
): Promise<ExperimentResult> {
  const planned = daysOf(experiment);
  const last = planned.to < context.completeThrough ? planned.to : context.completeThrough;
  const begun = stateOf(context, experiment) !== 'DRAFT' && last >= planned.from;
  const days = begun ? { from: planned.from, to: last } : null;
  const lift = days ? await liftOf(context, experiment, outcome, days) : notYet;
  const final = begun && last === planned.to;
  const { cost } = experiment;
  const money = outcomeOf[outcome].unit === 'MONEY';
  return {
    ...lift,
    experiment,
    outcome,
    days,
    final,
    costPerIncremental: money ? null : perIncremental(cost ?? null, lift.incremental),
    returnOnCost: money ? onCost(cost ?? null, lift.incremental) : null,
    provenance: await provenanceOf(
      context,
      { method: 'experiment@1', formula: formulaOf(experiment.design, outcome) },
      fed(context, experiment, days),
      notesOn(experiment, { lift, outcome, final: final || !begun }),
    ),
  };
}

function liftOf(context: MeasureContext, experiment: Experiment, outcome: Outcome, days: Period): Promise<Lift> {
  const { id, design, winsoriseAt } = experiment;
  if (isDivided(design)) {
    const controlShare = design.kind === 'HOLD_OUT' ? design.controlShare : null;
    const cut = outcomeOf[outcome].unit === 'MONEY' ? winsoriseAt : null;
    return liftOfCustomers(context, { id, outcome, days, winsoriseAt: cut, controlShare });
  }
  return design.kind === 'COUNTRIES'
    ? liftOfCountries(context, { design, outcome, days })
    : liftInTime(context, { design, outcome, days });
}

const empty = { units: 0, total: '0', mean: null, low: null, high: null };
const notYet: Lift = {
  ...nothingFound,
  treated: empty,
  control: empty,
  absolute: null,
  relative: null,
  incremental: null,
  reason: 'NOT_YET',
};

function fed(context: MeasureContext, { id, design }: Experiment, days: Period | null) {
  if (!days) return sql`select source_id, stream from order_facts where false`;
  if (isDivided(design)) {
    return fedBy(context, days, sql`o.customer_id in (select m.customer_id from (${members(context, id)}) m)`);
  }
  const countries = design.kind === 'COUNTRIES' ? [...design.treated, ...design.control] : null;
  return fedBy(context, days, countries ? sql`o.country = any (${countries}::text[])` : sql`true`);
}

/** Null where there is no cost, or nothing more came of it. */
function perIncremental(cost: string | null, more: Effect | null): Ratio | null {
  if (cost === null || !more || more.value <= 0) return null;
  const each = (count: number) => (count > 0 ? new Decimal(cost).dividedBy(count).toFixed(2) : null);
  return { value: each(more.value)!, low: each(more.high), high: each(more.low) };
}

function onCost(cost: string | null, more: Effect | null): Ratio | null {
  if (cost === null || !more || new Decimal(cost).lessThanOrEqualTo(0)) return null;
  const share = (amount: number) => (Number.isFinite(amount) ? new Decimal(amount).dividedBy(cost).toFixed(6) : null);
  return { value: share(more.value)!, low: share(more.low), high: share(more.high) };
}
