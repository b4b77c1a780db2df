import { Bench, type BenchOptions } from './bench.ts';
import { applies, Inapplicable, type Report, Violation } from './check.ts';
import type { Outcome } from './keeper.ts';
import type { Place, Subject } from './subject.ts';

/** One of the thirty, for any connector. */
export interface Rule {
  number: number;
  title: string;
  look(subject: Subject): Promise<Report>;
}

/** A rule about the connector as a whole. */
export function ofConnector(number: number, title: string, look: (subject: Subject) => Promise<void> | void): Rule {
  return { number, title, look: (subject) => gather(subject, number, title, [['connector', () => look(subject)]]) };
}

/** A rule about each of its streams. */
export function ofStreams(
  number: number,
  title: string,
  look: (subject: Subject, place: Place) => Promise<void> | void,
): Rule {
  return {
    number,
    title,
    look: (subject) =>
      gather(
        subject,
        number,
        title,
        subject.places().map((place) => [place.name, () => look(subject, place)]),
      ),
  };
}

/** A rule about how each of its streams is read. */
export function ofReadings(
  number: number,
  title: string,
  look: (bench: Bench) => Promise<void>,
  options: BenchOptions = {},
): Rule {
  return ofStreams(number, title, (subject, place) => withBench(subject, place, look, options));
}

/** Runs something before a bench of its own. */
export async function withBench(
  subject: Subject,
  place: Place,
  look: (bench: Bench) => Promise<void>,
  options: BenchOptions = {},
): Promise<void> {
  const bench = new Bench(subject, place, options);
  try {
    await bench.open();
    await look(bench);
  } finally {
    bench.close();
  }
}

/** Reads to the end. Throws a Violation where that fails, Inapplicable where nothing was recorded to read. */
export async function readToEnd(
  bench: Bench,
  when: string,
  options: Parameters<Bench['read']>[0] = {},
): Promise<Outcome> {
  const outcome = await bench.read(options);
  const unknown = bench.replay?.unknown ?? [];
  applies(
    bench.list || unknown.length === 0,
    `${when}, it asks for ${unknown[0]}: record that in fixtures/${bench.place.stream}.exchanges.json`,
  );
  if (outcome.error !== null) throw new Violation(`${when}, reading fails: ${outcome.error}`);
  return outcome;
}

async function gather(
  subject: Subject,
  number: number,
  title: string,
  places: [name: string, look: () => Promise<void> | void][],
): Promise<Report> {
  const report: Report = { passed: [], inapplicable: [] };
  const wrong: string[] = [];
  for (const [name, look] of places) {
    const exception = subject.fixtures.exceptions.find(({ check, place }) => check === number && place === name);
    try {
      await look();
      if (exception) wrong.push(`${name}: it holds, so take its exception out of fixtures/exceptions.json`);
      report.passed.push(name);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (error instanceof Inapplicable) report.inapplicable.push({ place: name, reason });
      else if (exception) report.inapplicable.push({ place: name, reason: exception.reason });
      else wrong.push(`${name}: ${error instanceof Violation ? reason : (error as Error).stack}`);
    }
  }
  if (wrong.length > 0)
    throw new Violation(`Check ${number} (${title}):\n${wrong.map((one) => `- ${one}`).join('\n')}`);
  return report;
}
