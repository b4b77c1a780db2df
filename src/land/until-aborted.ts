/** Goes through what an iterable gives until the signal is aborted: then ends at once, also where the iterable waits for something. */
export async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  let over = false;
  try {
    while (!signal.aborted) {
      const step = await orAborted(iterator.next(), signal);
      over = step?.done === true;
      if (step === null || step.done) return;
      yield step.value;
    }
  } catch (error) {
    over = true;
    throw error;
  } finally {
    // Not waited for: it ends when what it waits for does.
    if (!over) void iterator.return?.()?.catch(() => undefined);
  }
}

/** What is promised, or null once the signal is aborted. One listener a wait: a promise that all raced with would hold every item. */
function orAborted<Result>(promised: Promise<Result>, signal: AbortSignal): Promise<Result | null> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(null);
    // It may have happened at the very asking.
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    void promised.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
