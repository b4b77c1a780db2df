import type { HttpRequest, KeysetPaging } from '../../sdk/index.ts';
import { withParameter } from './request.ts';

/** The page that goes on from a position inside a tied instant. */
export interface TiedPage {
  size: number;
  /** How many records stand on it before the position. */
  before: number;
  request: HttpRequest;
}

/**
 * Vendors that know numbers of pages alone are asked for the size at which the page that holds the position goes furthest
 * beyond it.
 */
export function tiedPage(request: HttpRequest, paging: KeysetPaging, position: number, largest: number): TiedPage {
  const sized = (size: number) => withParameter(request, paging.size.in, size);
  if (position === 0) return { size: largest, before: 0, request: sized(largest) };
  if (paging.offset !== undefined)
    return { size: largest, before: 0, request: withParameter(sized(largest), paging.offset, position) };
  let size = largest;
  for (let smaller = largest - 1; smaller > 0; smaller--)
    if (smaller - (position % smaller) > size - (position % size)) size = smaller;
  const number = Math.floor(position / size) + 1;
  return { size, before: position % size, request: withParameter(sized(size), paging.page, number) };
}

/** The smallest page that a vendor who cannot give much is asked for: it must hold more than the overlap. */
export const smallestTied = (paging: KeysetPaging): number => (paging.offset === undefined ? 20 : 2);
