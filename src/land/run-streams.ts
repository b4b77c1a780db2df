import { sql } from 'kysely';
import type { Store } from '../store/store.ts';
import { tellRun } from './queue/run-news.ts';
import type { Drift } from './drift.ts';
import type { Failure, Tally } from './progress.ts';
import type { RunStatus } from './run-log.ts';

/** So often is it written down how far a stream is, in milliseconds. */
const writeEvery = 1000;

/** One stream of a run as others see it: written down at checkpoints, but not at every one. */
export class RunStreamLog {
  private writtenAt = -Infinity;
  private readonly startedAt = new Date();

  constructor(
    private readonly store: Store,
    private readonly place: { workspaceId: string; runId: string },
    private readonly tally: Tally,
  ) {}

  /** Whether it is time to write it down again. */
  due(): boolean {
    return performance.now() - this.writtenAt >= writeEvery;
  }

  async checkpoint(): Promise<void> {
    this.writtenAt = performance.now();
    await this.write('RUNNING', null, null, []);
  }

  async end(status: RunStatus, failure: Failure | null, drift: readonly Drift[]): Promise<void> {
    await this.write(status, new Date(), failure, drift);
  }

  private async write(
    status: RunStatus,
    finishedAt: Date | null,
    failure: Failure | null,
    drift: readonly Drift[],
  ): Promise<void> {
    const em = this.store.em();
    const { stream, read, written, rejected, deleted, share } = this.tally;
    await sql`
      update run_streams set status = ${status}, read = ${read}, written = ${written}, rejected = ${rejected},
        deleted = ${deleted}, share = ${share}, error_kind = ${failure?.kind ?? null},
        error = ${failure?.message ?? null}, drift = ${JSON.stringify(drift)}::jsonb, started_at = ${this.startedAt}, finished_at = ${finishedAt},
        updated_at = ${new Date()}
      where workspace_id = ${this.place.workspaceId} and run_id = ${this.place.runId} and stream = ${stream}`.execute(
      em.getKysely(),
    );
    await tellRun(em, this.place);
  }
}
