/** The first Ctrl-C ends a run after the batch at hand, the second at once. */
export function interruption(): { signal: AbortSignal; forget: () => void } {
  const controller = new AbortController();
  const stop = () => {
    console.error('\nFinishing the batch at hand; Ctrl-C again stops at once, and loses nothing either.');
    controller.abort();
  };
  process.once('SIGINT', stop);
  return { signal: controller.signal, forget: () => process.off('SIGINT', stop) };
}
