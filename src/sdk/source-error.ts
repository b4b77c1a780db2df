import { ClientelaError, expected } from '../errors.ts';

const codes = {
  config: 'SOURCE_CONFIG',
  auth: 'SOURCE_AUTH',
  scope: 'SOURCE_SCOPE',
  ratelimit: 'SOURCE_RATE_LIMIT',
  transient: 'SOURCE_TRANSIENT',
  data: 'SOURCE_DATA',
  gone: 'SOURCE_GONE',
} as const;

/** Whose trouble it is: the settings', the credentials', the vendor's for now, or the data's. */
export type SourceErrorKind = keyof typeof codes;

/** The source cannot be read on. `what` begins the sentence; the kind adds what to do. */
export class SourceError extends ClientelaError {
  override name = 'SourceError';
  constructor(
    readonly kind: SourceErrorKind,
    what: string,
  ) {
    super(codes[kind], expected(codes[kind], { what }).message);
  }
}
