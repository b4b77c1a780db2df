import type { Http, HttpResponse, Json, Verdict } from '../../sdk/index.ts';
import type { RawResponse } from './transport.ts';

/** What an answer means. */
export type Meaning = Verdict | 'ok' | 'gone';

/** The answer's body as JSON; null where it is something else. */
export function parseAnswer({ status, headers, text }: RawResponse): HttpResponse | null {
  if (text === '') return { status, headers, body: null };
  try {
    // Looking at every value costs time, which few answers are worth.
    const body = (/\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)) as Json;
    return { status, headers, body };
  } catch {
    return null;
  }
}

/** A number with more digits than a float holds becomes a string: ids and amounts stay exact. */
function keepDigits(_: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
  const digits = source.replace(/e.*$/i, '').replaceAll(/[-.]/g, '').replace(/^0+/, '');
  return digits.length > 15 ? source : value;
}

/** The vendor's own opinion, with the milliseconds to wait that it may name, before what the status says. */
export function judge(
  status: number,
  response: HttpResponse | null,
  retryable: Http['retryable'],
): { meaning: Meaning; wait: number | null } {
  const own = response && retryable?.(response);
  if (own && typeof own === 'object') return { meaning: own.verdict, wait: Math.ceil(own.seconds * 1000) };
  return { meaning: own ?? meaningOf(status, response), wait: null };
}

function meaningOf(status: number, response: HttpResponse | null): Meaning {
  if (status === 429) return 'ratelimit';
  if (status >= 500 || status === 408 || status === 425) return 'retry';
  if (status === 401) return 'auth';
  if (status === 403) return 'scope';
  if (status === 404 || status === 410) return 'gone';
  if (status >= 300) return 'fail';
  // A page of HTML, or JSON cut off midway: what came is not what was asked for, and the next try may be better.
  return response ? 'ok' : 'retry';
}

/** Milliseconds that Retry-After asks to wait, given in seconds or as a date. */
export function retryAfter(headers: Record<string, string>, now: number): number | null {
  const value = headers['retry-after']?.trim();
  if (!value) return null;
  const wait = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : null;
}
