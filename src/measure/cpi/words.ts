import { describeFilter } from '../filter-words.ts';
import type { Condition, CpiDefinition, Within } from './definition.ts';

const clocks: Record<Within['clock'], string> = {
  CALENDAR: 'of time',
  BUSINESS: 'of opening hours',
  DAYS: "of days in the workspace's zone",
};

/** How a CPI is worked out, in words made from its definition. */
export function describeCpi(definition: CpiDefinition): string {
  const { subject, customers, where, success, exclude = [], unit, datedBy, shows, promise } = definition;
  const kept = [success.within && limitInWords(success.within), success.where && conditionInWords(success.where)]
    .filter((part) => part !== undefined)
    .join(', and ');
  const late = success.within ? 'what is past its limit and still open is broken, ' : '';
  const sentences = [
    `${shows === 'KEPT' ? 'Kept' : 'Broken'} / (kept + broken).`,
    `Of each ${subject}${where ? ` of which ${conditionInWords(where)}` : ''}: kept where ${kept};`,
    `${late}what is not decided yet is pending and in neither number.`,
    !success.within && `Decided at ${success.decidedBy ?? datedBy}.`,
    exclude.length > 0 && `Left out and counted apart: ${exclude.map(({ reason }) => reason).join('; ')}.`,
    customers && `Of customers: ${describeFilter(customers)}.`,
    unit === 'ORDER' && 'An order is kept where all its parts are, and broken where one is.',
    unit === 'CUSTOMER' && 'A customer is kept where all of the period is kept, and broken where one thing is.',
    `Each counts on the day of ${datedBy}.`,
    promise === false && 'What is broken is no promise to the customer, who left it.',
  ];
  return sentences.filter((sentence) => typeof sentence === 'string').join(' ');
}

function limitInWords({ limit, from, to, clock, calendar, pausedIn }: Within): string {
  const hours = calendar === undefined ? '' : ` (${calendar})`;
  const paused = pausedIn ? `, not counting the time in ${pausedIn.join(' or ')}` : '';
  return `${to} comes within ${limit} ${clocks[clock]}${hours} of ${from}${paused}`;
}

function conditionInWords({ all, any, not, field, ...tests }: Condition): string {
  if (all) return all.map((part) => (part.any ? `(${conditionInWords(part)})` : conditionInWords(part))).join(' and ');
  if (any) return any.map((part) => (part.all ? `(${conditionInWords(part)})` : conditionInWords(part))).join(' or ');
  if (not) return `not (${conditionInWords(not)})`;
  const parts = [
    tests.in && `is ${tests.in.join(' or ')}`,
    tests.is !== undefined && `is ${tests.is ? 'so' : 'not so'}`,
    tests.gte !== undefined && `is at least ${tests.gte}`,
    tests.lte !== undefined && `is at most ${tests.lte}`,
    tests.notAfter !== undefined && `is no later than ${tests.notAfter}`,
    tests.known !== undefined && `is ${tests.known ? 'known' : 'unknown'}`,
  ];
  return `${field} ${parts.filter((part) => typeof part === 'string').join(' and ')}`;
}
