import type { AscendingCursor, Cursor, LateCursor } from './cursor.ts';
import type { Draft, DraftType } from './drafts.ts';
import type { HttpRequest } from './http-message.ts';
import type { KeysetPaging, LinkedPaging, NumberedPaging } from './paging.ts';
import type { Json, Page, Payload } from './record.ts';

export interface ReadContext {
  signal: AbortSignal;
  log(message: string): void;
}

/** What every stream says: one kind of record that a source yields. */
interface Described {
  /** What its records become. */
  entities: readonly DraftType[];
  personalData: boolean;
  /** Whether the company collected it itself. */
  firstParty: boolean;
  /** What the credentials must be allowed, in the vendor's words. */
  scopes?: readonly string[];
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
  | { paging: LinkedPaging | NumberedPaging; cursor: LateCursor | 'scan' }
  | { paging: LinkedPaging; cursor: Cursor }
  | { paging: KeysetPaging; cursor: AscendingCursor };

/** A list at the vendor. */
export type Listing = {
  request: HttpRequest;
  /** Path of the records in the answer ("" is the answer itself), or what finds them. */
  records: string | ((body: Json) => Json);
  key(record: Payload): string;
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
