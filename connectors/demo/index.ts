import { z } from 'zod';
import { defineConnector, FieldError, type Json } from '../../src/sdk/index.ts';
import { adSpend, channelTree } from './streams/advertising.ts';
import { carts } from './streams/carts.ts';
import { customers } from './streams/customers.ts';
import { leads } from './streams/leads.ts';
import { mail } from './streams/mail.ts';
import { orders } from './streams/orders.ts';
import { products } from './streams/products.ts';
import { quotes } from './streams/quotes.ts';
import { rates } from './streams/rates.ts';
import { shopEvents } from './streams/shop-events.ts';
import { surveys } from './streams/surveys.ts';
import { calendars, tickets } from './streams/tickets.ts';
import { visits } from './streams/visits.ts';
import { type Settings, worldOf } from './world/world.ts';

const settings = z.strictObject({
  seed: z.int('must be a whole number').default(1).describe('Another number is another business'),
  customers: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(1_000_000, 'must be at most 1,000,000')
    .default(20_000)
    .describe('How many there are'),
  endsOn: z.iso
    .date('must be a day such as "2025-12-31"')
    .describe("The last of the three years' days, in Europe/Rome"),
  lateEffect: z
    .number('must be a number')
    .min(1, 'must be 1 or more')
    .default(1.8)
    .describe(
      'How much likelier (in odds) a delivery is late where the customer does not soon buy again; 1 plants no effect',
    ),
});

/** A simulated shop: the same settings make the same records, see docs/demo.md. */
export default defineConnector<Settings>({
  id: 'demo',
  title: 'Demo business (simulated)',
  version: '1',
  kind: 'SHOP',
  docs: 'docs/demo.md',
  settings: z.toJSONSchema(settings, { io: 'input' }) as Json,
  parse(written) {
    const parsed = settings.safeParse(written);
    if (parsed.success) return parsed.data;
    const { path, message } = parsed.error.issues[0]!;
    throw new FieldError(path.join('.') || 'settings', message);
  },
  check: ({ seed }) => Promise.resolve({ account: `Simulated coffee shop no. ${seed}` }),
  streams(config) {
    const world = worldOf(config);
    return {
      'simulated-products': products(world),
      'simulated-rates': rates(world),
      'simulated-channels': channelTree(world),
      'simulated-ad-spend': adSpend(world),
      'simulated-calendars': calendars(world),
      'simulated-customers': customers(world),
      'simulated-orders': orders(world),
      'simulated-carts': carts(world),
      'simulated-visits': visits(world),
      'simulated-tickets': tickets(world),
      'simulated-surveys': surveys(world),
      'simulated-quotes': quotes(world),
      'simulated-leads': leads(world),
      'simulated-mail': mail(world),
      'simulated-shop-events': shopEvents(world),
    };
  },
});
