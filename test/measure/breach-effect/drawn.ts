import { channels, countries } from '../../../connectors/demo/world/plan.ts';
import { lifeOf } from '../../../connectors/demo/world/life.ts';
import { dayOf } from '../../../connectors/demo/world/clock.ts';
import { worldOf } from '../../../connectors/demo/world/world.ts';
import { columnNames, type Exposures } from '../../../src/measure/breach-effect/exposures.ts';

const dayLength = 86_400_000;

export type Row = Record<(typeof columnNames)[number], number>;

/** The columns of rows. */
export function exposuresOf(rows: readonly Row[]): Exposures {
  return Object.fromEntries(
    columnNames.map((name) => [name, Float64Array.from(rows, (row) => row[name])]),
  ) as Exposures;
}

/**
 * The first parcels of the demo business, as it drew them: late or on time, and what their buyers bought in so many days
 * from the hour promised. Neither records nor SQL are in between.
 */
export function drawnExposures(
  settings: { seed: number; customers: number; lateEffect: number },
  horizonDays: number,
): Exposures {
  const world = worldOf({ ...settings, endsOn: '2025-12-31' });
  const rows: Row[] = [];
  for (let customer = 0; customer < settings.customers; customer++) {
    const { person, orders } = lifeOf(world, customer);
    const bought = orders.filter(({ purchase, deliveries }) => purchase && deliveries.length > 0);
    const times = bought.map(({ at }) => at);
    for (const { deliveries } of bought) {
      const { promisedAt: due, deliveredAt } = deliveries[0]!;
      if (deliveredAt === null || due + horizonDays * dayLength > world.span.end) continue;
      const before = times.filter((time) => time <= due);
      const after = times.filter((time) => time > due && time <= due + horizonDays * dayLength);
      const [year, month] = dayOf(due).split('-').map(Number);
      rows.push({
        customer,
        month: year! * 12 + month!,
        breached: Number(deliveredAt > due),
        orders: before.length,
        net: before.length * 50,
        recency: (due - before.at(-1)!) / dayLength,
        tenure: (due - before[0]!) / dayLength,
        country: countries.findIndex(({ code }) => code === person.country.code),
        channel: channels.findIndex(({ key }) => key === person.channel.key),
        laterOrders: after.length,
        laterNet: after.length * 50,
        laterMargin: after.length * 20,
        laterUncosted: 0,
        laterUnknown: 0,
        churned: Number(due + horizonDays * dayLength - [...before, ...after].at(-1)! > 180 * dayLength),
      });
    }
  }
  return exposuresOf(rows);
}
