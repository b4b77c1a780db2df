import { awaitJob, type HttpRequest, type Json, type JobState, type Page, type Payload } from '../../src/sdk/index.ts';
import { type ReadContext, recordsAt, required, SourceError, textAt, valueAt } from '../../src/sdk/index.ts';

/** What is asked of an account, whichever way. */
export interface Report {
  path: string;
  query: Record<string, string | number>;
  key(row: Payload): string;
}

const dayMs = 86_400_000;
const mostDays = 30;
const rowsOnPage = 500;
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The period that a request asks for, which Meta wants as JSON in one parameter. */
export const timeRange = (since: string, until: string) => ({ time_range: JSON.stringify({ since, until }) });

/**
 * Reads everything since a day by reports that Meta works on by itself, a month each: they hold what a request would not
 * get through with. A report that fails is asked for again for half as long.
 */
export async function* readHistory(report: Report, since: string, cursor: Json, context: ReadContext) {
  const start = cursor === null ? since : String(valueAt(cursor, 'from'));
  // Somewhere a day has begun already that has not in UTC.
  const end = Date.parse(dayOf(context.now())) + dayMs;
  let days = mostDays;
  for (let from = Date.parse(start); from <= end;) {
    const until = Math.min(from + (days - 1) * dayMs, end);
    const id = await runReport(report, dayOf(from), dayOf(until), context);
    if (id === null) {
      if (days === 1) throw new SourceError('transient', `Meta cannot make the report of ${dayOf(from)}`);
      days = Math.ceil(days / 2);
      continue;
    }
    const next = until + dayMs;
    yield* pagesOf(id, report, { here: { from: dayOf(from) }, next: { from: dayOf(next) } }, context);
    from = next;
  }
}

/** The id of the finished report; null where Meta did not finish it. */
async function runReport(
  { path, query }: Report,
  since: string,
  until: string,
  context: ReadContext,
): Promise<string | null> {
  const { body } = await context.send({ method: 'POST', path, body: { ...query, ...timeRange(since, until) } });
  const id = required(textAt(body, 'report_run_id'), 'report_run_id');
  return awaitJob(context, { poll: { path: `/${id}` }, state: (report) => stateOf(report, id) });
}

function stateOf(report: Json, id: string): JobState<string | null> {
  const { async_status: status, async_percent_completion: percent } = report as Payload;
  // For some moments a finished report is not yet whole.
  if (status === 'Job Completed' && percent === 100) return { state: 'done', result: id };
  if (status === 'Job Failed' || status === 'Job Skipped') return { state: 'done', result: null };
  return { state: 'running', share: Number(percent ?? 0) / 100 };
}

/** A finished report's rows; the last page's cursor leads on to what comes after it. */
async function* pagesOf(
  id: string,
  { key }: Report,
  cursors: { here: Json; next: Json },
  context: ReadContext,
): AsyncIterable<Page> {
  for (let after: string | undefined; ;) {
    const query = { limit: rowsOnPage, ...(after === undefined ? {} : { after }) };
    const request: HttpRequest = { path: `/${id}/insights`, query };
    const { body } = await context.send(request);
    const records = recordsAt(body, 'data').map((payload) => ({ key: key(payload), payload }));
    const more = valueAt(body, 'paging.next') !== undefined;
    after = more ? textAt(body, 'paging.cursors.after') : undefined;
    yield { records, cursor: after === undefined ? cursors.next : cursors.here };
    if (after === undefined) return;
  }
}
