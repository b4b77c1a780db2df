import type { Account } from './accounts.ts';
import { dayLength, hour, monthOf, wholeSeconds } from './clock.ts';
import type { Order } from './order.ts';
import type { Person } from './people.ts';
import { Random } from './random.ts';
import type { World } from './world.ts';

/** A newsletter opened or clicked. */
export interface MailEvent {
  key: string;
  account: string;
  at: number;
  kind: 'email_opened' | 'email_clicked';
  newsletter: string;
}

/** Those who take the newsletter read it until some weeks after their last purchase. */
export function mailEventsOf(
  world: World,
  person: Person,
  accounts: readonly Account[],
  orders: readonly Order[],
): MailEvent[] {
  const random = new Random(world.settings.seed, 'mail', person.index);
  const account = accounts[0];
  const refused = account?.consents.some(({ channel, granted }) => channel === 'EMAIL' && !granted);
  if (!account || refused) return [];
  const last = orders.findLast(({ purchase }) => purchase)?.at ?? account.createdAt;
  const until = Math.min(world.span.end - 2 * hour, last + 60 * dayLength);
  const events: MailEvent[] = [];
  if (until <= account.createdAt) return events;
  for (let count = random.poisson(1.8); count > 0; count--) {
    const at = wholeSeconds(random.between(account.createdAt, until));
    const key = `mail-${person.index}-${events.length + 1}`;
    const newsletter = monthOf(at);
    events.push({ key, account: account.key, at, kind: 'email_opened', newsletter });
    if (random.chance(0.25))
      events.push({ key: `${key}-click`, account: account.key, at: at + 40_000, kind: 'email_clicked', newsletter });
  }
  return events;
}
