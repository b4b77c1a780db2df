import { middle95 } from '../math.ts';
import { type Estimate, pooled } from './pool.ts';
import { type Share, splitOf } from './split.ts';

/** What a campaign spent and won in a week. */
export interface Week {
  week: number;
  campaign: string;
  /** In the workspace's currency; null where a rate is missing. */
  spend: number | null;
  /** Days on which it spent anything. */
  days: number;
  customers: number;
}

/** Why nobody can tell how customers grow with spend. */
export const responseReasons = ['NO_DATED_SPEND', 'TOO_SHORT', 'SPEND_TOO_EVEN', 'NOT_TOLD'] as const;
export type ResponseReason = (typeof responseReasons)[number];

/** How a campaign's customers grow with its spend: with spend to the power of the elasticity. */
export interface Response {
  elasticity: Estimate | null;
  reason: ResponseReason | null;
  /** Weeks with spend. */
  weeks: number;
  /** Fifth and ninety-fifth percentile of spend a day over these weeks. */
  usualSpend: { low: number; high: number };
}

const fewestWeeks = 12;
/** The standard deviation of spend's logarithm below which it did not vary enough: a tenth up or down. */
const leastVariation = 0.1;
/** Weeks on either side that a season is smoothed over. */
const smoothing = 2;
/** Levels are known but for a common factor; this holds them. */
const loose = 1e-6;
/** How much more or less than the others a campaign may follow the season: a standard deviation of a half. */
const seasonal = 4;

/**
 * The responses of campaigns, by their ids. What a week brings without spending more is told by how all campaigns fared in it,
 * so it takes two at least; that some follow the season more than others, by the customers of channels without any spend
 * (`free`, by week).
 */
export function responsesOf(cells: readonly Week[], free: ReadonlyMap<number, number>): Map<string, Response> {
  const campaigns = Map.groupBy(
    cells.filter(({ spend, days }) => spend !== null && spend > 0 && days > 0),
    ({ campaign }) => campaign,
  );
  const known = [...campaigns].map(([campaign, weeks]) => ({ campaign, weeks, ...variation(weeks) }));
  const varying = known.flatMap(({ reason }, of) => (reason === null ? [of] : []));
  const season = seasonOf(free);
  const [slope, loading] = [known.length, known.length + varying.length];
  const shares = known.flatMap(({ weeks, logs, mean }, of) => {
    const place = varying.indexOf(of);
    return weeks.map(({ week, customers, days }, index): { week: number; share: Share } => {
      const own = [slope + place, logs[index]! - mean] as const;
      const follows = [loading + place, season(week)] as const;
      return { week, share: { customers, days, terms: place < 0 ? [[of, 1]] : [[of, 1], own, follows] } };
    });
  });
  const split = splitOf(
    [...Map.groupBy(shares, ({ week }) => week).values()].map((week) => week.map(({ share }) => share)),
    [...known.map(() => loose), ...varying.map(() => 0), ...varying.map(() => seasonal)],
    [...known.map(({ weeks }) => levelOf(weeks)), ...varying.map(() => 0.5), ...varying.map(() => 0)],
  );
  const estimates = split
    ? varying.map((_, place) => ({
        value: split.coefficients[slope + place]!,
        error: Math.sqrt(split.covariance[slope + place]![slope + place]!),
      }))
    : [];
  const together = new Map(pooled(estimates).map((estimate, place) => [varying[place]!, estimate]));
  return new Map(
    known.map(({ campaign, weeks, logs, reason }, of) => {
      const elasticity = together.get(of);
      // Where it might as well be none, nothing follows from it.
      const clear = elasticity && elasticity.value > middle95 * elasticity.error ? elasticity : null;
      const why = clear ? null : (reason ?? 'NOT_TOLD');
      return [campaign, { elasticity: clear, reason: why, weeks: weeks.length, usualSpend: rangeOf(logs) }];
    }),
  );
}

function variation(weeks: readonly Week[]): { logs: number[]; mean: number; reason: ResponseReason | null } {
  const logs = weeks.map(({ spend, days }) => Math.log(spend! / days));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const spread = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
  if (weeks.length < fewestWeeks) return { logs, mean, reason: 'TOO_SHORT' };
  return { logs, mean, reason: spread < leastVariation ? 'SPEND_TOO_EVEN' : null };
}

/** Logarithm of customers a day. */
function levelOf(weeks: readonly Week[]): number {
  const sum = (part: 'customers' | 'days') => weeks.reduce((total, week) => total + week[part], 0);
  return Math.log((sum('customers') + 0.5) / (sum('days') + 1));
}

/** Logarithm of the customers that came without spend around a week, less its mean; 0 throughout where nobody did. */
function seasonOf(free: ReadonlyMap<number, number>): (week: number) => number {
  const around = (week: number) => {
    let sum = 0;
    for (let at = week - smoothing; at <= week + smoothing; at++) sum += free.get(at) ?? 0;
    return Math.log((sum + 0.5) / (2 * smoothing + 1));
  };
  const weeks = [...free.keys()];
  const mean = weeks.reduce((sum, week) => sum + around(week), 0) / weeks.length;
  return (week) => (weeks.length > 0 ? around(week) - mean : 0);
}

function rangeOf(logs: readonly number[]): { low: number; high: number } {
  const sorted = logs.toSorted((one, other) => one - other);
  const at = (share: number) => Math.exp(sorted[Math.round(share * (sorted.length - 1))]!);
  return { low: at(0.05), high: at(0.95) };
}
