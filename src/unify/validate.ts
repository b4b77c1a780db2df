import { closestName, type Draft, drafts } from '../sdk/index.ts';
import { crossFieldIssues } from './cross-field-rules.ts';
import type { Issue } from './issue.ts';

/** Everything that is wrong with a draft; nothing where it can be written. Pure, so that dry runs use it too. */
export function validateDraft(draft: Draft): Issue[] {
  const type: unknown = draft?.type;
  if (typeof type !== 'string' || !Object.hasOwn(drafts, type)) return [unknownType(type)];
  const schema = drafts[draft.type];
  const parsed = schema.safeParse(draft.data);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => explain(issue, draft.data, schema.shape));
  return [...unstorableText(draft.data), ...crossFieldIssues(draft)];
}

function unknownType(type: unknown): Issue {
  const guess = typeof type === 'string' ? closestName(type, Object.keys(drafts)) : undefined;
  return { field: 'type', reason: `is no draft type${didYouMean(guess)}`, value: shown(type) };
}

type Problem = NonNullable<ReturnType<(typeof drafts)['order']['safeParse']>['error']>['issues'][number];

function explain(problem: Problem, data: object, shape: object): Issue[] {
  if (problem.code === 'unrecognized_keys') {
    const expected = Object.keys(shape);
    return problem.keys.map((name) => ({
      field: name,
      reason: `is no field of this draft${didYouMean(closestName(name, expected))}`,
      value: shown(at(data, [...problem.path, name])),
    }));
  }
  const value = at(data, problem.path);
  const field = problem.path.join('.') || 'data';
  return [{ field, reason: reasonOf(problem, value), value: value === undefined ? null : shown(value) }];
}

function reasonOf(problem: Problem, value: unknown): string {
  if (value === undefined) return problem.message.startsWith('is required') ? problem.message : 'is required';
  if (problem.code === 'invalid_type') return `is of the wrong type: a ${problem.expected} is expected`;
  if (problem.code === 'invalid_value') return `is none of ${problem.values.map(String).join(', ')}`;
  // The field kinds of the SDK word their own reasons; what zod says by itself is made to follow the field's name.
  return /^is |^contains /.test(problem.message) ? problem.message : `is invalid: ${problem.message}`;
}

/** PostgreSQL keeps neither NUL characters nor halves of surrogate pairs. */
function unstorableText(data: object): Issue[] {
  return Object.entries(data).flatMap(([field, value]) => {
    const broken = textsOf(value).find((text) => text.includes('\0') || !text.isWellFormed());
    return broken === undefined
      ? []
      : [{ field, reason: 'contains a NUL or half a character, which no text can hold', value: shown(broken) }];
  });
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
}

function at(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<PropertyKey, unknown> | undefined)?.[name], data);
}

const didYouMean = (guess: string | undefined) => (guess ? `; did you mean "${guess}"?` : '');

function shown(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const storable = text.replaceAll('\0', '\u{FFFD}').toWellFormed();
  return storable.length > 200 ? `${storable.slice(0, 199).toWellFormed()}…` : storable;
}
