import { chanceOf } from '../value/models/chance.ts';
import type { Estimate } from './pool.ts';

/** What is known of a campaign, amounts in the workspace's currency. */
export interface Economy {
  /** Spend and customers of a month. */
  spend: number;
  customers: number;
  /** Customers of the whole period: by how few they are their number is uncertain. */
  counted: number;
  elasticity: Estimate | null;
  /** The most that a customer may cost, and what one brings. */
  limit: Estimate;
  value: Estimate;
  /** What one brings of all that were won; null where that is not known. */
  usualValue: Estimate | null;
  /** By which factors spend has varied, seen from what it is. */
  range: { low: number; high: number };
}

/** An amount or a number with its 95 % interval. */
export interface Interval {
  expected: number;
  low: number;
  high: number;
}

/** One state that things may be in, as far as is known. */
export interface World {
  cac: number;
  elasticity: number;
  limit: number;
  value: number;
  usualValue: number;
}

const draws = 2000;

/** States that are as likely as what is known of the campaign lets them be: the same ones every time. */
export function worldsOf({ spend, customers, counted, elasticity, limit, value, usualValue }: Economy): World[] {
  const { normal } = chanceOf(1);
  const cac = spend / customers;
  return Array.from({ length: draws }, () => {
    const [own, other, steep, typical] = [normal(), normal(), normal(), normal()];
    return {
      cac: cac * Math.exp(own / Math.sqrt(counted)),
      elasticity: elasticity ? Math.max(0.01, elasticity.value + steep * elasticity.error) : NaN,
      // Both rest on what the same customers bring.
      limit: limit.value + other * limit.error,
      value: value.value + other * value.error,
      usualValue: usualValue ? usualValue.value + typical * usualValue.error : NaN,
    };
  });
}

/** The middle of a figure over the states, and where it lies in 95 % of them. */
export function intervalOf(worlds: readonly World[], figure: (world: World) => number): Interval {
  const sorted = worlds.map(figure).toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return { expected: at(0.5), low: at(0.025), high: at(0.975) };
}

/** What the next customer costs: average cost / elasticity. */
export const marginalCac = ({ cac, elasticity }: World): number => cac / elasticity;
