import type { Draft, DraftType } from './drafts.ts';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
/** A record as the source said it. */
export type Payload = { [name: string]: Json };

/** One record read from a source. */
export interface SourceRecord {
  /** Names the record within its stream, for ever: reading it again must give the same key. */
  key: string;
  payload: Payload;
  /** Where it stood, for people: "orders.csv:17". */
  position?: string;
}

/** Something at the source that is no record: a broken line, a row with too few columns. */
export interface Unreadable {
  key: string;
  reason: string;
  position?: string;
  /** The text at fault, shortened. */
  value?: string;
}

/** What `read` yields: records, and the cursor from which reading goes on after them. */
export interface Page {
  records: SourceRecord[];
  unreadable?: Unreadable[];
  /** Any JSON value; stored in the same transaction as the records. */
  cursor: Json;
  /** True on the first page of a reading from the start: what earlier readings found unreadable is forgotten. */
  restart?: boolean;
  /** Share of the stream read so far, 0 to 1, where known. */
  progress?: number;
}

export interface ReadContext {
  signal: AbortSignal;
  log(message: string): void;
}

/** One kind of record that a source yields. */
export interface Stream {
  /** What its records become. */
  entities: readonly DraftType[];
  personalData: boolean;
  /** Whether the company collected it itself. */
  firstParty: boolean;
  /** Reads on from `cursor` (null: from the start) until there is no more. Pages must be the same again after a crash. */
  read(cursor: Json, context: ReadContext): AsyncIterable<Page>;
  /** Turns one record into drafts. Pure; throws a FieldError where a value cannot be understood. */
  map(payload: Payload): Draft[];
}

/** A plugin that reads one kind of system. */
export interface Connector<Config> {
  id: string;
  title: string;
  version: string;
  kind: 'SHOP' | 'ADS' | 'HELPDESK' | 'CRM' | 'MARKETING' | 'ANALYTICS' | 'FILE' | 'DATABASE' | 'FOREIGN';
  docs?: string;
  /** Checks settings; throws an error that names the field. */
  parse(settings: unknown): Config;
  /** JSON Schema of the settings. */
  settings: Json;
  /** Can we connect, and to what? Throws a plain explanation where not. */
  check(config: Config): Promise<{ account: string }>;
  /** In the order in which they are best read. */
  streams(config: Config): Record<string, Stream>;
}

export const defineConnector = <Config>(connector: Connector<Config>): Connector<Config> => connector;

/** A value of a record that `map` cannot understand: the record is rejected with this reason, the rest goes on. */
export class FieldError extends Error {
  override name = 'FieldError';
  constructor(
    readonly field: string,
    readonly reason: string,
    readonly value?: string,
  ) {
    super(`${field} ${reason}`);
  }
}
