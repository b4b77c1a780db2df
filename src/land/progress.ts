import type { SourceErrorKind } from '../sdk/index.ts';
import type { Landed } from './batch.ts';

/** Why a stream could not be read on. */
export interface Failure {
  kind: SourceErrorKind;
  message: string;
}

/** How far one stream of a running import is. */
export interface Progress {
  stream: string;
  /** Records and unreadable parts met so far. */
  read: number;
  /** New or changed among them. */
  written: number;
  /** Could not be taken, with a reason. */
  rejected: number;
  /** Those of the rejected that could not even be read as records: they are not kept. */
  unreadable: number;
  /** Had the key of a record read before in the same run, whose place they took. */
  repeated: number;
  /** Found gone at the source. */
  deleted: number;
  /** Share of the stream, 0 to 1, where the connector knows it. */
  share: number | null;
  rowsPerSecond: number;
  /** What went wrong where the stream ended early, and whose trouble it is. */
  error?: string;
  errorKind?: SourceErrorKind;
  /** True on the stream's last report. */
  finished: boolean;
}

/** Counts one stream's records. */
export class Tally {
  read = 0;
  written = 0;
  rejected = 0;
  unreadable = 0;
  repeated = 0;
  deleted = 0;
  /** Batches of earlier runs. */
  resumed = 0;
  share: number | null = null;
  private readonly startedAt = performance.now();

  constructor(readonly stream: string) {}

  add(landed: Landed, share: number | undefined): void {
    this.read += landed.read;
    this.written += landed.written;
    this.repeated += landed.repeated;
    this.rejected += landed.unreadable;
    this.unreadable += landed.unreadable;
    this.deleted += landed.deleted;
    this.share = share ?? this.share;
  }

  progress(end?: { failure: Failure | null }): Progress {
    const { stream, read, written, rejected, unreadable, repeated, deleted, share } = this;
    const seconds = (performance.now() - this.startedAt) / 1000;
    const failure = end?.failure;
    return {
      ...{ stream, read, written, rejected, unreadable, repeated, deleted, share },
      rowsPerSecond: seconds > 0 ? read / seconds : 0,
      ...(failure ? { error: failure.message, errorKind: failure.kind } : {}),
      finished: end !== undefined,
    };
  }
}
