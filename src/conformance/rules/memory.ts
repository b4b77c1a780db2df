import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Json, Payload } from '../../sdk/index.ts';
import { applies, hold } from '../check.ts';
import { anotherOf, identityOf, pathsThatDrive } from '../records/identity.ts';
import { replaced, valueAt } from '../records/leaves.ts';
import { ofConnector, type Rule } from '../rule.ts';
import { samplesOf } from '../samples.ts';
import { childListingOf, listingOf, type Place, type Subject } from '../subject.ts';

/** So many records go through each stream. */
const records = 3000;
/** What may stay behind, in bytes: what comes and goes by itself, and next to nothing of every record. */
const mostKept = (count: number) => 512 * 1024 + 5 * count;

const keepsNothing = ofConnector(29, 'memory stays flat, however many records go through', async (subject) => {
  const passages = await Promise.all(
    subject.places().map((place) => (place.backfill ? null : passage(subject, place).catch(() => null))),
  );
  const streams = passages.filter((take) => take !== null);
  applies(streams.length > 0, 'there are no records of it');
  let n = 0;
  const through = (): number => {
    const before = heapUsed();
    for (const end = n + records; n < end; n++) for (const take of streams) take(n);
    return heapUsed() - before;
  };
  // Once more where something stays: the machine itself learns as it goes.
  const flat = () => through() < mostKept(records * streams.length);
  hold(
    flat() || flat() || flat(),
    `after every ${records} records of each stream more memory is taken: "key" and "map" must remember nothing`,
  );
});

/** What takes a stream's n-th record through what the connector says of records. */
async function passage(subject: Subject, place: Place): Promise<(n: number) => void> {
  const stream = subject.stream(place);
  const list = childListingOf(stream) ?? listingOf(stream);
  const [sample] = await samplesOf(subject, place);
  applies(sample, 'there are no records of it');
  const key = (record: Json) => list?.key(record as Payload) ?? JSON.stringify(stream.map(record as Payload));
  const path = identityOf(sample, pathsThatDrive(sample, key), key);
  return (n) => {
    const record = (path ? replaced(sample, path, anotherOf(valueAt(sample, path), n)) : sample) as Payload;
    list?.key(record);
    try {
      stream.map(record);
    } catch {
      // A record that is refused is dropped as well.
    }
  };
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

export const memoryRules: readonly Rule[] = [keepsNothing];
