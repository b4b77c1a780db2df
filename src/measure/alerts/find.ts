import { factId } from '../../model/ids.ts';
import type { Store } from '../../store/store.ts';
import { closedDays } from './closed-days.ts';
import { type MeasureContext, openContext, throughAllData } from '../context.ts';
import { addDays, buckets } from '../period.ts';
import type { AlertGrain, Course } from './course.ts';
import type { Insight } from './insight.ts';
import { type Crossing, crossings, type Departure, unusualUnits } from './judge.ts';
import { keepFound, toldBefore } from './keep.ts';
import { listRules, type Rule } from './rules.ts';
import { courseOf, type Watched, watchedBy } from './watch.ts';
import { tell } from './words.ts';

/** How far back a rule looks the first time. */
const firstLook = 730;
/** What is still undecided after so many days is waited for no longer. */
const patience = 60;
/** Webhooks are told of what happened in so many days before the data's last one. */
const freshDays = 31;

/**
 * Looks at what the rules of a workspace watch, as far as it was not judged yet: as of the data's last day, or of another.
 * Returns how much was found. The same is not found twice.
 */
export async function findInsights(
  store: Store,
  workspaceId: string,
  { asOf, signal }: { asOf?: string | undefined; signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const context = await openContext(store.em(), workspaceId, asOf);
  if (!context.dataThrough) return 0;
  let found = 0;
  for (const rule of await listRules(context.em, workspaceId)) {
    if (!rule.enabled) continue;
    for (const watched of await watchedBy(context, rule)) {
      signal?.throwIfAborted();
      found += await look(store, context, rule, watched);
    }
  }
  return found;
}

async function look(store: Store, context: MeasureContext, rule: Rule, watched: Watched): Promise<number> {
  const { em, workspace, through } = context;
  const told = await toldBefore(em, workspace.id, rule, watched);
  const since = told.judgedThrough ? addDays(told.judgedThrough, 1) : addDays(through, -firstLook);
  if (since > through || !isAnyOver(context, told.grain, since)) return 0;
  const course = await courseOf(watched, rule.grain, { from: since, to: through });
  const judgedThrough = decidedThrough(course, since, addDays(through, -patience));
  if (!judgedThrough) return 0;
  const judged = { ...course, units: course.units.filter(({ days }) => days.to <= judgedThrough) };
  const { quietDays } = rule;
  const findings: (Crossing | Departure)[] = [];
  if (rule.kinds.includes('TARGET')) findings.push(...crossings(judged, since, { ...told.target, quietDays }));
  if (rule.kinds.includes('UNUSUAL')) {
    const closed = await closedDays(context, { from: course.units[0]!.days.from, to: through });
    findings.push(...unusualUnits(judged, since, closed, { ...told.unusual, quietDays }));
  }
  const insights = await Promise.all(findings.map((finding) => insightOf(workspace.id, rule, course, finding)));
  const fresh = { from: addDays(through, -freshDays), to: through };
  return store.transaction((held) => keepFound(held, workspace.id, { rule, course, judgedThrough }, insights, fresh));
}

/** Whether a unit that ends on `since` or later is over: by the grain that was judged by last. */
function isAnyOver(context: MeasureContext, grain: AlertGrain | null, since: string): boolean {
  if (!grain) return true;
  const { completeThrough } = throughAllData(context);
  return buckets({ from: addDays(since, -31), to: context.through }, grain, completeThrough).some(
    ({ days, complete }) => complete && days.to >= since,
  );
}

/** The end of the units from `since` on that can be judged; a later one waits for one that is not decided yet. */
function decidedThrough({ units }: Course, since: string, longAgo: string): string | null {
  let through: string | null = null;
  for (const { days, settled } of units) {
    if (days.to < since) continue;
    if (!settled && days.to >= longAgo) break;
    through = days.to;
  }
  return through;
}

async function insightOf(
  workspaceId: string,
  rule: Rule,
  course: Course,
  finding: Crossing | Departure,
): Promise<Insight> {
  const { subject, key, name, grain } = course;
  const { from, to } = finding.unit.days;
  const told = tell(course, finding, await course.provenance({ from, to }));
  // Of one unit there is one insight of each kind, whichever rule found it.
  const id = factId(workspaceId, '', 'insight', [subject, key, told.kind, grain, from].join(' '));
  return { id, ruleId: rule.id, subject, key, name, grain, firstDay: from, lastDay: to, foundAt: new Date(), ...told };
}
