import { z } from 'zod';
import { type Draft, FieldError, type Payload } from '../../../src/sdk/index.ts';
import { mapCustomer, mapOrder, mapTicket, statuses } from '../acme/streams.ts';
import { type Broken, withList } from './broken.ts';

/** The sample's orders, with some of their fields otherwise. */
const ordersWith = (change: (order: Payload) => object) => (order: Payload) =>
  mapOrder(order).map((draft) => ({ ...draft, data: { ...draft.data, ...change(order) } }) as Draft);

const strict = z.strictObject({
  id: z.string(),
  name: z.string().nullish(),
  email: z.string().nullish(),
  created_at: z.string().nullish(),
});

const remembered = new Map<string, Payload>();

export const brokenMaps: readonly Broken[] = [
  {
    check: 23,
    what: 'reckons with floats',
    connector: withList('orders', { map: ordersWith(({ total }) => ({ total: String(Number(total)) })) }),
  },
  {
    check: 23,
    what: 'looks at the clock',
    connector: withList('orders', { map: ordersWith(() => ({ placedAt: new Date().toISOString() })) }),
  },
  {
    check: 23,
    what: 'breaks over what it does not expect',
    connector: withList('orders', {
      map: ordersWith(({ buyer }) => ({ email: (buyer as { email: string }).email.trim() || undefined })),
    }),
  },
  {
    check: 23,
    what: 'refuses a status that it does not know',
    connector: withList('orders', {
      map: ordersWith(({ status }) => {
        if (!Object.hasOwn(statuses, String(status))) throw new FieldError('status', 'is not known');
        return {};
      }),
    }),
  },
  {
    check: 23,
    what: 'changes the record',
    connector: withList('customers', {
      map: (customer: Payload) => mapCustomer(Object.assign(customer, { mapped: true })),
    }),
  },
  {
    check: 24,
    what: 'makes something else of records than its golden file says',
    connector: withList('orders', {
      map: ordersWith(({ currency }) => ({ currency: currency === 'EUR' ? 'USD' : currency })),
    }),
  },
  {
    check: 25,
    what: 'refuses records with a field that it does not know',
    connector: withList('customers', {
      map(customer: Payload) {
        const { error } = strict.safeParse(customer);
        if (error) throw new FieldError(error.issues[0]!.path.join('.') || 'record', error.issues[0]!.message);
        return mapCustomer(customer);
      },
    }),
  },
  {
    check: 27,
    what: 'reads wall times as those of its own machine',
    connector: withList('tickets', {
      map: (ticket: Payload) =>
        mapTicket({ ...ticket, solved_local: null }).map((draft) => {
          const local = ticket['solved_local'];
          const time = typeof local === 'string' ? new Date(local.replace(' ', 'T')) : null;
          const solved = time && !Number.isNaN(time.getTime()) ? { solvedAt: time.toISOString() } : {};
          return { ...draft, data: { ...draft.data, ...solved } } as Draft;
        }),
    }),
  },
  {
    check: 28,
    what: 'takes the beginning of 1970 for a time',
    connector: withList('orders', {
      map: (order: Payload) => {
        const at = order['cancelled_at'];
        const time = typeof at === 'string' ? new Date(at) : null;
        const cancelled = time && !Number.isNaN(time.getTime()) ? { cancelledAt: time.toISOString() } : {};
        return mapOrder({ ...order, cancelled_at: null }).map(
          (draft) => ({ ...draft, data: { ...draft.data, ...cancelled } }) as Draft,
        );
      },
    }),
  },
  {
    check: 29,
    what: 'remembers every record',
    connector: withList('orders', {
      map(order: Payload) {
        remembered.set(String(order['id']), structuredClone(order));
        return mapOrder(order);
      },
    }),
  },
];
