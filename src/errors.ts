/**
 * Every error that a person may meet: its code, the sentence they read, and the HTTP status it answers with.
 * A sentence says what is wrong, where, and the way out; `{name}` is filled in by `fail`.
 */
const errors = {
  BAD_SETTING: { status: 400, message: '{name} is set to "{value}": {reason}.' },
  BAD_INPUT: { status: 400, message: '{field} {reason}.' },
  NOT_FOUND: { status: 404, message: 'There is no {kind} "{id}". {wayOut}' },
  WORKSPACE_AMBIGUOUS: { status: 400, message: 'There are several workspaces: name one with --workspace ({names}).' },

  RUN_ALREADY_RUNNING: {
    status: 409,
    message:
      'The source "{source}" is being read by another process. Wait until it has finished, or stop it: ' +
      'npx clientela sources stop {quoted}',
  },

  RUN_NOT_WAITING: { status: 409, message: 'The run {run} does not wait any more: it was started or cancelled.' },
  SOURCE_PAUSED: {
    status: 409,
    message: 'The source "{source}" is paused. To resume it: npx clientela sources resume {quoted}',
  },
  CONNECTOR_MISSING: {
    status: 404,
    message: 'There is no connector "{connector}" here, which the source "{source}" is read by. Install it.',
  },

  PREVIEW_FAILED: { status: 502, message: 'The stream "{stream}" could not be read: {reason}' },

  SECRET_KEY_UNKNOWN: {
    status: 503,
    message:
      'The secret "{name}" of the source {source} is sealed with the key {key}, which is not here. Add it to ' +
      'CLIENTELA_SECRET_KEY, which takes several, comma separated; without it the key is the file secret.key in ' +
      'CLIENTELA_DATA. Where it is lost, give the source its secrets again.',
  },
  SECRET_DAMAGED: {
    status: 503,
    message:
      'The secret "{name}" of the source {source} cannot be opened: it was changed in the database. ' +
      'Give the source its secrets again.',
  },
  CONNECTOR_UNUSABLE: { status: 400, message: 'The connector {place} cannot be used: {reason}.' },

  SOURCE_CONFIG: { status: 400, message: '{what}. Mend the settings of the source.' },
  SOURCE_AUTH: { status: 401, message: '{what}. Give the source new credentials.' },
  SOURCE_SCOPE: {
    status: 403,
    message: '{what}. Grant the credentials what the documentation of the connector names.',
  },
  SOURCE_RATE_LIMIT: { status: 429, message: '{what}. The next run goes on where this one stopped.' },
  SOURCE_TRANSIENT: {
    status: 503,
    message: '{what}. This often passes: the next run goes on where this one stopped.',
  },
  SOURCE_DATA: { status: 502, message: '{what}. The connector does not understand it: report it to its author.' },
  SOURCE_GONE: { status: 410, message: '{what}. It is not there (any more): check the address and the version.' },

  WEBHOOK_NOWHERE: {
    status: 404,
    message: 'No source takes webhooks at this address: copy it from the source once more.',
  },
  WEBHOOK_REFUSED: {
    status: 401,
    message: 'The delivery is not signed as the source expects, or too old. Give the source the secret of the webhook.',
  },
  WEBHOOK_NO_JSON: { status: 400, message: 'The body of the delivery is no JSON.' },

  UNAUTHENTICATED: {
    status: 401,
    message:
      'This needs an API key: send the header "Authorization: Bearer clk_…". To make a key: npx clientela key create',
  },
  KEY_REFUSED: { status: 401, message: 'The API key {prefix}… {reason}. To make another: npx clientela key create' },
  FORBIDDEN: {
    status: 403,
    message: '{field} needs an API key with the scope {scope}. To make one: npx clientela key create --scopes {scopes}',
  },
  QUERY_TOO_DEEP: {
    status: 400,
    message: 'The query is nested more than {limit} levels deep. Ask for less in one query.',
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    message: 'The query would cost {cost}; {limit} is allowed. Ask for smaller pages, or for less in one query.',
  },

  QUERY_TOO_SLOW: {
    status: 503,
    message: 'The database did not answer this part of the query in time. Ask for a shorter period or a coarser grain.',
  },

  SOURCE_NAME_TAKEN: {
    status: 409,
    message: 'The source "{name}" is of the kind "{connector}" already. Give another name with --name.',
  },

  CALENDAR_IN_USE: {
    status: 409,
    message: 'The calendar "{name}" is used by {users}. Change these CPIs for all days, or archive them, first.',
  },

  FOLDER_MISSING: { status: 400, message: 'There is no folder {folder}. Give the folder that holds your files.' },
  MAPPING_MISSING: {
    status: 400,
    message:
      'There is no mapping {mapping}, which says what the columns of your files mean. To start from a guess: ' +
      'npx clientela import {folder} --guess --out {mapping}',
  },
  MAPPING_INVALID: { status: 400, message: 'The mapping {mapping} cannot be used:\n{issues}' },

  DATABASE_UNREACHABLE: {
    status: 503,
    message: 'The database at {address} does not answer: {reason}. Check DATABASE_URL and that the server runs.',
  },
  DATABASE_TOO_OLD: {
    status: 503,
    message: 'The database at {address} is PostgreSQL {version}; version 15 or newer is needed.',
  },
  DATABASE_NEWER: {
    status: 503,
    message:
      'A newer version of this program has changed the database ({migrations}). Use that version, or another database.',
  },
  EMBEDDED_UNSUPPORTED: {
    status: 503,
    message:
      'The embedded PostgreSQL cannot run here: {reason}. ' +
      'Set DATABASE_URL to a PostgreSQL of your own, such as postgres://user:password@localhost:5432/clientela',
  },
  EMBEDDED_FAILED: {
    status: 503,
    message:
      'The embedded database in {folder} does not start: {reason}. ' +
      'CLIENTELA_DATA chooses another folder, DATABASE_URL a PostgreSQL of your own.{said}',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof errors;

/** The names in a sentence that `fail` fills in. */
type Blanks<Message extends string> = Message extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never;
type Params<Code extends ErrorCode> = Record<Blanks<(typeof errors)[Code]['message']>, string | number>;

/** An expected error: its message may be shown to the user as it is. */
export class ClientelaError extends Error {
  override name = 'ClientelaError';
  readonly code: ErrorCode;
  /** The argument or setting at fault, such as "filter.country". */
  readonly field: string | undefined;
  /** HTTP status. */
  readonly status: number;

  constructor(code: ErrorCode, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
    this.status = errors[code].status;
  }
}

/** The error of that code with its sentence filled in; a parameter called `field` also names the place at fault. */
export function expected<Code extends ErrorCode>(code: Code, params: Params<Code>): ClientelaError {
  const values: Record<string, string | number> = params;
  const message = errors[code].message.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name]));
  return new ClientelaError(code, message, values['field']?.toString());
}

/** Throws the error of that code: `fail('NOT_FOUND', { kind: 'customer', id, wayOut })`. */
export function fail<Code extends ErrorCode>(code: Code, params: Params<Code>): never {
  throw expected(code, params);
}

export const isExpected = (error: unknown, code: ErrorCode): boolean =>
  error instanceof ClientelaError && error.code === code;

/** What nobody expected, as one line of JSON on stderr; `place` says where it happened. */
export function logError(cause: unknown, place: Record<string, string | undefined> = {}): void {
  const { message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  console.error(JSON.stringify({ level: 'error', at: new Date(), ...place, message, stack }));
}
