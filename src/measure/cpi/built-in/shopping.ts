import type { CpiDefinition } from '../definition.ts';

const cart = {
  area: 'DIGITAL',
  subject: 'CART',
  unit: 'SUBJECT',
  datedBy: 'startedAt',
  shows: 'BROKEN',
  promise: false,
  minimumSample: 30,
} satisfies Partial<CpiDefinition>;
const bought = { limit: 'PT60M', from: 'lastActiveAt', to: 'completedAt', clock: 'CALENDAR' } as const;
const boughtInTheEnd = { limit: 'P7D', from: 'lastActiveAt', to: 'boughtAt', clock: 'CALENDAR' } as const;
const where = { field: 'checkedOut', is: true };

/** Whether people buy what they wanted to. */
export const shoppingCpis: readonly CpiDefinition[] = [
  {
    ...cart,
    key: 'cart-abandonment',
    name: 'Abandoned carts',
    question: 'Can I buy what I put into my cart?',
    success: { within: bought },
    target: { share: '0.6' },
  },
  {
    ...cart,
    key: 'cart-abandonment-net',
    name: 'Abandoned carts, net of recovery',
    question: 'Do I buy what I put into my cart, if not at once then within a week?',
    success: { within: boughtInTheEnd },
    target: { share: '0.5' },
  },
  {
    ...cart,
    key: 'checkout-abandonment',
    name: 'Abandoned checkouts',
    question: 'Can I finish the checkout that I started?',
    where,
    success: { within: bought },
    target: { share: '0.35' },
  },
  {
    ...cart,
    key: 'checkout-abandonment-net',
    name: 'Abandoned checkouts, net of recovery',
    question: 'Do I finish the checkout that I started, if not at once then within a week?',
    where,
    success: { within: boughtInTheEnd },
    target: { share: '0.3' },
  },
];
