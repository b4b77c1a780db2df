import { fail } from '../errors.ts';
import { arms } from './experiments/arm.ts';
import { consentChannels, type CustomerFilter } from './filter.ts';
import { lifecycleStages } from './lifecycle/stages.ts';
import { rfmGroups } from './rfm/groups.ts';
import { resolveWhen, type When } from './when.ts';

const deepest = 6;
const mostConditions = 60;
const mostValues = 200;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const decimal = /^-?\d+(\.\d+)?$/;
/** Durations are checked against some day; which one makes no difference. */
const someDay = '2024-01-01';

type Rule = (value: unknown, at: string) => string | null;

/** What each field must be; null where it is, else what is wrong. What is wrong within a field is thrown with its place. */
const rules: Record<keyof CustomerFilter, Rule> = {
  all: isFilterList,
  any: isFilterList,
  not: isObject,
  search: isText,
  segment: (value) => (typeof value === 'string' ? null : 'must be the id of a segment'),
  rfm: (value) => isListOf(value, (item) => rfmGroups.some((group) => group === item), 'RFM groups'),
  stage: (value) => isListOf(value, (item) => lifecycleStages.some((stage) => stage === item), 'life-cycle stages'),
  firstSeen: isWhen,
  firstOrdered: isWhen,
  lastOrdered: isWhen,
  ordered: isTimes,
  lateDelivery: isTimes,
  breach: (value, at) => isTimes(value, at) ?? checkParts(value, at, { cpi: isText }),
  orders: isIntRange,
  daysBetweenOrders: isDecimalRange,
  revenue: isDecimalRange,
  averageOrder: isDecimalRange,
  predictedValue: isDecimalRange,
  alive: isDecimalRange,
  bought: (value) => isListOf(value, isId, 'product ids'),
  boughtIn: (value) => isListOf(value, isId, 'category ids'),
  acquiredBy: (value, at) => {
    if (isObject(value)) return isObject(value);
    const isIdList: Rule = (ids) => isListOf(ids, isId, 'ids');
    const given = givenIn(value).map(([name]): [string, Rule] => [name, name.endsWith('Id') ? isIdList : isNameList]);
    return given.length > 0
      ? checkParts(value, at, Object.fromEntries(given))
      : 'must have channel, channelId, campaign or campaignId';
  },
  consent: (value, at) =>
    isObject(value) ??
    checkParts(value, at, {
      channel: (channel) =>
        consentChannels.some((one) => one === channel) ? null : `must be one of ${consentChannels.join(', ')}`,
      granted: (granted) => (typeof granted === 'boolean' ? null : 'must be true or false'),
    }),
  country: (value) => isListOf(value, (item) => typeof item === 'string', 'country codes'),
  source: (value) => isListOf(value, isId, 'source ids'),
  sample: (value, at) =>
    isObject(value) ??
    checkParts(value, at, {
      seed: isText,
      share: (share) => (typeof share === 'number' && share >= 0 && share <= 1 ? null : 'must be a number from 0 to 1'),
    }),
  experimentArm: (value, at) =>
    isObject(value) ??
    checkParts(value, at, {
      experiment: (experiment) => (isId(experiment) ? null : 'must be the id of an experiment'),
      arm: (arm) => (arms.some((one) => one === arm) ? null : `must be one of ${arms.join(', ')}`),
    }),
};

/** Fails with BAD_INPUT naming the place where a filter is malformed, too deep or too large. */
export function checkFilter(filter: CustomerFilter, field = 'filter'): void {
  let conditions = 0;
  visit(filter, field, 1);

  function visit(part: CustomerFilter, at: string, depth: number): void {
    if (depth > deepest) fail('BAD_INPUT', { field: at, reason: `is nested more than ${deepest} levels deep` });
    const fields = givenIn(part);
    if (fields.length === 0) fail('BAD_INPUT', { field: at, reason: 'holds no condition' });
    for (const [name, value] of fields) {
      const rule = (rules as Record<string, Rule | undefined>)[name];
      const unknown = `is no condition; there are ${Object.keys(rules).join(', ')}`;
      const wrong = rule ? rule(value, `${at}.${name}`) : unknown;
      if (wrong) fail('BAD_INPUT', { field: `${at}.${name}`, reason: wrong });
      if (++conditions > mostConditions) {
        fail('BAD_INPUT', { field, reason: `holds more than ${mostConditions} conditions` });
      }
    }
    for (const list of ['all', 'any'] as const) {
      part[list]?.forEach((inner, index) => visit(inner, `${at}.${list}[${index}]`, depth + 1));
    }
    if (part.not) visit(part.not, `${at}.not`, depth + 1);
  }
}

/** The fields of an object; null counts as not given. */
function givenIn(object: unknown): [string, unknown][] {
  return Object.entries(object as object).filter(([, value]) => value !== undefined && value !== null);
}

/** Fails naming the part of a field that breaks its rule. */
function checkParts(value: unknown, at: string, parts: Record<string, Rule>): null {
  for (const [name, rule] of Object.entries(parts)) {
    const wrong = rule((value as Record<string, unknown>)[name], `${at}.${name}`);
    if (wrong) fail('BAD_INPUT', { field: `${at}.${name}`, reason: wrong });
  }
  return null;
}

function isObject(value: unknown): string | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'must be an object';
}

function isText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? null : 'must be a text that is not empty';
}

function isFilterList(value: unknown): string | null {
  return isListOf(value, (item) => isObject(item) === null, 'filters');
}

function isNameList(value: unknown): string | null {
  return isListOf(value, (item) => isText(item) === null, 'names');
}

function isListOf(value: unknown, right: (item: unknown) => boolean, what: string): string | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(right)) return `must be a list of ${what}`;
  return value.length > mostValues ? `holds more than ${mostValues} values` : null;
}

function isWhen(value: unknown, at: string): string | null {
  if (isObject(value)) return isObject(value);
  const given = givenIn(value);
  if (given.length !== 1) return 'must have one of between, last and before';
  resolveWhen(Object.fromEntries(given) as When, someDay, at);
  return null;
}

function isTimes(value: unknown, at: string): string | null {
  if (isObject(value)) return isObject(value);
  const { count } = value as { count?: unknown };
  const counted = count !== undefined && count !== null;
  return checkParts(value, at, { period: isWhen, ...(counted && { count: isIntRange }) });
}

function isIntRange(value: unknown): string | null {
  return isRange(value, (bound) => Number.isInteger(bound), 'whole numbers');
}

function isDecimalRange(value: unknown): string | null {
  return isRange(value, (bound) => typeof bound === 'string' && decimal.test(bound), 'decimals');
}

function isRange(value: unknown, right: (bound: unknown) => boolean, what: string): string | null {
  if (isObject(value)) return isObject(value);
  const bounds = givenIn(value);
  const known = bounds.every(([name, bound]) => (name === 'gte' || name === 'lte') && right(bound));
  return known && bounds.length > 0 ? null : `must have gte, lte or both, which are ${what}`;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && id.test(value);
}
