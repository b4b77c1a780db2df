import { z } from 'zod';
import type { CustomerFilter } from '../filter.ts';
import { type Condition, cpiAreas, cpiClocks, cpiShares, cpiUnits, subjectNames } from './definition.ts';

/** What a definition is made of, before anybody looks at what the words in it mean. */

const name = z.string('must be a text').trim().min(1, 'is empty').max(200, 'is longer than 200 characters');
const oneOf = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.enum(words, `must be one of ${words.join(', ')}`);
/** Exact as text; numbers are taken as they are written. */
const decimal = z.preprocess(
  (value) => (typeof value === 'number' && Number.isFinite(value) ? String(value) : value),
  z.string('must be a decimal number').regex(/^-?\d{1,30}(\.\d{1,18})?$/, 'must be a decimal number such as "1.5"'),
);
const share = decimal.refine((text) => Number(text) >= 0 && Number(text) <= 1, 'must be a share from 0 to 1');
const listOf = <Item extends z.ZodType>(item: Item, most: number) =>
  z.array(item, 'must be a list').min(1, 'is an empty list').max(most, `holds more than ${most}`);
const object = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape, { error: shapeError });

const condition: z.ZodType<Condition> = z.lazy(() =>
  object({
    all: listOf(condition, 60).exactOptional(),
    any: listOf(condition, 60).exactOptional(),
    not: condition.exactOptional(),
    field: name.exactOptional(),
    in: listOf(name, 200).exactOptional(),
    is: z.boolean('must be true or false').exactOptional(),
    gte: decimal.exactOptional(),
    lte: decimal.exactOptional(),
    known: z.boolean('must be true or false').exactOptional(),
    notAfter: name.exactOptional(),
  }),
);

const within = object({
  limit: name,
  from: name,
  to: name,
  clock: oneOf(cpiClocks).default('CALENDAR'),
  calendar: name.exactOptional(),
  pausedIn: listOf(name, 10).exactOptional(),
});

const target = object({
  share,
  near: share.exactOptional(),
  since: listOf(object({ day: z.iso.date('must be a day as YYYY-MM-DD'), share }), 100).exactOptional(),
  segments: listOf(object({ segment: name, share }), 100).exactOptional(),
});

export const definitionShape = object({
  key: z
    .string('must be a text')
    .regex(/^[a-z][a-z0-9-]{1,59}$/, 'must be 2 to 60 small letters, digits and hyphens, such as "first-response"'),
  name,
  area: oneOf(cpiAreas),
  question: name,
  subject: oneOf(subjectNames),
  // What it holds is checked as every filter of customers is.
  customers: z
    .custom<CustomerFilter>((value) => typeof value === 'object' && value !== null, 'must be a filter')
    .exactOptional(),
  where: condition.exactOptional(),
  success: object({
    within: within.exactOptional(),
    where: condition.exactOptional(),
    decidedBy: name.exactOptional(),
  }),
  exclude: listOf(object({ reason: name, where: condition, from: name.exactOptional() }), 20).exactOptional(),
  unit: oneOf(cpiUnits).default('SUBJECT'),
  datedBy: name.exactOptional(),
  shows: oneOf(cpiShares).default('KEPT'),
  promise: z.boolean('must be true or false').exactOptional(),
  target: target.exactOptional(),
  owner: name.exactOptional(),
  minimumSample: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(1_000_000, 'must be at most 1,000,000')
    .default(30),
});

function shapeError(issue: { code?: string; keys?: readonly string[] }): string {
  return issue.code === 'unrecognized_keys' ? `has no such field: ${issue.keys!.join(', ')}` : 'must be an object';
}
