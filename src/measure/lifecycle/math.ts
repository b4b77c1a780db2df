export interface StageRules {
  newForDays: number;
  churnAfterDays: number;
  loyalAfterOrders: number;
  /** Value from which a loyal customer is a VIP, in the unit of days; null where nobody is. */
  vipValue: number | null;
}

/** What happened on one day, days counted from any origin: purchases, and what they and returns added to the value. */
export interface LifeDay {
  day: number;
  /** 0 where only something came back. */
  orders: number;
  /** In a unit that is whole for every amount; NaN where one is unknown, which makes nobody a VIP. */
  value: number;
}

type Stage = 'NEW' | 'ONE_TIME' | 'ACTIVE' | 'LOYAL' | 'VIP' | 'AT_RISK' | 'CHURNED' | 'WON_BACK';

/** The stage at the end of a day; `life` is oldest first and holds a purchase that is not after it. */
export function stageOn(day: number, life: readonly LifeDay[], rules: StageRules): Stage {
  const past = life.filter((one) => one.day <= day);
  const bought = past.filter(({ orders }) => orders > 0);
  const [first, last, previous] = [bought[0]!, bought.at(-1)!, bought.at(-2)];
  const orders = bought.reduce((sum, one) => sum + one.orders, 0);
  const value = past.reduce((sum, one) => sum + one.value, 0);
  const silent = day - last.day;
  if (silent >= rules.churnAfterDays) return 'CHURNED';
  if (day - first.day < rules.newForDays) return 'NEW';
  if (silent * 2 >= rules.churnAfterDays) return 'AT_RISK';
  if (previous && last.day - previous.day > rules.churnAfterDays) return 'WON_BACK';
  if (orders >= rules.loyalAfterOrders) return rules.vipValue !== null && value >= rules.vipValue ? 'VIP' : 'LOYAL';
  return bought.length > 1 ? 'ACTIVE' : 'ONE_TIME';
}

/** Every change of stage from the first purchase to a day, oldest first: only what happens or a passing limit can change it. */
export function stageHistory(
  life: readonly LifeDay[],
  rules: StageRules,
  until: number,
): { day: number; stage: Stage }[] {
  const first = life.find(({ orders }) => orders > 0);
  if (!first) return [];
  const limits = [0, Math.ceil(rules.churnAfterDays / 2), rules.churnAfterDays];
  const turns = life.flatMap(({ day }) => limits.map((limit) => day + limit));
  const days = [...new Set([...turns, first.day + rules.newForDays])]
    .filter((day) => day >= first.day && day <= until)
    .toSorted((one, other) => one - other);
  const stages = days.map((day) => ({ day, stage: stageOn(day, life, rules) }));
  return stages.filter(({ stage }, index) => stage !== stages[index - 1]?.stage);
}
