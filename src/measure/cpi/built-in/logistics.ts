import type { Condition, CpiDefinition, Exclusion, Within } from '../definition.ts';

const delivery = {
  area: 'LOGISTICS',
  subject: 'DELIVERY',
  unit: 'SUBJECT',
  datedBy: 'promisedAt',
  shows: 'KEPT',
  minimumSample: 30,
} satisfies Partial<CpiDefinition>;
/** Nobody recorded whether it came: unknown, which is neither on time nor late. */
const noScan: Exclusion = {
  reason: 'no delivery scan',
  where: {
    all: [
      { field: 'status', in: ['PENDING', 'SHIPPED'] },
      { field: 'deliveredAt', known: false },
    ],
  },
  from: 'promisedAt',
};
const exclude: Exclusion[] = [{ reason: 'cancelled', where: { field: 'status', in: ['CANCELLED'] } }, noScan];
const unknownIfComplete: Exclusion = {
  reason: 'not known whether it was complete',
  where: {
    all: [
      { field: 'complete', known: false },
      { field: 'deliveredAt', known: true },
    ],
  },
};
/** A late one is no longer in full and on time, whatever was in it. */
const inTimeUnknownIfComplete: Exclusion = {
  ...unknownIfComplete,
  where: {
    all: [
      { field: 'complete', known: false },
      { field: 'deliveredAt', notAfter: 'promisedAt' },
    ],
  },
};
const onTime: Within = { limit: 'PT0S', from: 'promisedAt', to: 'deliveredAt', clock: 'CALENDAR' };
const complete: Condition = { field: 'complete', is: true };

/** How orders arrive. */
export const logisticsCpis: readonly CpiDefinition[] = [
  {
    ...delivery,
    key: 'on-time-delivery',
    name: 'On-time deliveries',
    question: 'Does my parcel come by the hour you promised?',
    success: { within: onTime },
    exclude,
    target: { share: '0.95' },
  },
  {
    ...delivery,
    key: 'on-time-delivery-by-day',
    name: 'On-time deliveries, by day',
    question: 'Does my parcel come by the day you promised?',
    success: { within: { ...onTime, limit: 'P0D', clock: 'DAYS' } },
    exclude,
    target: { share: '0.95' },
  },
  {
    ...delivery,
    key: 'complete-delivery',
    name: 'Complete deliveries',
    question: 'Is everything in my parcel?',
    success: { where: complete, decidedBy: 'endedAt' },
    exclude: [...exclude, unknownIfComplete],
    target: { share: '0.98' },
  },
  {
    ...delivery,
    key: 'on-time-in-full-delivery',
    name: 'Deliveries on time and in full',
    question: 'Does each parcel come by the hour you promised, with everything in it?',
    success: { within: onTime, where: complete },
    exclude: [...exclude, inTimeUnknownIfComplete],
    target: { share: '0.93' },
  },
  {
    ...delivery,
    key: 'on-time-in-full-order',
    name: 'Orders on time and in full',
    question: 'Does all that I ordered come by the hour you promised?',
    success: { within: onTime, where: complete },
    exclude: [...exclude, inTimeUnknownIfComplete],
    unit: 'ORDER',
    target: { share: '0.92' },
  },
];
