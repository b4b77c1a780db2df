import type { Connector } from '../sdk/index.ts';
import type { Check } from './check.ts';
import { answerRules } from './rules/answers.ts';
import { clockRules } from './rules/clocks.ts';
import { documentationRules } from './rules/documentation.ts';
import { endRules } from './rules/ends.ts';
import { killRules } from './rules/kills.ts';
import { limitRules } from './rules/limits.ts';
import { linkRules } from './rules/links.ts';
import { mappingRules } from './rules/mapping.ts';
import { memoryRules } from './rules/memory.ts';
import { movingListRules } from './rules/moving-lists.ts';
import { readingRules } from './rules/reading.ts';
import { settingsRules } from './rules/settings.ts';
import { tieRules } from './rules/ties.ts';
import { unsetRules } from './rules/unset.ts';
import { webhookRules } from './rules/webhooks.ts';
import { zoneRules } from './rules/zones.ts';
import { type ConformanceOptions, Subject } from './subject.ts';

const rules = [
  ...settingsRules,
  ...readingRules,
  ...tieRules,
  ...movingListRules,
  ...killRules,
  ...answerRules,
  ...linkRules,
  ...clockRules,
  ...limitRules,
  ...zoneRules,
  ...documentationRules,
  ...mappingRules,
  ...unsetRules,
  ...webhookRules,
  ...memoryRules,
  ...endRules,
];

/** The thirty checks of a connector, for any way of running them. */
export function conformanceChecks<Config>(connector: Connector<Config>, options: ConformanceOptions): Check[] {
  const subject = new Subject(connector as unknown as Connector<unknown>, options);
  return rules
    .toSorted((a, b) => a.number - b.number)
    .map((rule) => ({ number: rule.number, title: rule.title, run: () => rule.look(subject) }));
}
