import cliProgress from 'cli-progress';
import type { Progress } from '../land/progress.ts';
import type { RefreshProgress } from '../refresh.ts';
import { count } from './table.ts';

const refreshTexts: Record<RefreshProgress['step'], (count: string) => string> = {
  FIGURES: (customers) => `figures of ${customers} customers worked out`,
  OUTCOMES: (promises) => `what became of ${promises} promises to customers worked out`,
  MODEL: (customers) => `models are fitted to ${customers} customers; Ctrl-C leaves that to the next run`,
  SCORES: (customers) => `the next year of ${customers} customers foretold`,
};
/** As long as the longest of these lines, so that each wipes out the one before. */
const lineLength = 80;

/** A stream that is being read. */
interface Shown {
  startedAt: number;
  /** Where this run began: an import that goes on has a part behind it. */
  startedFrom: number;
  bar: cliProgress.SingleBar | undefined;
}

/** Shows how far each stream of a run is: bars on a terminal, a line a stream elsewhere. */
export class ProgressBar {
  private readonly shown = new Map<string, Shown>();
  private bars: cliProgress.MultiBar | undefined;

  constructor(private readonly isTerminal: boolean) {}

  show(progress: Progress): void {
    const { stream, finished, error } = progress;
    const shown = this.shown.get(stream) ?? this.begin(progress);
    // A stream that had nothing to say tells no share.
    const share = progress.share ?? (finished && error === undefined ? 1 : 0);
    shown.bar?.update(share, { text: textOf(progress, shown, share) });
    if (!finished) return;
    if (!shown.bar) console.log(`${stream}: ${textOf(progress, shown, 1)}`);
    shown.bar?.stop();
    this.shown.delete(stream);
    if (error !== undefined) this.say(`${stream} could not be read on: ${error}`);
    if (this.shown.size > 0) return;
    this.bars?.stop();
    this.bars = undefined;
  }

  /** What is worked out from what was read: a line that counts on a terminal, nothing elsewhere. */
  showRefresh({ step, count: done }: RefreshProgress): void {
    if (this.isTerminal) process.stdout.write(`\r${refreshTexts[step](count(done)).padEnd(lineLength)}`);
  }

  private begin({ stream, share }: Progress): Shown {
    if (this.isTerminal) this.bars ??= startBars();
    const bar = this.bars?.create(1, 0, { stream, text: '' });
    const shown = { startedAt: performance.now(), startedFrom: share ?? 0, bar };
    this.shown.set(stream, shown);
    return shown;
  }

  /** Above the bars, where there are any. */
  private say(text: string): void {
    if (this.bars) this.bars.log(`${text}\n`);
    else console.error(text);
  }
}

function startBars(): cliProgress.MultiBar {
  const format = '{stream} {bar} {percentage}% {text}';
  return new cliProgress.MultiBar({ format, hideCursor: true, barsize: 24, gracefulExit: false });
}

function textOf({ read, rejected, rowsPerSecond }: Progress, { startedAt, startedFrom }: Shown, share: number): string {
  const elapsed = (performance.now() - startedAt) / 1000;
  const gained = share - startedFrom;
  const left = gained > 0.01 && share < 1 ? `, ${duration((elapsed * (1 - share)) / gained)} left` : '';
  const refused = rejected > 0 ? `, ${count(rejected)} rejected` : '';
  return `${count(read)} rows, ${count(rowsPerSecond)} rows/s${refused}${left}`;
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
