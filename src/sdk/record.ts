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
  /** Keys of records that are gone at the source. */
  deleted?: string[];
  /** Any JSON value; stored in the same transaction as the records. */
  cursor: Json;
  /** True on the first page of a reading from the start: what earlier readings found unreadable is forgotten. */
  restart?: boolean;
  /** Share of the stream read so far, 0 to 1, where known. */
  progress?: number;
}
