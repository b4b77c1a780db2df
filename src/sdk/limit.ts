import type { HttpRequest } from './http-message.ts';

/**
 * How much a vendor lets itself be asked, over all streams of a connection. Retry-After, in seconds or as a date, is
 * always obeyed and need not be declared.
 */
export type Limit =
  /** At most `capacity` requests, or their weights, in any `perSeconds`. */
  | { kind: 'bucket'; capacity: number; perSeconds: number; weight?(request: HttpRequest): number }
  /** Headers that say how many requests remain, and when there will be more. */
  | { kind: 'headers'; remaining: string; reset: string; resetIs: 'seconds' | 'milliseconds' | 'epoch' | 'iso' }
  /** GraphQL cost: where the answer holds { requestedQueryCost, throttleStatus }, such as "extensions.cost". */
  | { kind: 'graphqlCost'; at: string };
