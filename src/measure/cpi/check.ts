import { fail } from '../../errors.ts';
import { type CustomerFilter, searches } from '../filter.ts';
import { checkFilter } from '../filter-check.ts';
import { checkCondition, checkInstant } from './check-condition.ts';
import { checkLimit } from './check-limit.ts';
import type { CpiDefinition } from './definition.ts';
import { definitionShape } from './shape.ts';
import { subjects } from './subjects.ts';

const deepest = 40;
/** Subjects that no order holds. */
const withoutOrder = ['QUOTE_REQUEST', 'EVENT'];

/**
 * A definition as it may be written, made whole: what is null counts as left out, and what is left out gets what it stands
 * for. Fails with BAD_INPUT naming the place where it is wrong, such as "success.within.to".
 */
export function checkDefinition(written: unknown): CpiDefinition {
  const shaped = definitionShape.safeParse(withoutNulls(written));
  if (!shaped.success) {
    const { path, message } = shaped.error.issues[0]!;
    return fail('BAD_INPUT', { field: path.join('.') || 'definition', reason: message });
  }
  const { subject, datedBy = subjects[subject].datedBy } = shaped.data;
  const definition: CpiDefinition = { ...shaped.data, datedBy };
  checkInstant(subject, datedBy, 'datedBy');
  if (definition.customers) checkCustomers(definition.customers);
  if (definition.where) checkCondition(subject, definition.where, 'where');
  checkSuccess(definition);
  definition.exclude?.forEach(({ where, from }, index) => {
    checkCondition(subject, where, `exclude.${index}.where`);
    if (from !== undefined) checkInstant(subject, from, `exclude.${index}.from`);
  });
  if (definition.unit === 'ORDER' && withoutOrder.includes(subject))
    fail('BAD_INPUT', {
      field: 'unit',
      reason: `is ORDER, and a ${subject} belongs to none; give SUBJECT or CUSTOMER`,
    });
  checkTarget(definition);
  return definition;
}

/** Definitions are read by whoever reads figures, so they name nobody. */
function checkCustomers(customers: CustomerFilter): void {
  checkFilter(customers, 'customers');
  if (searches(customers))
    fail('BAD_INPUT', {
      field: 'customers',
      reason: 'looks for a person by name, e-mail or phone; a CPI counts groups',
    });
}

function checkSuccess({ subject, success }: CpiDefinition): void {
  const { within, where, decidedBy } = success;
  if (!within && !where) fail('BAD_INPUT', { field: 'success', reason: 'must have within, where or both' });
  if (within) checkLimit(subject, within, 'success.within');
  if (where) checkCondition(subject, where, 'success.where');
  if (decidedBy === undefined) return;
  if (within)
    fail('BAD_INPUT', { field: 'success.decidedBy', reason: 'cannot be given beside within, whose end decides' });
  checkInstant(subject, decidedBy, 'success.decidedBy');
}

function checkTarget({ target }: CpiDefinition): void {
  const days = target?.since?.map(({ day }) => day) ?? [];
  const early = days.findIndex((day, index) => index > 0 && day <= days[index - 1]!);
  if (early > 0)
    fail('BAD_INPUT', { field: `target.since.${early}.day`, reason: `is ${days[early]}; give the oldest day first` });
  const segments = target?.segments?.map(({ segment }) => segment) ?? [];
  const twice = segments.findIndex((segment, index) => segments.indexOf(segment) < index);
  if (twice > 0) fail('BAD_INPUT', { field: `target.segments.${twice}.segment`, reason: 'is named twice' });
}

/** A copy without what is null. Fails where it is nested too deep to be looked at. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > deepest) fail('BAD_INPUT', { field: 'definition', reason: `is nested more than ${deepest} levels deep` });
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutNulls(part, depth + 1)]));
}
