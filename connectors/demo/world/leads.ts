import { dayLength, wholeSeconds } from './clock.ts';
import { type LeadOrigin, leadOrigins, leads } from './plan.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** A bar, office or hotel that asked about regular supplies. */
export interface Lead {
  key: string;
  origin: LeadOrigin['name'];
  segment: string;
  contactedAt: number;
  status: 'OPEN' | 'WON' | 'LOST';
  wonAt: number | null;
}

export const leadCount = ({ settings }: World) => Math.round(settings.customers * leads.perCustomer);

/** The lead of that number, made from nothing but it. */
export function leadOf({ settings, span }: World, index: number): Lead {
  const random = new Random(settings.seed, 'lead', index);
  const { name, winRate } = random.weighted(leadOrigins, ({ share }) => share);
  const contactedAt = wholeSeconds(random.between(span.start + dayLength, span.end));
  const wins = random.chance(winRate);
  const days = Math.exp(Math.log(leads.medianDays) + leads.spread * random.normal());
  // Somebody typed the wrong day.
  const early = random.chance(leads.wonEarly);
  const decidedAt = wholeSeconds(contactedAt + (wins && early ? -random.float() : days) * dayLength);
  const decided = decidedAt < span.end;
  return {
    key: `lead-${index}`,
    origin: name,
    segment: random.pick(['Bars', 'Offices', 'Hotels']),
    contactedAt,
    status: decided ? (wins ? 'WON' : 'LOST') : 'OPEN',
    wonAt: wins && decided ? decidedAt : null,
  };
}
