import { expected, fail } from '../errors.ts';

export const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Built-in segments have names instead of UUIDs. */
const slug = /^[a-z0-9-]{1,80}$/;

/** The opaque id by which a front end knows an object: unique over all types. */
export const globalId = (type: string, id: string): string => Buffer.from(`${type}:${id}`).toString('base64url');

/** What a global id names. Throws BAD_INPUT naming `field` where it is none. */
export function parseGlobalId(value: string, field: string): { type: string; id: string } {
  const [type = '', id = '', ...rest] = Buffer.from(value, 'base64url').toString().split(':');
  const known = /^[A-Z][A-Za-z]+$/.test(type) && (type === 'Segment' ? slug : uuid).test(id);
  if (known && rest.length === 0) return { type, id };
  return fail('BAD_INPUT', {
    field,
    reason: `is no id of this API: "${value}". Take ids from the id fields of answers`,
  });
}

/** The database's id of an object of that type. Throws BAD_INPUT naming `field` where it names something else. */
export function idOf(type: string, value: string, field: string): string {
  const named = parseGlobalId(value, field);
  if (named.type === type) return named.id;
  return fail('BAD_INPUT', { field, reason: `must be the id of a ${type}; this is the id of a ${named.type}` });
}

/** The error for an id that is well formed and names nothing in this workspace. */
export const unknownId = (type: string, value: string, field: string) =>
  expected('BAD_INPUT', { field, reason: `names no ${type} of this workspace: "${value}"` });
