import { type Draft, FieldError, type Payload } from '../sdk/index.ts';
import { happenedAt } from './fact-types.ts';
import { type Mention, mentionOf, type Origin } from './person.ts';
import type { Issue } from './issue.ts';
import { withLanding } from './landing.ts';
import { validateDraft } from './validate.ts';

/** A raw record of the batch. */
export interface RawRow {
  key: string;
  payload: Payload;
  position: string | null;
  landedAt: Date;
  /** Whether it is gone at the source: it tells nothing any more. */
  gone: boolean;
}

/** A draft that will be written, the record it came from, and who it is about. */
export interface TakenDraft {
  draft: Draft;
  recordKey: string;
  mention: Mention | null;
  /** When what it tells happened, in milliseconds since 1970. */
  times: number[];
}

export interface RejectedRecord {
  record: RawRow;
  issues: Issue[];
}

/** Maps and validates records in their order. One bad draft rejects its whole record: half an order would be a wrong one. */
export function takeRecords(
  records: readonly RawRow[],
  map: (payload: Payload) => Draft[],
  origin: Origin,
): { taken: TakenDraft[]; rejected: RejectedRecord[] } {
  const taken: TakenDraft[] = [];
  const rejected: RejectedRecord[] = [];
  for (const record of records) {
    const result = takeRecord(record, map, origin);
    if ('issues' in result) rejected.push({ record, issues: result.issues });
    else for (const draft of result.drafts) taken.push(draft);
  }
  return { taken, rejected };
}

function takeRecord(
  record: RawRow,
  map: (payload: Payload) => Draft[],
  origin: Origin,
): { drafts: TakenDraft[] } | { issues: Issue[] } {
  const drafts: TakenDraft[] = [];
  const issues: Issue[] = [];
  try {
    for (const draft of map(record.payload)) {
      const wrong = validateDraft(draft);
      const mention = wrong.length === 0 ? mentionOf(draft, origin) : null;
      if (wrong.length === 0 && draft.type === 'consent' && !mention) wrong.push(nobodysConsent);
      issues.push(...wrong);
      if (issues.length === 0) {
        const taken = draft.type === 'touch' ? { ...draft, data: withLanding(draft.data) } : draft;
        drafts.push({ draft: taken, recordKey: record.key, mention, times: happenedAt(draft.type, draft.data) });
      }
    }
  } catch (error) {
    return { issues: [failure(error)] };
  }
  return issues.length > 0 ? { issues } : { drafts };
}

const nobodysConsent: Issue = {
  field: 'customerKey',
  reason: 'is required where no usable e-mail or phone says whose consent it is',
  value: null,
};

function failure(error: unknown): Issue {
  if (error instanceof FieldError) return { field: error.field, reason: error.reason, value: error.value ?? null };
  const message = error instanceof Error ? error.message : String(error);
  return { field: '', reason: `the connector failed: ${message}`, value: null };
}
