import { formatInstant } from '../../land/declared/instant.ts';
import type { Cursor } from '../../sdk/index.ts';
import { few, hold } from '../check.ts';
import { ofStreams, readToEnd, type Rule, withBench } from '../rule.ts';
import { samplesOf } from '../samples.ts';
import { listingOf } from '../subject.ts';
import { inZone, shopZones } from '../zones.ts';

const holdsInAnyZone = ofStreams(
  27,
  'neither the machine’s zone nor the shop’s moves an instant',
  async (subject, place) => {
    const stream = subject.stream(place);
    const list = listingOf(stream);
    const cursor = list && list.cursor !== 'scan' ? list.cursor : null;
    for (const record of place.backfill ? [] : await samplesOf(subject, place)) {
      const mapped = () => outcomeOf(() => stream.map(structuredClone(record)));
      const here = inZone('UTC', mapped);
      for (const zone of shopZones) {
        const there = inZone(zone, mapped);
        hold(
          there === here,
          `on a machine in ${zone}, map gives ${there.slice(0, 300)} where it gives ${here.slice(0, 300)} in UTC: name the zone of times that name none`,
        );
      }
    }
    if (!cursor) return;
    const asked = () => outcomeOf(() => narrowing(cursor));
    for (const zone of shopZones)
      hold(
        inZone(zone, asked) === inZone('UTC', asked),
        `on a machine in ${zone}, the cursor's filter asks for another time than in UTC`,
      );
    await withBench(subject, place, async (bench) => {
      for (const zone of shopZones) {
        bench.vendor!.zone = zone;
        bench.forget();
        await readToEnd(bench, `before a shop in ${zone}`);
        bench.happen((now) => bench.vendor!.shelf.edit(bench.changeable().at(5) ?? bench.count, now));
        await readToEnd(bench, `before a shop in ${zone}`);
        const missing = bench.missing();
        hold(
          missing.length === 0,
          `a shop in ${zone} reads the filter's time as its own, and ${few(missing)} is missed: name the zone ("Z"), or the parameter that says UTC`,
        );
      }
    });
  },
);

function narrowing(cursor: Cursor): unknown {
  const [from, to] = [0, 86_400_000_000_0].map((later) =>
    formatInstant(Date.UTC(2026, 2, 29, 1, 30) * 1000 + later, cursor.step),
  );
  return cursor.between?.(from!, to!) ?? cursor.since?.(from!) ?? null;
}

function outcomeOf(run: () => unknown): string {
  try {
    return JSON.stringify(run());
  } catch (error) {
    return String(error);
  }
}

export const zoneRules: readonly Rule[] = [holdsInAnyZone];
