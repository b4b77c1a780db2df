import type { Connector } from '../sdk/index.ts';
import type { Check } from './check.ts';
import { killRules } from './rules/kills.ts';
import { movingListRules } from './rules/moving-lists.ts';
import { readingRules } from './rules/reading.ts';
import { settingsRules } from './rules/settings.ts';
import { tieRules } from './rules/ties.ts';
import { type ConformanceOptions, Subject } from './subject.ts';

const rules = [...settingsRules, ...readingRules, ...tieRules, ...movingListRules, ...killRules];

/** The thirty checks of a connector, for any way of running them. */
export function conformanceChecks<Config>(connector: Connector<Config>, options: ConformanceOptions): Check[] {
  const subject = new Subject(connector as unknown as Connector<unknown>, options);
  return rules
    .toSorted((a, b) => a.number - b.number)
    .map((rule) => ({ number: rule.number, title: rule.title, run: () => rule.look(subject) }));
}
