/** Does the work for every item, in their order, so many at a time; once all have ended, throws what the first threw. */
export async function sideBySide<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lanes = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const item of queue) await work(item);
  });
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

/** The same function, but one call waits for the other. */
export function inTurn<Argument, Result>(work: (argument: Argument) => Promise<Result>) {
  let last: Promise<unknown> = Promise.resolve();
  return (argument: Argument): Promise<Result> => {
    const done = last.then(() => work(argument));
    // Each caller meets its own failure alone.
    last = done.catch(() => undefined);
    return done;
  };
}
