import { expect, it } from 'vitest';
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
