/** Goes through what an iterable gives until the signal is aborted: then ends at once, also where the iterable waits for something. */
export async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]();
  const { promise: aborted, resolve } = Promise.withResolvers<null>();
  const stop = () => resolve(null);
  signal.addEventListener('abort', stop);
  let over = false;
  try {
    while (!signal.aborted) {
      const next = iterator.next();
      // Where nobody waits for it any more, it may fail as it likes.
      next.catch(() => undefined);
      const step = await Promise.race([next, aborted]);
      over = step?.done === true;
      if (step === null || step.done) return;
      yield step.value;
    }
  } catch (error) {
    over = true;
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    // Not waited for: it ends when what it waits for does.
    if (!over) void iterator.return?.()?.catch(() => undefined);
  }
}
