import type { Json } from './record.ts';

/**
 * Where a request says how much it wants, and the most that the vendor gives. `in` names a query parameter; in a POST it
 * is a path in the body, such as "variables.first".
 */
export interface PageSize {
  in: string;
  max: number;
}

/** Lists whose pages lead to each other. */
export type LinkedPaging =
  | { kind: 'none' }
  /** The Link header's rel=next, or a URL at that path of the body. `more` false ends the list in spite of a link. */
  | { kind: 'link'; at?: string; size?: PageSize; more?(body: Json): boolean }
  /** A token in the answer that the next request repeats; "data.-1.id" where it is the last record's own. */
  | { kind: 'token'; at: string; in: string; size?: PageSize; more?(body: Json): boolean }
  /** GraphQL: `connection` is the path of what holds `pageInfo`, `after` and `size.in` the paths of the variables. */
  | { kind: 'relay'; connection: string; after: string; size: PageSize };

/** Lists whose pages have numbers. What moves in them while they are read is missed: never for lists sorted by change. */
export type NumberedPaging =
  /** `start` is the first page's number, 1 where left out. */
  { kind: 'page'; in: string; size: PageSize; start?: number } | { kind: 'offset'; in: string; size: PageSize };

/**
 * For lists sorted by the cursor, oldest first: every page is asked from the last record's instant, and an offset or a
 * page's number serves only inside one instant that more records share than a page holds. Nothing is missed while the list
 * changes.
 */
export type KeysetPaging = { kind: 'keyset'; size: PageSize } & (
  | {
      /** Names the offset. */
      offset: string;
      page?: never;
    }
  | {
      /** Names the page's number, 1 being the first; the largest size must be 20 or more. */
      page: string;
      offset?: never;
    }
);
