import type { ErrorRequestHandler, RequestHandler } from 'express';

/** GraphiQL runs its own inline scripts and styles, and its editor's workers from blobs; nothing comes from elsewhere. */
const policy =
  "default-src 'self'; script-src 'self' 'unsafe-inline' blob:; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data:; font-src 'self' data:; worker-src blob:; frame-ancestors 'none'; base-uri 'none'";

export const securityHeaders: RequestHandler = (_, response, next) => {
  response.set({
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  });
  next();
};

const problems: Record<string, string> = {
  'entity.too.large': 'The request is larger than {limit} kB.',
  'entity.parse.failed': 'The body of the request is no JSON: send {"query": "{ … }"}.',
  'encoding.unsupported': 'The body is compressed in a way that is not understood: send it as it is, or gzipped.',
  'charset.unsupported': 'The body is in a character set that is not understood: send UTF-8.',
};

/** Answers in the shape of GraphQL where a body could not be read. */
export const bodyErrors: ErrorRequestHandler = (
  error: { type?: string; status?: number; limit?: number },
  _,
  response,
  next,
) => {
  const message = problems[error.type ?? '']?.replace('{limit}', String((error.limit ?? 0) / 1024));
  if (!message || response.headersSent) return next(error);
  response.status(error.status ?? 400).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
};

/** Lets only those pass who want server-sent events. */
export const wantsEvents: RequestHandler = ({ headers }, _, next) =>
  next(headers.accept === 'text/event-stream' ? undefined : 'route');

/** Answers what asks for any other place. */
export const nothingHere: RequestHandler = (_, response) => {
  const message = 'Nothing is here: GraphQL is at /graphql, its editor at /.';
  response.status(404).json({ errors: [{ message, extensions: { code: 'NOT_FOUND' } }] });
};
