import { addDays, dayNumber, type Span } from './clock.ts';
import type { Currency } from './plan.ts';
import { Random } from './random.ts';

/** Exchange rates of every day: what one euro buys, in millionths. */
export interface Rates {
  quotes: readonly Exclude<Currency, 'EUR'>[];
  on(day: string, currency: Currency): number;
}

const started = { GBP: 0.862, CHF: 0.955, USD: 1.083 };

/** A walk around the first rate that never strays far from it; one week longer than the span at its start. */
export function ratesOf(seed: number, span: Span): Rates {
  const quotes = ['GBP', 'CHF', 'USD'] as const;
  const first = dayNumber(addDays(span.startsOn, -7));
  const walks = new Map<Currency, number[]>(
    quotes.map((quote, at) => {
      const random = new Random(seed, 'rate', at);
      let away = 0;
      const walk = Array.from({ length: span.days + 7 }, () => {
        away = away * 0.995 + random.normal() * 0.003;
        return Math.round(started[quote] * Math.exp(away) * 1e6);
      });
      return [quote, walk];
    }),
  );
  return { quotes, on: (day, currency) => (currency === 'EUR' ? 1e6 : walks.get(currency)![dayNumber(day) - first]!) };
}

/** Euro cents in another currency at a rate. */
export const exchanged = (cents: number, rate: number) => Math.round((cents * rate) / 1e6);
