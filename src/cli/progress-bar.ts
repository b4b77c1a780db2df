import cliProgress from 'cli-progress';
import type { Progress } from '../land/progress.ts';
import { count } from './table.ts';

/** Shows how far an import is: a bar on a terminal, a line a file elsewhere. */
export class ProgressBar {
  private bar: cliProgress.SingleBar | undefined;
  private stream: string | undefined;
  private startedAt = 0;
  /** Where this run began: an import that goes on has a part behind it. */
  private startedFrom = 0;

  constructor(private readonly isTerminal: boolean) {}

  show(progress: Progress): void {
    if (progress.stream !== this.stream) {
      this.stream = progress.stream;
      this.startedAt = performance.now();
      this.startedFrom = progress.share ?? 0;
      if (this.isTerminal) this.bar = startBar(progress.stream);
    }
    // A stream that had nothing to say tells no share.
    const share = progress.share ?? (progress.finished && progress.error === undefined ? 1 : 0);
    this.bar?.update(share, { text: this.text(progress, share) });
    if (!progress.finished) return;
    this.bar?.stop();
    this.bar = undefined;
    if (!this.isTerminal) console.log(`${progress.stream}: ${this.text(progress, 1)}`);
    if (progress.error !== undefined) console.error(`${progress.stream} could not be read on: ${progress.error}`);
  }

  /** How many customers' figures have been worked out: a line that counts on a terminal, nothing elsewhere. */
  showFigures({ customers }: { customers: number }): void {
    if (this.isTerminal) process.stdout.write(`\rfigures of ${count(customers)} customers worked out`);
  }

  private text({ read, rejected, rowsPerSecond }: Progress, share: number): string {
    const elapsed = (performance.now() - this.startedAt) / 1000;
    const gained = share - this.startedFrom;
    const left = gained > 0.01 && share < 1 ? `, ${duration((elapsed * (1 - share)) / gained)} left` : '';
    const refused = rejected > 0 ? `, ${count(rejected)} rejected` : '';
    return `${count(read)} rows, ${count(rowsPerSecond)} rows/s${refused}${left}`;
  }
}

function startBar(stream: string): cliProgress.SingleBar {
  const format = '{stream} {bar} {percentage}% {text}';
  const bar = new cliProgress.SingleBar({ format, hideCursor: true, barsize: 24, gracefulExit: false });
  bar.start(1, 0, { stream, text: '' });
  return bar;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
