import type { HttpRequest } from './http-message.ts';
import type { Json } from './record.ts';
import { SourceError } from './source-error.ts';
import type { ReadContext } from './stream.ts';

/** How far a job at the vendor is. */
export type JobState<Result> =
  | { state: 'running'; share?: number }
  | { state: 'done'; result: Result }
  | { state: 'failed'; reason: string };

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * Waits for a job that the vendor works on by itself, such as an export, asking less and less often. Throws SourceError
 * where it fails, or is not done within `hours` (6 where left out).
 */
export async function awaitJob<Result>(
  context: ReadContext,
  job: { poll: HttpRequest; state(body: Json): JobState<Result>; hours?: number },
): Promise<Result> {
  const until = context.now() + (job.hours ?? 6) * 3_600_000;
  for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
    const found = job.state((await context.send(job.poll)).body);
    if (found.state === 'done') return found.result;
    if (found.state === 'failed') throw new SourceError('transient', `The job of the source failed: ${found.reason}`);
    if (context.now() >= until) throw new SourceError('transient', 'The job of the source takes too long');
    await context.sleep(pause);
  }
}
