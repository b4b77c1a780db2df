import { leadCount, leadOf } from '../world/leads.ts';
import type { World } from '../world/world.ts';
import { Counts, Groups } from './count.ts';

/** Leads and deals by origin, and the deals that are dated before their contact. */
export function leadTotals(world: World) {
  const byOrigin = new Groups(() => new Counts<'leads' | 'won' | 'early'>());
  for (let index = 0; index < leadCount(world); index++) {
    const { origin, status, wonAt, contactedAt } = leadOf(world, index);
    const counts = byOrigin.at(origin);
    counts.add('leads');
    if (status === 'WON') counts.add('won');
    if (wonAt !== null && wonAt < contactedAt) counts.add('early');
  }
  return byOrigin.all((counts) => ({ leads: counts.of('leads'), won: counts.of('won'), early: counts.of('early') }));
}
