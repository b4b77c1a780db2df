import { sql } from 'kysely';
import { flag, instant, nextPurchase, number, type Subject, text } from '../field.ts';

const lastActiveAt = sql`coalesce(t.last_active_at, t.started_at)`;

export const cart: Subject = {
  description: 'A cart, and the checkout that it may have become. Only what the shop sends can be seen.',
  from: sql`carts t`,
  valid: sql`true`,
  identityId: sql`t.identity_id`,
  orderId: sql`t.order_id`,
  of: 'CUSTOMER',
  since: sql`t.started_at`,
  datedBy: 'startedAt',
  fields: {
    startedAt: instant('When the first thing was put into it.', 't.started_at'),
    lastActiveAt: instant('When somebody last did something with it.', lastActiveAt),
    checkoutAt: instant('When its checkout was started.', 't.checkout_at'),
    completedAt: instant('When it became an order.', 't.completed_at'),
    boughtAt: instant(
      'When it became an order, or else when the same customer next bought.',
      sql`coalesce(t.completed_at, ${nextPurchase(lastActiveAt)})`,
    ),
    checkedOut: flag('Whether a checkout was started.', sql`(t.checkout_at is not null)`),
    items: number('How many things are in it.', 't.items'),
    device: text('On what it was filled: mobile, desktop …', 't.device'),
  },
};
