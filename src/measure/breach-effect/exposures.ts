/** What is known of promises that were kept or broken, a column each; the rows of one customer follow each other. */
export const columnNames = [
  /** Numbered from 0. */
  'customer',
  /** Months since the year 0, of the day on which the promise was due. */
  'month',
  /** 1 where it was broken. */
  'breached',
  /** What the customer had done by then: purchases, net sales, days since the last and the first purchase. */
  'orders',
  'net',
  'recency',
  'tenure',
  /** Numbered from 0 in no order that means anything. */
  'country',
  'channel',
  /** Purchases, their net sales and CM1 in the days after; the net sales of those whose cost is unknown. */
  'laterOrders',
  'laterNet',
  'laterMargin',
  'laterUncosted',
  /** Purchases after it without an amount in the workspace's currency. */
  'laterUnknown',
  /** 1 where the customer counts as churned at the end of these days. */
  'churned',
] as const;
export type Exposures = Record<(typeof columnNames)[number], Float64Array>;

/** The rows that are kept. */
export function chosenRows(exposures: Exposures, kept: Uint8Array): Exposures {
  const columns = columnNames.map((name) => [name, exposures[name].filter((_, row) => kept[row] === 1)] as const);
  return Object.fromEntries(columns) as Exposures;
}
