import { fail } from '../../errors.ts';
import { closestName } from '../../errors/closest-name.ts';
import type { Condition, SubjectName } from './definition.ts';
import type { Field, FieldType } from './field.ts';
import { findField, subjects } from './subjects.ts';

const deepest = 6;
const mostConditions = 60;
const tests = ['in', 'is', 'gte', 'lte', 'notAfter', 'known'] as const;
const testsOf: Record<FieldType, readonly (typeof tests)[number][]> = {
  TEXT: ['in', 'known'],
  NUMBER: ['gte', 'lte', 'known'],
  FLAG: ['is', 'known'],
  INSTANT: ['notAfter', 'known'],
};
const inWords: Record<FieldType, string> = {
  TEXT: 'a text',
  NUMBER: 'a number',
  FLAG: 'true or false',
  INSTANT: 'an instant',
};

/** Fails with BAD_INPUT naming the place where a condition makes no sense for a subject. */
export function checkCondition(subject: SubjectName, condition: Condition, at: string): void {
  let conditions = 0;
  visit(condition, at, 1);

  function visit(part: Condition, place: string, depth: number): void {
    if (depth > deepest) fail('BAD_INPUT', { field: place, reason: `is nested more than ${deepest} levels deep` });
    if (++conditions > mostConditions)
      fail('BAD_INPUT', { field: at, reason: `holds more than ${mostConditions} conditions` });
    const { all, any, not, field } = part;
    const joined = [all, any, not].filter((given) => given !== undefined).length;
    const asked = tests.filter((test) => part[test] !== undefined);
    if (field === undefined && asked.length > 0)
      fail('BAD_INPUT', { field: place, reason: `asks ${asked[0]} of nothing; name the field` });
    if (joined + (field === undefined ? 0 : 1) !== 1)
      fail('BAD_INPUT', { field: place, reason: 'must have exactly one of field, all, any and not' });
    if (field !== undefined) checkTests(subject, part, place);
    for (const list of ['all', 'any'] as const) {
      part[list]?.forEach((inner, index) => visit(inner, `${place}.${list}.${index}`, depth + 1));
    }
    if (not) visit(not, `${place}.not`, depth + 1);
  }
}

function checkTests(subject: SubjectName, condition: Condition, at: string): void {
  const name = condition.field!;
  const { type, words } = fieldNamed(subject, name, `${at}.field`);
  const asked = tests.filter((test) => condition[test] !== undefined);
  const known = testsOf[type].join(', ');
  if (asked.length === 0) fail('BAD_INPUT', { field: at, reason: `asks nothing of ${name}; give one of ${known}` });
  const unfit = asked.find((test) => !testsOf[type].includes(test));
  if (unfit)
    fail('BAD_INPUT', {
      field: `${at}.${unfit}`,
      reason: `cannot be asked of ${name}, which is ${inWords[type]}; give one of ${known}`,
    });
  const strange = words && condition.in?.find((word) => !words.includes(word));
  if (strange !== undefined)
    fail('BAD_INPUT', {
      field: `${at}.in`,
      reason: `has "${strange}", which ${name} never is; it is one of ${words!.join(', ')}`,
    });
  if (condition.gte !== undefined && condition.lte !== undefined && Number(condition.gte) > Number(condition.lte))
    fail('BAD_INPUT', { field: `${at}.gte`, reason: `is ${condition.gte}, more than lte, ${condition.lte}` });
  if (condition.notAfter !== undefined) checkInstant(subject, condition.notAfter, `${at}.notAfter`);
}

/** Fails with BAD_INPUT where a name is no instant of the subject. */
export function checkInstant(subject: SubjectName, name: string, at: string): void {
  const { type } = fieldNamed(subject, name, at);
  if (type === 'INSTANT') return;
  const instants = Object.entries(subjects[subject].fields).filter(([, field]) => field.type === 'INSTANT');
  const such = instants.map(([instant]) => instant).join(', ');
  fail('BAD_INPUT', {
    field: at,
    reason: `is ${name}, which is ${inWords[type]}; an instant is needed, such as ${such}`,
  });
}

function fieldNamed(subject: SubjectName, name: string, at: string): Field {
  const found = findField(subject, name);
  if (found) return found;
  const own = Object.keys(subjects[subject].fields);
  const elsewhere = Object.entries(subjects).filter(([, { fields }]) => Object.hasOwn(fields, name));
  const near = closestName(name, own);
  const hint =
    elsewhere.length > 0
      ? `which is a field of ${elsewhere.map(([other]) => other).join(', ')}, not of ${subject}`
      : near
        ? `which is no field of ${subject}; is it ${near}`
        : `which is no field of ${subject}; there are ${own.join(', ')}`;
  return fail('BAD_INPUT', { field: at, reason: `is "${name}", ${hint}` });
}
