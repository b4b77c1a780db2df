import { fail } from '../errors.ts';
import type { CustomerFilter } from './filter.ts';
import { lifecycleStages } from './lifecycle/stages.ts';
import { rfmGroups } from './rfm/groups.ts';

const deepest = 6;
const mostConditions = 60;
const mostValues = 200;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const decimal = /^-?\d+(\.\d+)?$/;

/** What each field must be; null where it is, else what is wrong. Periods are checked when they are resolved. */
const rules: Record<keyof CustomerFilter, (value: unknown) => string | null> = {
  all: isFilterList,
  any: isFilterList,
  not: isFilter,
  search: (value) => (typeof value === 'string' && value.trim() !== '' ? null : 'must be a text that is not empty'),
  segment: (value) => (typeof value === 'string' ? null : 'must be the id of a segment'),
  rfm: (value) => isListOf(value, (item) => rfmGroups.some((group) => group === item), 'RFM groups'),
  stage: (value) => isListOf(value, (item) => lifecycleStages.some((stage) => stage === item), 'life-cycle stages'),
  firstSeen: isFilter,
  firstOrdered: isFilter,
  lastOrdered: isFilter,
  ordered: (value) => isFilter(value) ?? isFilter((value as { period?: unknown }).period),
  orders: (value) => isRange(value, (bound) => Number.isInteger(bound), 'whole numbers'),
  revenue: isDecimalRange,
  predictedValue: isDecimalRange,
  alive: isDecimalRange,
  bought: (value) => isListOf(value, isId, 'product ids'),
  country: (value) => isListOf(value, (item) => typeof item === 'string', 'country codes'),
  source: (value) => isListOf(value, isId, 'source ids'),
};

/** Fails with BAD_INPUT naming the place where a filter is malformed, too deep or too large. */
export function checkFilter(filter: CustomerFilter, field = 'filter'): void {
  let conditions = 0;
  visit(filter, field, 1);

  function visit(part: CustomerFilter, at: string, depth: number): void {
    if (depth > deepest) fail('BAD_INPUT', { field: at, reason: `is nested more than ${deepest} levels deep` });
    const fields = given(part);
    if (fields.length === 0) fail('BAD_INPUT', { field: at, reason: 'holds no condition' });
    for (const [name, value] of fields) {
      const rule = rules[name as keyof CustomerFilter] as ((value: unknown) => string | null) | undefined;
      const wrong = rule ? rule(value) : `is no condition; there are ${Object.keys(rules).join(', ')}`;
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

/** The conditions of one level; null counts as not given. */
function given(filter: CustomerFilter): [string, unknown][] {
  return Object.entries(filter).filter(([, value]) => value !== undefined && value !== null);
}

function isFilter(value: unknown): string | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'must be an object';
}

function isFilterList(value: unknown): string | null {
  return isListOf(value, (item) => isFilter(item) === null, 'filters');
}

function isListOf(value: unknown, right: (item: unknown) => boolean, what: string): string | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(right)) return `must be a list of ${what}`;
  return value.length > mostValues ? `holds more than ${mostValues} values` : null;
}

function isDecimalRange(value: unknown): string | null {
  return isRange(value, (bound) => typeof bound === 'string' && decimal.test(bound), 'decimals');
}

function isRange(value: unknown, right: (bound: unknown) => boolean, what: string): string | null {
  if (isFilter(value)) return isFilter(value);
  const bounds = Object.entries(value as object).filter(([, bound]) => bound !== undefined && bound !== null);
  const known = bounds.every(([name, bound]) => (name === 'gte' || name === 'lte') && right(bound));
  return known && bounds.length > 0 ? null : `must have gte, lte or both, which are ${what}`;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && id.test(value);
}
