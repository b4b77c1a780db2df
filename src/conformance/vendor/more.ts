import { at, put } from '../../land/json-path.ts';
import type { Json } from '../../sdk/index.ts';

/** What vendors write where there is more: yes, a link, a number, or that it is not the end. */
const signs: readonly Json[] = [true, 'https://vendor.example/more', 1, false];

/** The answer with a sign that there is more, in the place where the connector looks for one. */
export function sayingMore(body: Json, more: ((body: Json) => boolean) | undefined): Json {
  if (!more || holds(more, body)) return body;
  for (const path of placesLookedAt(more).filter((place) => isFree(body, place))) {
    const said = signs.map((sign) => put(body, path, sign)).find((one) => holds(more, one));
    if (said !== undefined) return said;
  }
  return body;
}

/** Whether a sign can stand there: not over a list or an object that is there, nor within a list. */
function isFree(body: Json, place: string): boolean {
  const names = place.split('.');
  const within = names.map((_, index) => at(body, names.slice(0, index).join('.')));
  const there = at(body, place);
  return !within.some(Array.isArray) && (typeof there !== 'object' || there === null);
}

function holds(more: (body: Json) => boolean, body: Json): boolean {
  try {
    return more(body);
  } catch {
    return false;
  }
}

/** The paths of a body that a function asks for, the deepest first. */
function placesLookedAt(look: (body: Json) => unknown): string[] {
  const places: string[] = [];
  const spy = (path: string): Json =>
    new Proxy<Record<string, Json>>(
      {},
      {
        get(_, name) {
          if (typeof name !== 'string') return undefined;
          const place = path === '' ? name : `${path}.${name}`;
          places.unshift(place);
          return spy(place);
        },
        // To the SDK's readers every path is there.
        getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, writable: true, value: null }),
      },
    );
  try {
    look(spy(''));
  } catch {
    // What it looked at until then is known.
  }
  return places;
}
