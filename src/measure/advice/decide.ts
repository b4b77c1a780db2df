import { type Economy, type Interval, intervalOf, type World, worldsOf } from './economy.ts';

export const actions = ['RAISE_BUDGET', 'LOWER_BUDGET', 'PAUSE', 'CHANGE_AUDIENCE'] as const;
export type Action = (typeof actions)[number];

/** What would come of another budget. */
export interface Shift {
  /** More or less spend a month. */
  budget: number;
  /** More or fewer customers a month, and what they are worth within the horizon. */
  customers: Interval;
  value: Interval;
  /** A month: what those customers may cost at most, less what is spent for them. */
  gain: Interval;
}

/** Something to do about a campaign; the budget stays where there is no shift. */
export interface Step {
  action: Action;
  shift: Shift | null;
}

/** A budget is changed by no more at once, and by no less. */
const most = 2;
const least = 0.1;
/** Customers must be worth so much less than usual. */
const poor = 0.9;

/** What is better than going on beyond doubt: throughout the 95 % interval. The budget comes first. */
export function decide(economy: Economy): Step[] {
  const worlds = worldsOf(economy);
  const { spend, elasticity, range } = economy;
  const steps: Step[] = [];
  // No budget that was ever tried would make it pay.
  const lost = intervalOf(worlds, ({ cac, elasticity: power, value }) => {
    const lowest = elasticity ? Math.min(1, range.low) ** (1 - power) : 1;
    return cac * lowest - value;
  });
  if (lost.low > 0) {
    steps.push({ action: 'PAUSE', shift: shiftTo(0) });
  } else if (elasticity) {
    const best = bestFactor(economy);
    const factor = best > 1 ? Math.min(best, most, range.high) : Math.max(best, 1 / most, range.low);
    const shift = shiftTo(factor);
    if (Math.abs(factor - 1) >= least && Math.sign(factor - 1) === Math.sign(best - 1) && shift.gain.low > 0)
      steps.push({ action: factor > 1 ? 'RAISE_BUDGET' : 'LOWER_BUDGET', shift });
  }
  if (economy.usualValue) {
    const behind = intervalOf(worlds, ({ value, usualValue }) => poor * usualValue - value);
    if (behind.low > 0) steps.push({ action: 'CHANGE_AUDIENCE', shift: null });
  }
  return steps;

  function shiftTo(factor: number): Shift {
    const budget = spend * (factor - 1);
    const more = ({ cac, elasticity: power }: World) => (spend / cac) * (factor === 0 ? -1 : factor ** power - 1);
    return {
      budget,
      customers: intervalOf(worlds, more),
      value: intervalOf(worlds, (world) => more(world) * world.value),
      gain: intervalOf(worlds, (world) => more(world) * world.limit - budget),
    };
  }
}

/** The multiple of the budget at which the next customer costs as much as one may. */
function bestFactor({ spend, customers, limit, elasticity }: Economy): number {
  const power = elasticity!.value;
  const room = (Math.max(0, limit.value) * power * customers) / spend;
  if (power < 0.95) return room ** (1 / (1 - power));
  return room > 1 ? Infinity : 0;
}
