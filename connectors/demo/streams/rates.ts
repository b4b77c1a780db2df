import type { Stream } from '../../../src/sdk/index.ts';
import { addDays } from '../world/clock.ts';
import type { World } from '../world/world.ts';
import { streamOf } from './stream.ts';

type RatePayload = { date: string; base: string; rates: { [currency: string]: string } };

/** What one euro bought on each day. */
export function rates({ rates: table, span }: World): Stream {
  return streamOf<RatePayload>({
    entities: ['rate'],
    personalData: false,
    pages: 1,
    key: ({ date }) => date,
    page: () =>
      Array.from({ length: span.days }, (_, day) => {
        const date = addDays(span.startsOn, day);
        return {
          date,
          base: 'EUR',
          rates: Object.fromEntries(table.quotes.map((quote) => [quote, (table.on(date, quote) / 1e6).toFixed(6)])),
        };
      }),
    map: ({ date, base, rates: bought }) =>
      Object.entries(bought).map(([quote, rate]) => ({
        type: 'rate',
        data: { key: `${date}:${quote}`, day: date, base, quote, rate },
      })),
  });
}
