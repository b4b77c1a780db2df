import { channels, type Campaign, campaigns, type Channel, countries, type Country, people } from './plan.ts';
import { familyOf, firstNames, lastNames, phoneOf, sharedEmail } from './contacts.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** A person who is a customer or may become one; how they buy is in purchases.ts. */
export interface Person {
  index: number;
  /** Prospects never buy. */
  buyer: boolean;
  business: boolean;
  country: Country;
  name: string;
  email: string;
  phone: string | null;
  city: string;
  channel: Channel;
  campaign: Campaign | null;
  adSet: string | null;
  device: 'mobile' | 'desktop';
  trackingRefused: boolean;
  /** How many of the first orders are placed as a guest; Infinity for those who never sign in. */
  guestOrders: number;
  /** A second account, used from the third order on: another e-mail, the same phone. */
  secondAccount: boolean;
}

/** Ad sets of each campaign. */
export const adSetNames = ['broad', 'interests'] as const;

const cities = {
  IT: ['Roma', 'Milano', 'Torino', 'Bari'],
  DE: ['Berlin', 'Köln'],
  FR: ['Lyon', 'Lille'],
  GB: ['Leeds', 'Bristol'],
  CH: ['Zürich', 'Lugano'],
};

export function personOf(world: World, index: number): Person {
  const random = new Random(world.settings.seed, 'person', index);
  const country = random.weighted(countries, ({ share }) => share);
  const channel = random.weighted(channels, ({ share }) => share);
  const options = campaigns.filter((campaign) => campaign.channel === channel.key);
  const campaign = options.length > 0 ? random.weighted(options, ({ share }) => share) : null;
  const first = random.pick(firstNames);
  const last = random.pick(lastNames);
  const shared = sharedEmail(index);
  const phone = country.code === 'FR' && random.chance(0.6) ? phoneOf(index) : null;
  const guest = random.float();
  return {
    index,
    buyer: random.chance(people.buyers),
    business: random.chance(people.business),
    country,
    name: `${first} ${shared && familyOf(index) !== null ? 'Zuccherini' : last}`,
    email: shared ?? `${first}.${last}.${index}@posta.alt`.toLowerCase(),
    phone: shared ? null : phone,
    city: random.pick(cities[country.code]),
    channel,
    campaign,
    adSet: campaign && random.pick(adSetNames),
    device: random.chance(0.62) ? 'mobile' : 'desktop',
    trackingRefused: random.chance(people.trackingRefused),
    guestOrders: shared
      ? 0
      : guest < people.guestsForEver
        ? Infinity
        : guest < people.guestsForEver + people.guestsAtFirst
          ? random.whole(1, 2)
          : 0,
    secondAccount: phone !== null && !shared && guest > 0.5 && random.chance(people.secondAccount),
  };
}

export const accountKey = (person: Person) => `customer-${person.index}`;
export const secondAccountKey = (person: Person) => `customer-${person.index}-b`;
export const secondEmail = (person: Person) => person.email.replace('@', '.new@');
