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
  /** Share of the stream, 0 to 1, where the connector knows it. */
  share: number | null;
  rowsPerSecond: number;
  /** What went wrong where the stream ended early. */
  error?: string;
  /** True on the stream's last report. */
  finished: boolean;
}

/** Counts one stream's records and tells `report` after every page. */
export class Tally {
  read = 0;
  written = 0;
  rejected = 0;
  unreadable = 0;
  repeated = 0;
  /** Batches of earlier runs. */
  resumed = 0;
  private share: number | null = null;
  private readonly startedAt = performance.now();

  constructor(
    private readonly stream: string,
    private readonly report: (progress: Progress) => void,
  ) {}

  tell(share: number | undefined, end?: { error?: string }): void {
    this.share = share ?? this.share;
    const seconds = (performance.now() - this.startedAt) / 1000;
    this.report({
      stream: this.stream,
      read: this.read,
      written: this.written,
      rejected: this.rejected,
      unreadable: this.unreadable,
      repeated: this.repeated,
      share: this.share,
      rowsPerSecond: seconds > 0 ? this.read / seconds : 0,
      ...(end?.error === undefined ? {} : { error: end.error }),
      finished: end !== undefined,
    });
  }
}
