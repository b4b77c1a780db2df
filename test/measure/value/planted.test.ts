import { expect, it } from 'vitest';
import { fitValue } from '../../../src/measure/value/fit-value.ts';
import type { HistoryColumns } from '../../../src/measure/value/histories.ts';
import { channels } from '../../../connectors/demo/world/plan.ts';
import { personOf } from '../../../connectors/demo/world/people.ts';
import { purchasesOf } from '../../../connectors/demo/world/purchases.ts';
import { worldOf } from '../../../connectors/demo/world/world.ts';
import { fitPurchases } from '../../../src/measure/value/models/fit-purchases.ts';
import { historiesOf } from './reference.ts';

const week = 7 * 86_400_000;

it('finds the purchase process of every channel of the demo business again, within three standard errors', () => {
  const world = worldOf({ seed: 3, customers: 20_000, endsOn: '2025-12-31', lateEffect: 1 });
  const byChannel = new Map(
    channels.map((channel) => [channel.key, [] as { repeats: number; recency: number; tenure: number }[]]),
  );
  for (let index = 0; index < world.settings.customers; index++) {
    const person = personOf(world, index);
    const times = purchasesOf(world, person).map(({ at }) => at);
    if (times.length === 0) continue;
    const [first, last] = [times[0]!, times.at(-1)!];
    byChannel.get(person.channel.key)!.push({
      repeats: times.length - 1,
      recency: (last - first) / week,
      tenure: (world.span.end - first) / week,
    });
  }
  const off = channels.flatMap((channel) => {
    const histories = historiesOf(byChannel.get(channel.key)!);
    const { parameters, errors } = fitPurchases({ k: 1, fromStart: false, leaves: true }, histories, { prior: true });
    return (['r', 'alpha', 'a', 'b'] as const).map((name) => ({
      channel: channel.key,
      name,
      errors: Math.abs(parameters[name] - channel[name]) / errors![name]!,
    }));
  });
  expect(off).toHaveLength(4 * channels.length);
  expect(off.filter(({ errors }) => !(errors < 3))).toEqual([]);
});

it('holds four of five customers of the demo business in their interval, and is not far off in all', () => {
  const world = worldOf({ seed: 5, customers: 6000, endsOn: '2025-12-31', lateEffect: 1 });
  const asOf = Math.floor(world.span.end / 86_400_000);
  const day = asOf - 26 * 7;
  const lives = Array.from({ length: world.settings.customers }, (_, index) =>
    purchasesOf(world, personOf(world, index)),
  )
    .map((purchases) => purchases.map(({ at, value }) => ({ day: Math.floor(at / 86_400_000), value: value / 100 })))
    .filter((purchases) => purchases.length > 0);
  const known = lives.filter(([first]) => first!.day <= day);
  const after = known.map((life) => life.filter((purchase) => purchase.day > day));
  const fitted = fitValue({
    histories: columnsOf(lives),
    asOf,
    repeatsByWeek: [],
    holdOut: {
      histories: columnsOf(known.map((life) => life.filter((purchase) => purchase.day <= day))),
      day,
      later: Int32Array.from(after, (life) => new Set(life.map((purchase) => purchase.day)).size),
      laterSpend: Float64Array.from(after, (life) => life.reduce((sum, { value }) => sum + value, 0)),
    },
  })!;
  expect(fitted.churnIdentifiable).toBe(true);
  expect(fitted.backTest!.coverage).toBeGreaterThan(0.75);
  expect(fitted.backTest!.coverage).toBeLessThan(0.88);
  expect(Math.abs(fitted.backTest!.bias!)).toBeLessThan(0.1);
});

/** Purchases of one day are one. */
function columnsOf(lives: readonly (readonly { day: number; value: number }[])[]): HistoryColumns {
  const rows = lives.map((life) => {
    const days = [...new Set(life.map(({ day }) => day))];
    const repeats = life.filter(({ day }) => day > days[0]!);
    const spent = repeats.reduce((sum, { value }) => sum + value, 0);
    const logGaps = days.slice(1).reduce((sum, day, index) => sum + Math.log(day - days[index]!), 0);
    return { days, mean: days.length > 1 ? spent / (days.length - 1) : Number.NaN, logGaps };
  });
  return {
    repeats: Int32Array.from(rows, ({ days }) => days.length - 1),
    firstDay: Int32Array.from(rows, ({ days }) => days[0]!),
    lastDay: Int32Array.from(rows, ({ days }) => days.at(-1)!),
    meanSpend: Float64Array.from(rows, ({ mean }) => mean),
    logGaps: Float64Array.from(rows, ({ logGaps }) => logGaps),
  };
}
