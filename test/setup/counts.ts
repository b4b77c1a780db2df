import type { Reporter, TestModule } from 'vitest/node';

/** Ends the output with one plain line of counts, and before it says what is left out. */
export class Counts implements Reporter {
  constructor(private readonly leftOut?: string) {}

  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      // A file that could not be loaded has no tests, and has failed.
      if (module.state() === 'failed' && module.children.size === 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') counts[state]++;
      }
    }
    process.on('exit', () => {
      if (this.leftOut !== undefined) console.log(this.leftOut);
      console.log(`tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}
