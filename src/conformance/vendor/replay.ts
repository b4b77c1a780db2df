import type { Json } from '../../sdk/index.ts';
import type { Exchange } from '../fixtures.ts';
import { leavesOf, valueAt } from '../records/leaves.ts';
import type { Asked, Reply } from './server.ts';

/** Answers as it was recorded. Of several exchanges with one request each is given once, the last one for ever. */
export class Replay {
  /** Requests that nothing was recorded for. */
  readonly unknown: string[] = [];
  private readonly given = new Map<string, number>();

  constructor(
    private readonly exchanges: readonly Exchange[],
    /** The path of the base URL. */
    private readonly base: string,
  ) {}

  /** Whether something was recorded for just this request: in GraphQL, lists and all else have one path. */
  knows(asked: Asked): boolean {
    return this.exchanges.some(({ request }) => request.body !== undefined && fits(request, asked, this.base));
  }

  answer(asked: Asked): Reply {
    const fitting = this.exchanges.filter(({ request }) => fits(request, asked, this.base));
    const weight = Math.max(...fitting.map(({ request }) => weightOf(request)));
    const closest = fitting.filter(({ request }) => weightOf(request) === weight);
    if (closest.length === 0) {
      const place = `${asked.method} ${asked.path}${asked.query.size > 0 ? `?${asked.query.toString()}` : ''}`;
      this.unknown.push(place);
      return { status: 404, body: { error: `nothing was recorded for ${place}` } };
    }
    const name = JSON.stringify(closest[0]!.request);
    const turn = this.given.get(name) ?? 0;
    this.given.set(name, turn + 1);
    const { status = 200, headers = {}, body } = closest[Math.min(turn, closest.length - 1)]!.response;
    return { status, headers, ...(typeof body === 'string' ? { text: body } : { body }) };
  }
}

const weightOf = ({ query = {}, body = {} }: Exchange['request']): number =>
  Object.keys(query).length + leavesOf(body).length;

function fits({ method = 'GET', path, query = {}, body }: Exchange['request'], asked: Asked, base: string): boolean {
  const url = new URL(path, 'http://vendor');
  // A file elsewhere stands on the kit's server under its host's name.
  const paths = /^https?:/.test(path)
    ? [url.pathname, `/~${url.host}${url.pathname}`]
    : [base + path.replace(/[?#].*$/, '')];
  if (method !== asked.method || ![...paths, url.pathname].includes(asked.path)) return false;
  const wanted = [...url.searchParams, ...Object.entries(query)];
  return (
    wanted.every(([name, value]) => asked.query.get(name) === String(value)) &&
    (body === undefined || leavesOf(body).every(({ path: place, value }) => same(valueAt(asked.body, place), value)))
  );
}

const same = (a: Json | undefined, b: Json): boolean => JSON.stringify(a) === JSON.stringify(b);
