import type { Json, Payload } from '../../sdk/index.ts';
import { hold } from '../check.ts';
import { mapped, textsOf } from '../mapping-outcome.ts';
import { leavesOf, type Path, replaced, valueAt } from '../records/leaves.ts';
import { ofStreams, type Rule } from '../rule.ts';
import { recordedSamples } from '../samples.ts';

const time = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;
/** How vendors write that a time is not set. */
const unsetTimes = ['1970-01-01T00:00:00Z', '0000-00-00 00:00:00', '', null];

const knowsUnset = ofStreams(28, 'what is not set, in any way of writing that, is left out', (subject, place) => {
  const stream = subject.stream(place);
  const samples = recordedSamples(subject, place);
  const times = new Map<string, Path>();
  for (const record of samples)
    for (const { path, value } of leavesOf(record))
      if (typeof value === 'string' && time.test(value)) times.set(path.join('.'), path);
  for (const record of samples.slice(0, 3)) {
    const become = (path: Path, value: Json) =>
      mapped(
        (one) => stream.map(one),
        replaced(record, path, value) as Payload,
        `where "${path.join('.')}" is ${JSON.stringify(value)}`,
      );
    for (const [name, path] of times) {
      // Another record's list may be longer.
      if (valueAt(record, path) === undefined) continue;
      const unset = become(path, null);
      for (const value of unsetTimes) {
        const made = become(path, value);
        const wrong = textsOf(made.drafts).find((text) => /^(1970-01-01T|0000-|-00|Invalid)/.test(text));
        hold(
          wrong === undefined,
          `"${name}" of ${JSON.stringify(value)} is not set, but becomes ${wrong}: read times by instantAt`,
        );
        hold(
          made.drafts !== null || unset.drafts === null,
          `"${name}" of ${JSON.stringify(value)} is not set, and makes the record unreadable: ${made.refusal}`,
        );
      }
    }
    for (const { path, value } of leavesOf(record)) {
      if (typeof value !== 'string') continue;
      const [unset, empty] = [become(path, null), become(path, '')];
      hold(
        empty.drafts !== null || unset.drafts === null,
        `"${path.join('.')}" of "" is not set, and makes the record unreadable: ${empty.refusal}`,
      );
      hold(
        !textsOf(empty.drafts).includes(''),
        `"${path.join('.')}" of "" is not set, but becomes an empty text: read texts by textAt`,
      );
    }
  }
});

export const unsetRules: readonly Rule[] = [knowsUnset];
