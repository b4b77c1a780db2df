import type { Bench } from '../bench.ts';
import { applies, few, hold } from '../check.ts';
import type { Outcome } from '../keeper.ts';
import { ofReadings, readToEnd, type Rule } from '../rule.ts';
import type { Reply } from '../vendor/server.ts';

/** Whether there is a vendor at all. */
const asks = (bench: Bench) => applies(bench.server.origin !== '', 'it asks nobody');

/** Reads anew and looks for what an undisturbed reading brought. */
async function readAgain(bench: Bench, complete: ReadonlyMap<string, string>, when: string): Promise<Outcome> {
  bench.forget();
  const outcome = await readToEnd(bench, when);
  const missing = [...complete].filter(([key, text]) => bench.keeper.rows.get(key) !== text).map(([key]) => key);
  hold(missing.length === 0, `${when}, ${missing.length} records are missing: ${few(missing)}`);
  return outcome;
}

/** A vendor may turn a reader away as often as this in a row. */
const mostRefusals = 8;

const waitsAsAsked = ofReadings(13, 'a 429 is waited out for as long as it says, and never less', async (bench) => {
  asks(bench);
  await readToEnd(bench, 'undisturbed');
  const complete = new Map(bench.keeper.rows);
  const ways: [name: string, seconds: number, headers: () => Record<string, string>][] = [
    ['Retry-After in seconds', 37, () => ({ 'retry-after': '37' })],
    ['Retry-After as a date', 41, () => ({ 'retry-after': new Date(bench.server.now() + 42_000).toUTCString() })],
    ['no Retry-After', 0.5, () => ({})],
  ];
  for (const [name, seconds, headers] of ways) {
    const first = bench.server.asked.length;
    bench.server.fault = () =>
      bench.server.asked.length - first > mostRefusals
        ? undefined
        : { status: 429, headers: headers(), body: { error: 'too many requests' } };
    await readAgain(bench, complete, `turned away ${mostRefusals} times by 429 with ${name}`);
    const times = bench.server.asked.slice(first, first + mostRefusals + 1).map(({ at }) => at);
    const least = Math.min(...times.slice(1).map((time, index) => time - times[index]!));
    hold(
      least >= seconds * 1000,
      `turned away by 429 with ${name}, it asks again after ${least / 1000} s where ${seconds} s are the least: ask by "send", which waits`,
    );
  }
});

/** What passes, and what an answer can be instead of one. */
const troubles: [name: string, reply: Reply][] = [
  ['500', { status: 500, body: { error: 'internal error' } }],
  ['503', { status: 503, text: 'unavailable', headers: { 'content-type': 'text/plain' } }],
  ['a connection that breaks', { body: { never: 'whole' }, cutAfter: 0 }],
  ['an answer that breaks off', { body: { never: 'whole' }, cutAfter: 9 }],
  ['JSON cut short', { text: '{"data": [{"id": 1' }],
  ['HTML instead of JSON', { text: '<html><body>Back soon</body></html>', headers: { 'content-type': 'text/html' } }],
];

const outlastsTrouble = ofReadings(
  14,
  'errors that pass are outlasted, and no error is taken for an end',
  async (bench) => {
    asks(bench);
    await readToEnd(bench, 'undisturbed');
    const complete = new Map(bench.keeper.rows);
    for (const [name, reply] of troubles) {
      const first = bench.server.asked.length;
      // The second request and the one after it.
      bench.server.fault = () => ([2, 3].includes(bench.server.asked.length - first) ? reply : undefined);
      await readAgain(bench, complete, `after ${name}`);
    }
    for (const body of [{ error: { code: 500, message: 'failed' } }, { errors: [{ message: 'failed' }] }]) {
      bench.server.fault = () => ({ body });
      bench.forget();
      const { error, unreadable } = await bench.read();
      const said = error !== null || unreadable.length > 0;
      hold(said, `the answer 200 ${JSON.stringify(body)} is taken for an empty list: what is missing must be an error`);
    }
  },
);

const readsOnAfterNothing = ofReadings(15, 'an empty page that leads on, and a list that is null', async (bench) => {
  applies(bench.vendor && !bench.vendor.single, 'it is no list that the vendor pages through');
  const { paging, records } = bench.list!;
  const { vendor } = bench;
  if (paging.kind === 'link' || paging.kind === 'token' || paging.kind === 'relay') {
    vendor.faults.emptyPage = true;
    await readToEnd(bench, 'with an empty page in between');
    const missing = bench.missing();
    hold(
      missing.length === 0,
      `after an empty page that leads on, ${missing.length} records are missing: ${few(missing)}`,
    );
  }
  applies(records !== '', 'a list that is the whole answer cannot be null');
  bench.forget();
  bench.server.fault = () => ({ body: vendor.nothing() });
  await readToEnd(bench, 'where the list is null');
});

export const answerRules: readonly Rule[] = [waitsAsAsked, outlastsTrouble, readsOnAfterNothing];
