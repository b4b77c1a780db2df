import type { ReadContext } from '../../sdk/index.ts';

/**
 * The items of one source, and after each of them what `between` gives; also while the first waits in a pause. `taken` sees
 * an item of the first when it is its turn, not when it is there.
 */
export async function* interleaved<Item>(
  items: AsyncIterable<Item>,
  taken: (item: Item) => Item,
  between: () => AsyncIterable<Item>,
  pauses: Pauses | null,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const take = () => {
    const next = iterator.next();
    // It may fail while something else is read: that is met where it is waited for.
    next.catch(() => undefined);
    return next;
  };
  let next = take();
  let over = false;
  try {
    for (;;) {
      const step = await (pauses ? Promise.race([next, pauses.next()]) : next);
      if (step?.done) {
        over = true;
        return;
      }
      if (step) yield taken(step.value);
      yield* between();
      if (step) next = take();
    }
  } finally {
    // Not waited for: it may be in a pause.
    if (!over) void iterator.return?.()?.catch(() => undefined);
  }
}

/** Notices when somebody who reads by a context waits for the vendor. */
export class Pauses {
  private told: () => void = () => undefined;
  readonly context: ReadContext;

  constructor(context: ReadContext) {
    this.context = {
      ...context,
      sleep: (milliseconds) => {
        this.told();
        return context.sleep(milliseconds);
      },
    };
  }

  /** Fulfils when the next pause begins; a promise of its own for each who asks, for one that lives on would hold every item. */
  next(): Promise<null> {
    return new Promise((resolve) => {
      this.told = () => resolve(null);
    });
  }
}
