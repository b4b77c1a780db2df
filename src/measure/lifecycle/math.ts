export interface StageRules {
  newForDays: number;
  churnAfterDays: number;
  loyalAfterOrders: number;
  /** Value from which a loyal customer is a VIP; null where nobody is. */
  vipValue: number | null;
}

/** The purchases of one day, days counted from any origin. */
export interface PurchaseDay {
  day: number;
  orders: number;
  value: number;
}

type Stage = 'NEW' | 'ONE_TIME' | 'ACTIVE' | 'LOYAL' | 'VIP' | 'AT_RISK' | 'CHURNED' | 'WON_BACK';

/** The stage at the end of a day; `purchases` are oldest first and at least one is not after it. */
export function stageOn(day: number, purchases: readonly PurchaseDay[], rules: StageRules): Stage {
  const past = purchases.filter((purchase) => purchase.day <= day);
  const [first, last, previous] = [past[0]!, past.at(-1)!, past.at(-2)];
  const orders = past.reduce((sum, purchase) => sum + purchase.orders, 0);
  const value = past.reduce((sum, purchase) => sum + purchase.value, 0);
  const silent = day - last.day;
  if (silent >= rules.churnAfterDays) return 'CHURNED';
  if (day - first.day < rules.newForDays) return 'NEW';
  if (silent * 2 >= rules.churnAfterDays) return 'AT_RISK';
  if (previous && last.day - previous.day > rules.churnAfterDays) return 'WON_BACK';
  if (orders >= rules.loyalAfterOrders) return rules.vipValue !== null && value >= rules.vipValue ? 'VIP' : 'LOYAL';
  return past.length > 1 ? 'ACTIVE' : 'ONE_TIME';
}

/** Every change of stage from the first purchase to a day, oldest first: only a purchase or a passing limit can change it. */
export function stageHistory(
  purchases: readonly PurchaseDay[],
  rules: StageRules,
  until: number,
): { day: number; stage: Stage }[] {
  const limits = [0, Math.ceil(rules.churnAfterDays / 2), rules.churnAfterDays];
  const turns = purchases.flatMap(({ day }) => limits.map((limit) => day + limit));
  if (purchases[0]) turns.push(purchases[0].day + rules.newForDays);
  const days = [...new Set(turns)].filter((day) => day <= until).toSorted((one, other) => one - other);
  const stages = days.map((day) => ({ day, stage: stageOn(day, purchases, rules) }));
  return stages.filter(({ stage }, index) => stage !== stages[index - 1]?.stage);
}
