/** The stages of a customer's life. A customer is in exactly one on any day. */
export const lifecycleStages = [
  'PROSPECT',
  'NEW',
  'ONE_TIME',
  'ACTIVE',
  'LOYAL',
  'VIP',
  'AT_RISK',
  'CHURNED',
  'WON_BACK',
] as const;
export type LifecycleStage = (typeof lifecycleStages)[number];
