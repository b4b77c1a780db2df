import { amountAt, Exact, idAt, type Payload } from '../../src/sdk/index.ts';

/** The number that ends an id such as "gid://shopify/Order/123": what the shop's own pages and its webhooks say. */
export const keyAt = (record: Payload, path: string): string | undefined =>
  /([^/?]+)(\?.*)?$/.exec(idAt(record, path) ?? '')?.[1];

/** An amount in the shop's currency. */
export const moneyAt = (record: Payload, path: string): Exact | undefined =>
  amountAt(record, `${path}.shopMoney.amount`);

export const sumOf = (records: readonly Payload[], path: string): Exact =>
  records.reduce((sum, record) => sum.plus(moneyAt(record, path) ?? 0), new Exact(0));
