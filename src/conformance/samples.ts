import type { Payload } from '../sdk/index.ts';
import { Bench } from './bench.ts';
import { applies } from './check.ts';
import type { Place, Subject } from './subject.ts';

/** So many records of a source that asks nobody are looked at. */
const most = 50;

/** Records of a stream: those that were recorded, or what a source without a vendor gives. */
export async function samplesOf(subject: Subject, place: Place): Promise<Payload[]> {
  applies(!place.backfill, 'its records are mapped as the list’s');
  if (comesFromOutside(subject, place)) return recordedSamples(subject, place);
  const { payloads } = await new Bench(subject, place).read({ killAfter: 1 });
  return payloads.slice(0, most);
}

/** Records that were recorded: what somebody else makes may be otherwise one day. */
export function recordedSamples(subject: Subject, place: Place): Payload[] {
  applies(!place.backfill, 'its records are mapped as the list’s');
  applies(comesFromOutside(subject, place), 'its records are of its own making');
  const recorded = subject.fixtures.records(place.stream).map(({ record }) => record);
  applies(recorded.length > 0, `there is no fixtures/${place.stream}.json with records of it`);
  return recorded;
}

/** Whether somebody else makes its records. */
export const comesFromOutside = ({ connector, fixtures }: Subject, { stream }: Place): boolean =>
  connector.http !== undefined || fixtures.records(stream).length > 0;
