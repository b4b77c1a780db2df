import type { Payload } from '../sdk/index.ts';
import { Bench } from './bench.ts';
import { applies } from './check.ts';
import type { Place, Subject } from './subject.ts';

/** So many records of a source that asks nobody are looked at. */
const most = 50;

/** Records of a stream: those that were recorded, or what a source without a vendor gives. */
export async function samplesOf(subject: Subject, place: Place): Promise<Payload[]> {
  const recorded = subject.fixtures.records(place.stream).map(({ record }) => record);
  if (recorded.length > 0 || subject.connector.http) {
    applies(recorded.length > 0, `there is no fixtures/${place.stream}.json with records of it`);
    return recorded;
  }
  const { payloads } = await new Bench(subject, place).read({ killAfter: 1 });
  return payloads.slice(0, most);
}
