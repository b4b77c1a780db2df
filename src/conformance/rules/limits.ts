import { put } from '../../land/json-path.ts';
import type { HttpRequest, Json, Limit } from '../../sdk/index.ts';
import type { Bench } from '../bench.ts';
import { applies, hold, Violation } from '../check.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';
import type { Asked } from '../vendor/server.ts';

/** A reading that was stopped may go on for so long, in milliseconds. */
const patience = 1000;

const stops = ofReadings(21, 'a reading that is stopped ends within a second, and asks no more', async (bench) => {
  const stop = new AbortController();
  if (bench.server.origin === '') {
    const { pages } = await bench.read({ signal: stop.signal, onPage: () => stop.abort() });
    return hold(pages <= 2, `it was stopped after its first page, and gave ${pages}`);
  }
  let hung: () => void = () => undefined;
  const asked = new Promise<void>((done) => (hung = done));
  bench.server.fault = () => {
    hung();
    return { hang: true };
  };
  const reading = bench.read({ signal: stop.signal });
  await Promise.race([asked, reading]);
  const { length } = bench.server.asked;
  stop.abort();
  const ended = await Promise.race([reading.then(() => true), pause(patience).then(() => false)]);
  hold(
    ended,
    'it was stopped while it waited for an answer, and did not end within a second: ask by "send", wait by "sleep"',
  );
  bench.server.release({ status: 503, body: null });
  await pause(50);
  const more = bench.server.asked.length - length;
  hold(more === 0, `it was stopped, and asked ${more} times more: ask by "send", which ends with the run`);
});

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** So small a bucket that a reading meets its end. */
const smallBucket = 2;

const keepsLimits = ofReadings(22, 'the vendor is never asked more than its limits allow', async (bench) => {
  const { connector, config } = bench.subject;
  const limits = connector.http?.(config).limits ?? [];
  applies(limits.length > 0, 'it declares no limits');
  for (const limit of limits) {
    if (limit.kind === 'bucket') await holdBucket(bench, limit);
    else await holdPause(bench, limit);
  }
});

async function holdBucket(bench: Bench, limit: Extract<Limit, { kind: 'bucket' }>): Promise<void> {
  const capacity = Math.min(limit.capacity, smallBucket);
  const small: Limit = { ...limit, capacity };
  bench.adjust = (http) => ({ ...http, limits: [small] });
  const first = bench.server.asked.length;
  await readToEnd(bench, 'within the limit');
  const base = new URL(bench.connector().http!(bench.config).baseUrl).pathname.replace(/\/$/, '');
  const spent = bench.server.asked.slice(first).map((asked) => ({
    at: asked.at,
    weight: Math.min(limit.weight?.(requestOf(asked, base)) ?? 1, capacity),
  }));
  for (const { at } of spent) {
    const within = spent.filter((one) => one.at >= at && one.at < at + limit.perSeconds * 1000);
    const weight = within.reduce((sum, one) => sum + one.weight, 0);
    if (weight > capacity)
      throw new Violation(
        `of a limit of ${capacity} in ${limit.perSeconds} s it uses ${weight}: ask by "send", which keeps the limits`,
      );
  }
}

function requestOf({ method, path, query, body }: Asked, base: string): HttpRequest {
  return {
    method: method === 'POST' ? 'POST' : 'GET',
    path: path.startsWith(base) ? path.slice(base.length) : path,
    query: Object.fromEntries(query),
    ...(body === '' ? {} : { body }),
  };
}

/** How long a vendor makes a reader wait, in seconds. */
const wait = 30;

async function holdPause(bench: Bench, limit: Exclude<Limit, { kind: 'bucket' }>): Promise<void> {
  const { answer } = bench.server;
  const first = bench.server.asked.length;
  bench.adjust = (http) => ({ ...http, limits: [limit] });
  bench.server.answer = (asked) => {
    const reply = answer(asked);
    if (bench.server.asked.length !== first + 1) return reply;
    if (limit.kind === 'graphqlCost') return { ...reply, body: put(reply.body, limit.at, exhausted) };
    return { ...reply, headers: { ...reply.headers, [limit.remaining]: '0', [limit.reset]: resetIn(bench, limit) } };
  };
  try {
    await readToEnd(bench, 'within the limit');
  } finally {
    bench.server.answer = answer;
  }
  const [one, other] = bench.server.asked.slice(first);
  const paused = other === undefined ? wait : (other.at - one!.at) / 1000;
  hold(paused >= wait - 1, `the vendor says that nothing is left for ${wait} s, and it asks again after ${paused} s`);
}

const exhausted: Json = {
  requestedQueryCost: 310,
  throttleStatus: { maximumAvailable: 1000, currentlyAvailable: 10, restoreRate: 10 },
};

function resetIn(bench: Bench, { resetIs }: Extract<Limit, { kind: 'headers' }>): string {
  const at = bench.server.now() + wait * 1000;
  switch (resetIs) {
    case 'seconds':
      return String(wait);
    case 'milliseconds':
      return String(wait * 1000);
    case 'epoch':
      return String(Math.ceil(at / 1000));
    case 'iso':
      return new Date(at).toISOString();
  }
}

export const limitRules: readonly Rule[] = [stops, keepsLimits];
