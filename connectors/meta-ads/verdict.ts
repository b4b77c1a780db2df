import { type HttpResponse, type Json, recordAt, valueAt, type Verdict, type Wait } from '../../src/sdk/index.ts';

/** Too many calls: of the app, the user, the page, the account; and each "business use case" by itself. */
const isLimit = (code: number) => [4, 17, 32, 341, 613].includes(code) || (code >= 80_000 && code <= 80_014);
const isPermission = (code: number) => code === 3 || code === 10 || (code >= 200 && code <= 299);
/** A request that took too long: less of it may go through. */
const timeouts = new Set([1_487_534, 1_504_018, 1_504_038]);
const transient = new Set([1, 2, 960]);
/** Figures are asked for that are older than Meta keeps them: `since` must be later. */
const tooLongAgo = 3018;

/** What one of Meta's errors means: its code says it, the HTTP status hardly ever. */
export function verdictOf({ body, headers }: HttpResponse): Verdict | Wait | undefined {
  const { code, error_subcode: subcode, message, is_transient: passes } = recordAt(body, 'error');
  if (typeof code !== 'number') return undefined;
  if (isLimit(code)) {
    const seconds = secondsToWait(headers);
    return seconds > 0 ? { verdict: 'ratelimit', seconds } : 'ratelimit';
  }
  if (timeouts.has(Number(subcode)) || String(message).includes('reduce the amount of data')) return 'shrink';
  if (code === 102 || code === 190) return 'auth';
  // What the token may not see "does not exist".
  if (isPermission(code) || (code === 100 && subcode === 33)) return 'scope';
  if (code === tooLongAgo) return 'config';
  return transient.has(code) || passes === true ? 'retry' : 'fail';
}

/** The longest that a header asks to wait; 0 where none does. */
function secondsToWait(headers: Record<string, string>): number {
  const usages = Object.values(recordAt(jsonOf(headers['x-business-use-case-usage']), '')).flat();
  const minutes = usages.map((usage) => Number(valueAt(usage, 'estimated_time_to_regain_access') ?? 0));
  const seconds = Number(valueAt(jsonOf(headers['x-ad-account-usage']), 'reset_time_duration') ?? 0);
  return Math.max(seconds, ...minutes.map((each) => each * 60));
}

function jsonOf(header: string | undefined): Json {
  try {
    return JSON.parse(header ?? 'null') as Json;
  } catch {
    return null;
  }
}
