import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Json, Payload } from '../../sdk/index.ts';
import { hold, Inapplicable } from '../check.ts';
import { anotherOf, identityOf, pathsThatDrive } from '../records/identity.ts';
import { replaced, valueAt } from '../records/leaves.ts';
import { ofConnector, type Rule } from '../rule.ts';
import { samplesOf } from '../samples.ts';
import { childListingOf, listingOf, type Subject } from '../subject.ts';

/** So many records go through a connector, shared among its streams: fewer where that takes longer than some moments. */
const mostRecords = 100_000;
const moments = 500;
/** What may stay behind, in bytes: a little of every record, besides what comes and goes. */
const mostKept = (count: number) => 1024 * 1024 + 50 * count;

const keepsNothing = ofConnector(29, 'memory stays flat over 100,000 records', async (subject) => {
  const runs = await passes(subject);
  if (runs.length === 0) throw new Inapplicable('there are no records of it');
  const through = (from: number, most: number): number => {
    const until = performance.now() + moments;
    let n = from;
    while (n < from + most && performance.now() < until) runs[n % runs.length]!(n++);
    return n - from;
  };
  const warm = through(0, mostRecords / 20);
  const before = heapUsed();
  const count = through(warm, mostRecords);
  const kept = heapUsed() - before;
  hold(
    kept < mostKept(count),
    `after ${count} records ${(kept / 1024 / 1024).toFixed(1)} MB stay behind: "key", "records" and "map" must remember nothing`,
  );
});

/** For every stream, what takes its n-th record through what the connector says of records. */
async function passes(subject: Subject): Promise<((n: number) => void)[]> {
  const found: ((n: number) => void)[] = [];
  for (const place of subject.places()) {
    if (place.backfill) continue;
    const stream = subject.stream(place);
    const list = childListingOf(stream) ?? listingOf(stream);
    const [sample] = await samplesOf(subject, place).catch(() => []);
    if (!sample) continue;
    const key = (record: Json) => list?.key(record as Payload) ?? JSON.stringify(stream.map(record as Payload));
    const path = identityOf(sample, pathsThatDrive(sample, key), key);
    found.push((n) => {
      const record = (path ? replaced(sample, path, anotherOf(valueAt(sample, path), n)) : sample) as Payload;
      list?.key(record);
      try {
        stream.map(record);
      } catch {
        // A record that is refused is dropped as well.
      }
    });
  }
  return found;
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

export const memoryRules: readonly Rule[] = [keepsNothing];
