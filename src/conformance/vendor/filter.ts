import { DateTime } from 'luxon';
import { formatInstant, type Micros, parseInstant } from '../../land/declared/instant.ts';
import type { Cursor, Json, Narrowing } from '../../sdk/index.ts';
import { leavesOf, type Path, valueAt } from '../records/leaves.ts';
import type { Asked } from './server.ts';

/** The period that a request asks for. */
export interface Period {
  from: Micros | null;
  to: Micros | null;
}

/** Where a request says one end of the period: which instant of the text at that path. */
interface Carrier {
  path: Path;
  index: number;
  end: 'from' | 'to';
  /** What stands before the instant, which may say that it is left out. */
  before: string;
}

const instants =
  /\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?|(?<![\d.])\d{10}(?:\d{3}|\d{6})?(?![\d])|(?<!\d)\d{8}(?!\d)/g;
const upper = /(^|[^a-z])(until|before|max|end|to|lt|lte)($|[^a-z])|(until|before|end)(_|$)/i;
const exclusiveName = /(^|[^a-z])(after|gt)($|[^a-z])|After$/;

/** Understands a connector's filter by trying it with instants that are known. */
export class Filter {
  /** Whether the vendor leaves out the instant that is named: as declared, or because the filter's own words say so. */
  readonly exclusive: boolean;
  private readonly carriers: readonly Carrier[];

  constructor(cursor: Cursor, now: number) {
    this.carriers = carriersOf(cursor, now * 1000);
    const worded = this.carriers.some(
      ({ path, end, before }) => end === 'from' && (exclusiveName.test(path.at(-1) ?? '') || />\s*['"]?$/.test(before)),
    );
    this.exclusive = cursor.exclusive === true || worded;
  }

  get understood(): boolean {
    return this.carriers.some(({ end }) => end === 'from');
  }

  /** The period of a request; a time that names no zone is read in the vendor's. */
  period(asked: Asked, zone: string): Period {
    const said = { query: Object.fromEntries(asked.query), headers: asked.headers, body: asked.body };
    // Some vendors take times as UTC where a parameter says so.
    const utc = [...asked.query].some(([name, value]) => /gmt|utc/i.test(`${name} ${value}`));
    const period: Period = { from: null, to: null };
    for (const { path, index, end } of this.carriers) {
      const token = String(valueAt(said, path) ?? '').match(instants)?.[index];
      if (token !== undefined) period[end] = instantIn(token, utc ? 'utc' : zone);
    }
    return period;
  }
}

function carriersOf(cursor: Cursor, now: Micros): Carrier[] {
  const day = 86_400_000_000;
  const at = (daysAgo: number) => formatInstant(now - daysAgo * day + 1_234_000_000, cursor.step);
  const narrow = (from: string, to: string): Narrowing => cursor.between?.(from, to) ?? cursor.since?.(from) ?? {};
  const tokensOf = (narrowing: Narrowing) =>
    leavesOf({ ...narrowing } as Json).flatMap(({ path, value }) =>
      [...String(value).matchAll(instants)].map((match, index) => ({
        path: path[0] === 'headers' ? path.map((name) => name.toLowerCase()) : path,
        index,
        token: match[0],
        before: String(value).slice(0, match.index),
      })),
    );
  const [base, otherFrom, otherTo] = [narrow(at(40), at(20)), narrow(at(35), at(20)), narrow(at(40), at(15))].map(
    tokensOf,
  ) as [Token[], Token[], Token[]];
  return base.flatMap((token): Carrier[] => {
    const { path, index, before } = token;
    if (differs(token, otherFrom)) return [{ path, index, before, end: 'from' }];
    if (differs(token, otherTo) || upper.test(path.at(-1) ?? '')) return [{ path, index, before, end: 'to' }];
    return [];
  });
}

interface Token {
  path: Path;
  index: number;
  token: string;
  before: string;
}

const differs = ({ path, index, token }: Token, others: Token[]): boolean =>
  others.find((other) => other.path.join('\n') === path.join('\n') && other.index === index)?.token !== token;

function instantIn(token: string, zone: string): Micros | null {
  if (/^\d{8}$/.test(token)) return parseInstant(`${token.slice(0, 4)}-${token.slice(4, 6)}-${token.slice(6)}`);
  const zoneless = /^\d{4}-\d\d-\d\d[T ][\d:.]+$/.test(token);
  if (!zoneless || zone === 'utc') return parseInstant(token);
  return DateTime.fromISO(token.replace(' ', 'T'), { zone }).toMillis() * 1000;
}
