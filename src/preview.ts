import { fail } from './errors.ts';
import type { PreviewedRecord } from './land/desk.ts';
import { openConnection } from './land/http/open.ts';
import type { OpenSource } from './land/open-source.ts';
import { Reader, ReadFailure } from './land/reader.ts';
import { FieldError, type DeclaredStream, type SourceRecord, type Stream } from './sdk/index.ts';
import { validateDraft } from './unify/validate.ts';

/** Reads the first records of a stream and maps them; nothing is written. Throws NOT_FOUND where there is no such stream. */
export async function previewStream(
  { connector, config, http }: Pick<OpenSource, 'connector' | 'config' | 'http'>,
  name: string,
  limit: number,
): Promise<PreviewedRecord[]> {
  const streams = connector.streams(config);
  const stream =
    streams[name] ??
    fail('NOT_FOUND', { kind: 'stream', id: name, wayOut: `There are: ${Object.keys(streams).join(', ')}.` });
  const { signal } = new AbortController();
  const reader = new Reader(openConnection(connector, config, http, signal), { signal, log: () => undefined });
  const found: PreviewedRecord[] = [];
  try {
    for await (const { records, unreadable = [] } of reader.read(stream, null)) {
      found.push(...records.map((record) => previewed(stream, record)));
      for (const { key, position, reason, value } of unreadable)
        found.push(rejected({ key, payload: {}, ...(position === undefined ? {} : { position }) }, '', reason, value));
      if (found.length >= limit) break;
    }
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    fail('PREVIEW_FAILED', { stream: name, reason: error.message });
  } finally {
    reader.close();
  }
  return found.slice(0, limit);
}

/** What would become of a record: one whose end is told becomes nothing. */
function previewed(stream: Stream | DeclaredStream, record: SourceRecord): PreviewedRecord {
  const { key, payload } = record;
  const position = record.position ?? null;
  if (typeof stream.deletes === 'object' && stream.deletes.gone(payload))
    return { key, position, payload, drafts: [], rejects: [] };
  try {
    const drafts = stream.map(payload);
    const rejects = drafts.flatMap((draft) => validateDraft(draft));
    return { key, position, payload, drafts: rejects.length > 0 ? [] : drafts, rejects };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    return rejected(record, error.field, error.reason, error.value);
  }
}

function rejected(
  { key, payload, position }: SourceRecord,
  field: string,
  reason: string,
  value: string | null = null,
): PreviewedRecord {
  return { key, position: position ?? null, payload, drafts: [], rejects: [{ field, reason, value }] };
}
