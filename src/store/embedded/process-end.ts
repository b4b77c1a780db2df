const actions = new Set<() => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `action` (synchronous) when the process ends in any way but SIGKILL; returns how to call it off. */
export function onProcessEnd(action: () => void): () => void {
  if (actions.size === 0) watch();
  actions.add(action);
  return () => {
    if (actions.delete(action) && actions.size === 0) unwatch();
  };
}

function watch(): void {
  process.on('exit', runAll);
  for (const signal of signals) process.on(signal, endBySignal);
}

function unwatch(): void {
  process.off('exit', runAll);
  for (const signal of signals) process.off(signal, endBySignal);
}

function runAll(): void {
  for (const action of actions) action();
}

/** Whoever else handles the signal decides when the process ends; its exit is seen all the same. */
function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  runAll();
  unwatch();
  process.kill(process.pid, signal);
}
