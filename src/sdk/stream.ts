import type { AscendingCursor, Cursor, LateCursor, WindowedCursor } from './cursor.ts';
import { type Draft, drafts, type DraftType } from './drafts.ts';
import type { Send } from './http.ts';
import type { HttpRequest } from './http-message.ts';
import type { KeysetPaging, LinkedPaging, NumberedPaging } from './paging.ts';
import type { Json, Page, Payload } from './record.ts';

/** What a stream that reads by its own code gets from the engine. */
export interface ReadContext {
  signal: AbortSignal;
  log(message: string): void;
  /** Asks the vendor as `http` says. */
  send: Send;
  /** The lines of a file, such as an export: read as they come, without credentials where it lies on another host. */
  lines(url: string): AsyncIterable<string>;
  /** The vendor's time, in milliseconds since 1970. */
  now(): number;
  /** Waits; rejects as soon as the run is stopped. */
  sleep(milliseconds: number): Promise<void>;
}

/** What every stream says: one kind of record that a source yields. */
interface Described {
  /** What its records become. */
  entities: readonly DraftType[];
  /** Whether it may hold what tells of a person. Where left out: whether anything that its records become can. */
  personalData?: boolean;
  /** Whether the company collected it itself; true where left out. */
  firstParty?: boolean;
  /** What the credentials must be allowed, in the vendor's words. */
  scopes?: readonly string[];
  /**
   * How a record's end is told. "scan": it is missing from a list that was read whole. `gone`: the record itself says so;
   * it is not mapped. Where this is left out, records end by webhook alone, or never.
   */
  deletes?: 'scan' | { gone(record: Payload): boolean };
  /** Turns one record into drafts. Pure; throws a FieldError where a value cannot be understood. */
  map(payload: Payload): Draft[];
}

/** A stream that reads by its own code. */
export interface Stream extends Described {
  /** Reads on from `cursor` (null: from the start) until there is no more. Pages must be the same again after a crash. */
  read(cursor: Json, context: ReadContext): AsyncIterable<Page>;
  /**
   * Whether the settings still name and cut records as they did when this cursor was made. Where they do not, `read` starts
   * again, and what is kept of the stream gives way to it. Always true where it is left out.
   */
  continues?(cursor: Json): boolean;
}

/** How paging and cursor go together. "scan": the vendor has no filter, everything is read and compared each time. */
type Way =
  | {
      paging: LinkedPaging | NumberedPaging;
      cursor: WindowedCursor & { step: 'day' };
      /** Whole days are stated anew: what a day does not hold any more is gone. Read with a look-back. */
      replace: 'day';
    }
  | ({ replace?: never } & PlainWay);

type PlainWay =
  | { paging: LinkedPaging | NumberedPaging; cursor: LateCursor | 'scan' }
  | { paging: LinkedPaging; cursor: Cursor }
  | { paging: KeysetPaging; cursor: AscendingCursor };

/** A list at the vendor. */
export type Listing = {
  request: HttpRequest;
  /** Path of the records in the answer ("" is the answer itself), or what finds them. */
  records: string | ((body: Json) => Json);
  key(record: Payload): string;
  /**
   * Asks for what a page of the list cannot hold of its records, such as the lines of a very long order. Gives the records
   * in the same order, those that were whole as they are.
   */
  complete?(records: Payload[], send: Send): Promise<Payload[]>;
  /**
   * Reads all that there was up to now by the vendor's faster way, such as an export, before the list is followed. The list
   * is read from the moment at which this began, at the same time.
   */
  backfill?(cursor: Json, context: ReadContext): AsyncIterable<Page>;
} & Way;

/** A list of its own for every record of another: the variations of a product. */
export type ChildListing = {
  /** The records to ask for; a change of one of them is what its children are asked again for. */
  parent: Listing & {
    /** Asks for the children; null where there are none. */
    children(record: Payload): HttpRequest | null;
    /** What the children do not say of themselves: added to each. */
    inherit?(record: Payload): Payload;
  };
  records: string | ((body: Json) => Json);
  key(record: Payload): string;
  paging: LinkedPaging | NumberedPaging;
};

/** A stream that is declared: the engine reads it, with every page a checkpoint, and keeps its state. */
export type DeclaredStream = Described & { read?: never } & (Listing | ChildListing);

/** Whether a stream's records may hold what tells of a person. */
export const holdsPersonalData = ({ entities, personalData }: Pick<Described, 'entities' | 'personalData'>): boolean =>
  personalData ?? entities.some((type) => type === 'identity' || 'email' in drafts[type].shape);
