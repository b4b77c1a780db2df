import { addDays, type Span } from './clock.ts';
import { budgetLevels, type Campaign, campaigns, growth, spendElasticity, yearlyPattern } from './plan.ts';
import { Random } from './random.ts';

/** When first purchases happen, by campaign and for the channels without one. */
export interface Acquisition {
  /** Share of all first purchases of the campaign (null: of a channel without campaigns) that each day brings. */
  shares(campaign: string | null): readonly number[];
  /** Multiple of its usual budget that the campaign has on each day. */
  budget(campaign: string): readonly number[];
  /** A time in days since the span's start. */
  draw(random: Random, campaign: string | null): number;
}

export function acquisitionOf(seed: number, span: Span): Acquisition {
  const season = Array.from(
    { length: span.days },
    (_, day) => seasonOn(addDays(span.startsOn, day)) * growth ** (day / span.days),
  );
  const budgets = new Map(campaigns.map((campaign, at) => [campaign.key, budgetOf(seed, campaign, at, span)]));
  const shares = new Map<string | null, number[]>([[null, normalised(season)]]);
  for (const [key, budget] of budgets) {
    shares.set(key, normalised(season.map((weight, day) => weight * budget[day]! ** spendElasticity)));
  }
  const cumulated = new Map([...shares].map(([key, daily]) => [key, cumulate(daily)]));
  return {
    shares: (campaign) => shares.get(campaign)!,
    budget: (campaign) => budgets.get(campaign)!,
    draw(random, campaign) {
      const until = cumulated.get(campaign)!;
      const at = random.float();
      return firstAbove(until, at) + random.float();
    },
  };
}

const seasonOn = (day: string) => yearlyPattern[Number(day.slice(5, 7)) - 1]!;

function budgetOf(seed: number, campaign: Campaign, index: number, span: Span): number[] {
  const random = new Random(seed, 'budget', index);
  const levels = Array.from({ length: Math.ceil(span.days / 28) }, () => random.pick(budgetLevels));
  return Array.from({ length: span.days }, (_, day) =>
    runs(campaign, addDays(span.startsOn, day)) ? levels[Math.floor(day / 28)]! : 0,
  );
}

function runs({ runs: period }: Campaign, day: string): boolean {
  return !period || (day.slice(5) >= period[0] && day.slice(5) <= period[1]);
}

function normalised(weights: number[]): number[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}

function cumulate(shares: number[]): number[] {
  let sum = 0;
  return shares.map((share) => (sum += share));
}

function firstAbove(cumulated: number[], value: number): number {
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulated[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
