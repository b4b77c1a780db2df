import { mapRow } from '../../connectors/file/index.ts';
import type { FileMapping } from '../../connectors/file/mapping.ts';
import { readFiles } from '../../connectors/file/read.ts';
import { readContext } from '../land/read-context.ts';
import { FieldError, type Page } from '../sdk/index.ts';
import { validateDraft } from '../unify/validate.ts';
import { describeRejects, type RejectGroup } from './rejects-list.ts';
import { count } from './table.ts';

/** Reads all files as an import would, and tells what it would take and reject; needs no database. Returns the exit code. */
export async function dryRun(folder: string, files: readonly FileMapping[], limitRejects: number): Promise<number> {
  let taken = 0;
  let failed = false;
  for (const file of files) {
    const trial = new Trial(file, limitRejects);
    try {
      const signal = new AbortController().signal;
      const context = readContext(null, { signal, log: (message) => console.error(message) });
      for await (const page of readFiles(folder, file, null, context)) trial.take(page);
    } catch (error) {
      failed = true;
      trial.error = error instanceof Error ? error.message : String(error);
    }
    taken += trial.taken;
    console.log(`${trial.describe()}\n`);
  }
  console.log('Nothing was written: this was a dry run.');
  return failed || taken === 0 ? 1 : 0;
}

/** What would become of one file. */
class Trial {
  taken = 0;
  error: string | undefined;
  private read = 0;
  private rejected = 0;
  private repeated = 0;
  private readonly keys = new Set<string>();
  private readonly drafts = new Map<string, number>();
  private readonly reasons = new Map<string, RejectGroup>();

  constructor(
    private readonly file: FileMapping,
    private readonly limit: number,
  ) {}

  take({ records, unreadable = [] }: Page): void {
    this.read += records.length + unreadable.length;
    for (const { reason, position, value } of unreadable)
      this.reject([{ field: '', reason, value: value ?? null }], position);
    for (const { key, payload, position } of records) {
      if (this.keys.size === this.keys.add(key).size) continue;
      try {
        const drafts = mapRow(this.file, payload);
        const issues = drafts.flatMap((draft) => validateDraft(draft));
        if (issues.length > 0) this.reject(issues, position);
        else this.accept(drafts.map(({ type }) => type));
      } catch (error) {
        if (!(error instanceof FieldError)) throw error;
        this.reject([{ field: error.field, reason: error.reason, value: error.value ?? null }], position);
      }
    }
    this.repeated = this.read - this.taken - this.rejected;
  }

  private accept(types: readonly string[]): void {
    this.taken++;
    for (const type of types) this.drafts.set(type, (this.drafts.get(type) ?? 0) + 1);
  }

  private reject(issues: readonly { field: string; reason: string; value: string | null }[], position = ''): void {
    this.rejected++;
    for (const { field, reason, value } of issues) {
      const group = this.reasons.get(`${field}\n${reason}`);
      if (group === undefined) {
        this.reasons.set(`${field}\n${reason}`, {
          stream: this.file.file,
          field,
          reason,
          count: 1,
          positions: [position],
          value,
        });
        continue;
      }
      group.count++;
      if (group.positions.length < this.limit) group.positions.push(position);
    }
  }

  describe(): string {
    const drafts = [...this.drafts].map(([type, times]) => `${count(times)} ${type}`).join(', ');
    const lines = [
      `${this.file.file}: ${count(this.read)} rows, ${count(this.taken)} would be taken, ${count(this.rejected)} rejected`,
    ];
    if (drafts) lines.push(`  becoming ${drafts}`);
    if (this.repeated > 0)
      lines.push(`  ${count(this.repeated)} rows have the key of an earlier row: is "key:" complete?`);
    const groups = [...this.reasons.values()].toSorted((a, b) => b.count - a.count);
    if (groups.length > 0) lines.push(describeRejects(groups));
    if (this.error !== undefined) lines.push(`  could not be read on: ${this.error}`);
    return lines.join('\n');
  }
}
