import {
  type Draft,
  type DraftType,
  draftTypes,
  closestName,
  FieldError,
  type Json,
  type Payload,
} from '../../src/sdk/index.ts';
import { type FieldReader, parseField } from './field-mapping.ts';
import { draftFields } from './kinds.ts';
import { cell } from './payload.ts';
import type { Style } from './style.ts';

/** One draft that a row becomes. */
export interface RecordMapping {
  type: DraftType;
  /** The fields that it fills. */
  fields: string[];
  /** The columns it reads. */
  columns: string[];
  /** Throws a FieldError where a value cannot be understood; undefined where the row holds no such record. */
  read(payload: Payload): Draft | undefined;
}

interface Condition {
  column: string;
  is: readonly string[] | undefined;
  isNot: readonly string[];
}

/** Understands an entry of `records:`. Undefined, with issues told, where it cannot be used. */
export function parseRecord(
  written: Record<string, unknown>,
  style: Style,
  tell: (issue: string) => void,
): RecordMapping | undefined {
  const { type, when, ...specs } = written;
  if (typeof type !== 'string' || !isDraftType(type)) {
    const near = typeof type === 'string' ? closestName(type, draftTypes) : undefined;
    tell(
      `: type ${type === undefined ? 'is missing' : `"${String(type)}" is unknown`}${near ? ` (did you mean "${near}"?)` : ''}; there are ${draftTypes.join(', ')}`,
    );
    return undefined;
  }
  const known = draftFields(type);
  const complain = (issue: string) => tell(` (${type}): ${issue}`);
  const readers: [name: string, reader: FieldReader][] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const field = known.get(name);
    if (field === undefined) {
      const near = closestName(name, [...known.keys()]);
      complain(
        `unknown field "${name}"${near ? ` (did you mean "${near}"?)` : ''}; there are ${[...known.keys()].join(', ')}`,
      );
      continue;
    }
    const reader = parseField(spec, field.kind, style, (issue) => complain(`${name} ${issue}`));
    if (reader !== undefined) readers.push([name, reader]);
  }
  const hasAmount = readers.some(([name]) => known.get(name)!.kind.name === 'decimal');
  const currency = known.get('currency');
  if (currency && !('currency' in specs) && style.currency !== undefined && (currency.required || hasAmount)) {
    readers.push(['currency', parseField({ value: style.currency }, currency.kind, style, complain)!]);
  }
  for (const [name, field] of known) {
    const given = name in specs || readers.some(([read]) => read === name);
    if (field.required && !given)
      complain(
        `the field "${name}" is required${name === 'currency' ? '; or give the file or the mapping a currency' : ''}`,
      );
  }
  const condition = parseCondition(when, complain);
  const columns = readers.flatMap(([, reader]) => reader.columns);
  return {
    type,
    fields: readers.map(([name]) => name),
    columns: condition ? [...columns, condition.column] : columns,
    read: (payload) => (condition && !holds(condition, payload, style) ? undefined : draftOf(type, readers, payload)),
  };
}

const isDraftType = (name: string): name is DraftType => (draftTypes as string[]).includes(name);

/** The fields are checked against the draft's schema where the draft is taken, so that all sources are held to one rule. */
function draftOf(type: DraftType, readers: readonly [string, FieldReader][], payload: Payload): Draft {
  const data: Record<string, Json> = {};
  for (const [name, reader] of readers) {
    const value = reader.read(payload);
    if (value !== undefined) data[name] = value;
  }
  return { type, data } as unknown as Draft;
}

function parseCondition(when: unknown, complain: (issue: string) => void): Condition | undefined {
  if (when === undefined) return undefined;
  if (typeof when === 'string') return { column: when, is: undefined, isNot: [] };
  const { column, is, isNot, ...others } = (typeof when === 'object' && when !== null ? when : {}) as Record<
    string,
    unknown
  >;
  if (typeof column !== 'string' || Object.keys(others).length > 0) {
    complain('when is a column, or holds column and is or isNot');
    return undefined;
  }
  return { column, is: is === undefined ? undefined : texts(is), isNot: isNot === undefined ? [] : texts(isNot) };
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

function holds({ column, is, isNot }: Condition, payload: Payload, style: Style): boolean {
  const value = cell(payload, column, style.empty);
  if (value === undefined) return false;
  if (typeof value === 'object')
    throw new FieldError(column, 'is a list or an object, which a condition cannot compare');
  return (is === undefined || is.includes(String(value))) && !isNot.includes(String(value));
}
