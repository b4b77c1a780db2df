import { type HttpResponse, recordAt, recordsAt, textAt, type Verdict, type Wait } from '../../src/sdk/index.ts';

/** What one of Google's errors means. Their kinds are the names in `errorCode`: { quotaError: 'RESOURCE_EXHAUSTED' }. */
export function verdictOf({ body }: HttpResponse): Verdict | Wait | undefined {
  const error = recordAt(body, 'error');
  const details = recordsAt(error, 'details');
  const failures = details.flatMap((detail) => recordsAt(detail, 'errors'));
  const codes = Object.assign({}, ...failures.map((failure) => recordAt(failure, 'errorCode'))) as Record<
    string,
    unknown
  >;
  if ('quotaError' in codes || error['status'] === 'RESOURCE_EXHAUSTED') {
    if (codes['quotaError'] === 'ACCESS_PROHIBITED') return 'scope';
    const delays = [
      ...failures.map((failure) => textAt(failure, 'details.quotaErrorDetails.retryDelay')),
      ...details.map((detail) => textAt(detail, 'retryDelay')),
    ];
    const seconds = Math.max(0, ...delays.map((delay) => Number.parseFloat(delay ?? '0') || 0));
    return seconds > 0 ? { verdict: 'ratelimit', seconds } : 'ratelimit';
  }
  if ('authenticationError' in codes) return 'auth';
  if ('authorizationError' in codes) return 'scope';
  // Days before what Google keeps, and managers' accounts, which have no figures of their own.
  if (codes['dateRangeError'] === 'REQUESTED_DATE_GRANULARITY_NOT_SUPPORTED') return 'config';
  if (codes['queryError'] === 'REQUESTED_METRICS_FOR_MANAGER') return 'config';
  return error['status'] === 'ABORTED' || codes['internalError'] === 'TRANSIENT_ERROR' ? 'retry' : undefined;
}
