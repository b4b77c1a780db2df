import { DateTime } from 'luxon';
import type { Provenance } from '../metric.ts';
import type { Course, CourseUnit } from './course.ts';
import type { Insight, InsightFigure, InsightKind, Severity } from './insight.ts';
import { type Crossing, type Departure, falseAlarms, stretch } from './judge.ts';

/** A target missed by so much, or more, is critical. */
const critical = 0.1;

type Told = Pick<Insight, 'kind' | 'severity' | 'title' | 'body' | 'figures' | 'provenance'>;

/** What a finding is, for people. `provenance` is that of the figure. */
export function tell(course: Course, finding: Crossing | Departure, provenance: Provenance): Told {
  return finding.kind === 'TARGET'
    ? tellCrossing(course, finding, provenance)
    : tellDeparture(course, finding, provenance);
}

function tellCrossing(course: Course, { unit, missed }: Crossing, provenance: Provenance): Told {
  const [value, target] = [inWords(course, unit.exact!), inWords(course, unit.target!)];
  const when = unitInWords(course, unit);
  const kind: InsightKind = missed ? 'TARGET_MISSED' : 'TARGET_MET';
  const far = Math.abs(Number(unit.exact) - Number(unit.target)) >= critical;
  const severity: Severity = missed ? (far ? 'CRITICAL' : 'WARNING') : 'INFO';
  const [low, high] = [inWords(course, unit.low!), inWords(course, unit.high!)];
  return {
    kind,
    severity,
    title: missed
      ? `${course.name}: the target was missed ${when}, with ${value} against ${target}`
      : `${course.name}: the target is met again ${when}, with ${value} against ${target}`,
    body:
      `${value} of ${unit.total} that were decided, ${low} to ${high} with 95 % confidence; the target is ${target}. ` +
      (missed
        ? 'All of the interval lies on the wrong side of it: this is more than chance.'
        : 'Before, it was missed.'),
    figures: figuresOf(unit),
    provenance: {
      ...provenance,
      method: `target-crossing@1 of ${provenance.method}`,
      formula: `The first ${course.grain.toLowerCase()} that is on the other side of the target than what was told last: missed with all of its 95 % interval, or met. ${provenance.formula}`,
    },
  };
}

function tellDeparture(course: Course, finding: Departure, provenance: Provenance): Told {
  const { unit, more, usual, distance, compared } = finding;
  const [value, middle] = [inWords(course, unit.exact!), inWords(course, String(usual))];
  const good = course.moreIsBetter === null ? null : more === course.moreIsBetter;
  const alike = course.grain === 'DAY' ? `a ${weekdayOf(unit)}` : `a ${course.grain.toLowerCase()}`;
  return {
    kind: more ? 'UNUSUALLY_HIGH' : 'UNUSUALLY_LOW',
    severity: good === false ? 'WARNING' : good === true ? 'OPPORTUNITY' : 'INFO',
    title: `${course.name}: unusually ${more ? 'high' : 'low'} ${unitInWords(course, unit)}, ${value} where ${middle} is usual`,
    body:
      `${value}, where the middle of such units is ${middle}: ${distance.toFixed(1)} usual distances away among ` +
      `${compared} ${course.grain.toLowerCase()}s before, where chance alone does not exceed ${finding.critical.toFixed(1)}. ` +
      `It is compared with what is usual for ${alike}${course.grain === 'DAY' ? '; closed days are left out' : ''}.`,
    figures: [
      ...figuresOf(unit),
      { name: 'usual', value: decimal(usual) },
      { name: 'usual distances', value: distance.toFixed(2) },
      { name: 'usual distances that chance does not exceed', value: finding.critical.toFixed(2) },
    ],
    provenance: {
      ...provenance,
      method: `usual-range@1 of ${provenance.method}`,
      formula: `Generalised ESD test (Rosner) at ${falseAlarms * 100} % among the last ${stretch[course.grain]} ${course.grain.toLowerCase()}s at most, each measured from ${course.grain === 'DAY' ? 'the median of its weekday' : 'their median'} in robust standard deviations (shares on the scale of their binomial chance, amounts by their roots)${course.grain === 'DAY' ? ', closed days left out' : ''}. ${provenance.formula}`,
    },
  };
}

function figuresOf({ exact, total, low, high, target }: CourseUnit): InsightFigure[] {
  const named = { value: exact, subjects: total === null ? null : String(total), low, high, target };
  return Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

const decimal = (value: number) => String(Number(value.toFixed(6)));

function inWords({ unit, currency }: Course, text: string): string {
  const value = Number(text);
  if (unit === 'RATIO') return `${(value * 100).toFixed(1)} %`;
  const number = value.toLocaleString('en', { maximumFractionDigits: unit === 'COUNT' ? 0 : 2 });
  return unit === 'MONEY' ? `${number} ${currency}` : unit === 'DURATION' ? `${number} days` : number;
}

function unitInWords({ grain }: Course, { days: { from } }: CourseUnit): string {
  if (grain === 'DAY') return `on ${from}`;
  return grain === 'WEEK'
    ? `in the week of ${from}`
    : `in ${DateTime.fromISO(from).toFormat('LLLL yyyy', { locale: 'en' })}`;
}

const weekdayOf = ({ days: { from } }: CourseUnit) => DateTime.fromISO(from).toFormat('cccc', { locale: 'en' });
