import type { AttributionChoice } from '../../../src/measure/attribution/credits.ts';
import type { OrdersAsked } from '../../../src/measure/attribution/sql.ts';
import { type Customer, dayOf, type TouchIn } from './world.ts';

export interface Question {
  from: string;
  to: string;
  orders: OrdersAsked;
}
interface Journey {
  order: string | null;
  touches: TouchIn[];
}

const day = 24;

/** Credits by "channel campaign" ("none" where no touch is known), worked out by hand, order by order. */
export function creditsByHand(customers: readonly Customer[], choice: AttributionChoice, asked: Question) {
  const journeys = customers.flatMap((customer) => journeysOf(customer, choice, asked));
  const won = journeys.filter(({ order }) => order !== null);
  const effects = choice.model === 'MARKOV' ? effectsOf(journeys) : new Map<string, number>();
  const credits = new Map<string, number>();
  const give = (place: string, credit: number) => credits.set(place, (credits.get(place) ?? 0) + credit);
  for (const { touches } of won) {
    if (touches.length === 0) give('none', 1);
    weightsOf(touches, choice, effects).forEach((weight, i) => give(placeOf(touches[i]!), weight));
  }
  if (choice.model === 'MARKOV') {
    const ways = won.filter(({ touches }) => touches.length > 0);
    const touching = new Set(ways.flatMap(({ touches }) => touches.map(({ channel }) => channel)));
    const all = sum([...touching].map((channel) => effects.get(channel)!));
    for (const channel of touching) {
      const own = [...credits.keys()].filter((place) => place.startsWith(`${channel} `));
      const got = sum(own.map((place) => credits.get(place)!));
      for (const place of own) {
        credits.set(place, (credits.get(place)! * ways.length * effects.get(channel)!) / all / got);
      }
    }
  }
  return credits;
}

const placeOf = ({ channel, campaign }: TouchIn) => `${channel} ${campaign ?? 'none'}`;
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Journeys to the orders asked, and those that led to none. */
function journeysOf({ orders, touches }: Customer, choice: AttributionChoice, asked: Question): Journey[] {
  const [bought, seen] = [orders.toSorted((a, b) => a.at - b.at), touches.toSorted((a, b) => a.at - b.at)];
  const within = (hour: number) => dayOf(hour) >= asked.from && dayOf(hour) <= asked.to;
  const reaches = ({ at, kind }: TouchIn, end: number) =>
    at >= end - day * (kind === 'VIEW' ? (choice.viewDays ?? 0) : choice.lookBackDays);
  const way = (after: number, until: number, end: number) => {
    const reaching = seen.filter((touch) => touch.at > after && touch.at <= until && reaches(touch, end));
    const visits = reaching.filter(({ kind }) => kind !== 'SURVEY');
    return visits.length > 0 ? visits : reaching;
  };
  const won = bought.map(({ key, at }, i) => ({ order: key, at, touches: way(bought[i - 1]?.at ?? -1, at, at) }));
  const askedFor = asked.orders === 'FIRST' ? won.slice(0, 1) : won;
  const found: Journey[] = askedFor.filter(({ at }) => within(at));
  const [last, since] = [seen.at(-1), bought.at(-1)?.at ?? -1];
  if (last && last.at > since && (asked.orders === 'ALL' || bought.length === 0)) {
    const over = last.at + day * choice.lookBackDays;
    const lost = way(since, last.at, last.at);
    if (within(over) && lost.length > 0) found.push({ order: null, touches: lost });
  }
  return found;
}

function weightsOf(touches: TouchIn[], { model, halfLifeDays = 7 }: AttributionChoice, effects: Map<string, number>) {
  const n = touches.length;
  const channelsOn = [...new Set(touches.map(({ channel }) => channel))];
  const alike = ({ channel }: TouchIn) => touches.filter((other) => other.channel === channel).length;
  const only = (chosen: number) => touches.map((_, i) => (i === chosen ? 1 : 0));
  const share = (weights: number[]) => weights.map((weight) => weight / sum(weights));
  switch (model) {
    case 'FIRST_TOUCH':
      return only(0);
    case 'LAST_TOUCH':
      return only(n - 1);
    case 'LAST_NON_DIRECT': {
      const chosen = touches.findLastIndex(({ channel }) => channel !== 'Direct');
      return only(chosen < 0 ? n - 1 : chosen);
    }
    case 'LINEAR':
      return share(touches.map(() => 1));
    case 'TIME_DECAY':
      return share(touches.map(({ at }) => 2 ** ((at - touches[0]!.at) / day / halfLifeDays)));
    case 'POSITION_BASED':
      if (n <= 2) return share(touches.map(() => 1));
      return touches.map((_, i) => (i === 0 || i === n - 1 ? 0.4 : 0.2 / (n - 2)));
    case 'SHAPLEY':
      return touches.map((touch) => 1 / channelsOn.length / alike(touch));
    case 'MARKOV':
      return share(touches.map((touch) => effects.get(touch.channel)! / alike(touch)));
  }
}

/** By walking the chain until nearly everybody has arrived, with each channel barred in turn. */
function effectsOf(journeys: readonly Journey[]): Map<string, number> {
  const steps = new Map<string, Map<string, number>>();
  for (const { order, touches } of journeys.filter((journey) => journey.touches.length > 0)) {
    const way = ['start', ...touches.map(({ channel }) => channel), order === null ? 'lost' : 'won'];
    way.slice(1).forEach((to, i) => {
      const from = steps.get(way[i]!) ?? new Map<string, number>();
      steps.set(way[i]!, from.set(to, (from.get(to) ?? 0) + 1));
    });
  }
  const chance = (barred: string | null) => {
    let [there, arrived] = [new Map([['start', 1]]), 0];
    for (let step = 0; step < 400; step++) {
      const next = new Map<string, number>();
      for (const [from, share] of there) {
        const ways = steps.get(from) ?? new Map<string, number>();
        const all = sum([...ways.values()]);
        for (const [to, times] of ways) {
          if (to === 'won') arrived += (share * times) / all;
          else if (to !== 'lost' && to !== barred) next.set(to, (next.get(to) ?? 0) + (share * times) / all);
        }
      }
      there = next;
    }
    return arrived;
  };
  const usual = chance(null);
  const known = new Set(journeys.flatMap(({ touches }) => touches.map(({ channel }) => channel)));
  return new Map([...known].map((channel) => [channel, 1 - chance(channel) / usual]));
}
