import { PurchaseForecast, type History } from './models/expected-purchases.ts';
import { type Customer, expectedValue, type Horizon, type Outcome, valueInterval } from './models/future-value.ts';
import type { Draw, FittedValue } from './fitted.ts';

/** Below so many buyers what the history leaves open about the parameters matters for each customer. */
export const fewBuyers = 500;

/** What models expect of customers: one set of parameters, or the mean over several. Score many customers with one. */
export class Outlook {
  private readonly purchases: PurchaseForecast[];
  private readonly outcomes: Outcome[];

  constructor(draws: readonly Draw[]) {
    this.purchases = draws.map(({ kind, purchases }) => new PurchaseForecast(kind, purchases));
    this.outcomes = draws.flatMap(({ spend }, i) => (spend ? { purchases: this.purchases[i]!, spend } : []));
  }

  get knowsSpend(): boolean {
    return this.outcomes.length > 0;
  }

  alive(history: History): number {
    return meanOf(this.purchases, (purchases) => purchases.alive(history));
  }

  expected(history: History, ahead: number): number {
    return meanOf(this.purchases, (purchases) => purchases.expected(history, ahead));
  }

  /** Needs to know spend, as `interval` does. */
  value(customer: Customer, horizon: Horizon): number {
    return meanOf(this.outcomes, ({ purchases, spend }) => expectedValue(purchases, spend, customer, horizon));
  }

  interval(customer: Customer, ahead: number, confidence: number): { low: number; high: number } {
    return valueInterval(this.outcomes, customer, ahead, confidence);
  }
}

/** What a kept model expects: of small shops the mean over all that their history allows. */
export function outlookOf({ customers, kind, purchases, spend, draws }: FittedValue): Outlook {
  return new Outlook(customers < fewBuyers ? draws : [{ kind, purchases, spend: spend?.parameters ?? null }]);
}

const meanOf = <Of>(all: readonly Of[], value: (one: Of) => number): number =>
  all.reduce((sum, one) => sum + value(one), 0) / all.length;
