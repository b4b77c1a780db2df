import { Worker } from 'node:worker_threads';
import type { TaskName, Tasks } from './task.ts';

// The sources run as they are in tests, and compiled otherwise.
const script = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/** Works something out in a thread of its own, which ends at once when `signal` is aborted; then it throws the signal's reason. */
export async function runTask<Name extends TaskName>(
  name: Name,
  input: Tasks[Name]['input'],
  signal?: AbortSignal,
): Promise<Tasks[Name]['output']> {
  signal?.throwIfAborted();
  const worker = new Worker(script, { workerData: { name, input } });
  return new Promise((resolve, reject) => {
    const stop = () => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop);
      reject(signal?.aborted ? signal.reason : new Error(`the thread for ${name} ended without a result`));
    });
  });
}
