import { z } from 'zod';
import { closestName, FieldError, type Json, type Payload } from '../../src/sdk/index.ts';
import { parseDay, parseInstant } from './dates.ts';
import { parseDecimal } from './decimals.ts';
import type { FieldKind } from './kinds.ts';
import { cell, fill, isTemplate, templateColumns } from './payload.ts';
import type { Style } from './style.ts';

/** Reads one field of a draft from a row. */
export interface FieldReader {
  columns: string[];
  read(payload: Payload): Json | undefined;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const shape = {
  column: z.string().optional(),
  template: z.string().optional(),
  value: scalar.optional(),
  columns: z.array(z.string()).optional(),
  values: z.record(z.string(), scalar).optional(),
  date: z.union([z.string().transform((one) => [one]), z.array(z.string())]).optional(),
  timeZone: z.string().optional(),
  decimal: z.enum([',', '.']).optional(),
};
const schema = z.strictObject(shape);
const origins = ['column', 'template', 'value', 'columns'] as const;

/** Understands what a mapping says of a field: a column, a template, or an object. Undefined, with issues told, where it cannot. */
export function parseField(
  written: unknown,
  kind: FieldKind,
  style: Style,
  tell: (issue: string) => void,
): FieldReader | undefined {
  const spec =
    typeof written === 'string' ? (isTemplate(written) ? { template: written } : { column: written }) : written;
  const parsed = schema.safeParse(spec);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) tell(describe(issue));
    return undefined;
  }
  const { column, template, value, columns, values, date, timeZone, decimal } = parsed.data;
  if (origins.filter((name) => parsed.data[name] !== undefined).length !== 1) {
    tell('needs one of column, template, value and columns');
    return undefined;
  }
  if (columns !== undefined && kind.name !== 'json') {
    tell('takes no "columns": they make an object of several columns');
    return undefined;
  }
  const dates = { timeZone: timeZone ?? style.timeZone, formats: date ?? style.dates };
  const convert = (found: Json, named: string): Json => {
    const meant = values === undefined ? found : translate(values, found, named);
    return meant === undefined ? null : interpret(meant, named, kind, { dates, decimal: decimal ?? style.decimal });
  };
  if (value !== undefined) return constant(() => convert(value, 'value'), tell);
  const [named, used] =
    column !== undefined
      ? [column, [column]]
      : [template ?? columns!.join(', '), columns ?? templateColumns(template!)];
  const find = (payload: Payload): Json | undefined => {
    if (column !== undefined) return cell(payload, column, style.empty);
    if (template !== undefined) return fill(template, payload, style.empty);
    return Object.fromEntries(used.map((name) => [name, cell(payload, name, style.empty) ?? null]));
  };
  return {
    columns: used,
    read(payload) {
      const found = find(payload);
      if (found === undefined) return values?.[''] === undefined ? undefined : convert('', named);
      return convert(found, named) ?? undefined;
    },
  };
}

/** The value is converted once; one that cannot be is an issue of the mapping. */
function constant(convert: () => Json, tell: (issue: string) => void): FieldReader | undefined {
  try {
    const value = convert();
    return { columns: [], read: () => value };
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    tell(`${error.reason} ("${error.value}")`);
    return undefined;
  }
}

/** "*" stands for every value that is not listed, "" for none. */
function translate(values: Record<string, string>, found: Json, column: string): string | undefined {
  const text = String(found);
  if (Object.hasOwn(values, text)) return values[text];
  if (Object.hasOwn(values, '*')) return values['*'];
  throw new FieldError(
    column,
    `is none of the values that the mapping translates (${Object.keys(values).join(', ')})`,
    text,
  );
}

function interpret(
  value: Json,
  column: string,
  kind: FieldKind,
  style: { dates: Parameters<typeof parseInstant>[2]; decimal: Style['decimal'] },
): Json {
  if (kind.name === 'json') return typeof value === 'string' ? parseJson(value, column) : value;
  if (typeof value === 'object')
    throw new FieldError(
      column,
      'is a list or an object; name one of its parts, as in "customer.email"',
      JSON.stringify(value).slice(0, 200),
    );
  const text = String(value).trim();
  switch (kind.name) {
    case 'decimal':
      // A JSON number has its point, whatever the texts of the file have.
      return parseDecimal(text, column, typeof value === 'number' ? undefined : style.decimal);
    case 'instant':
      return parseInstant(text, column, style.dates);
    case 'day':
      return parseDay(text, column, style.dates);
    case 'count':
      return parseCount(text, column);
    case 'flag':
      return parseFlag(text, column);
    case 'code':
      return text.toUpperCase();
    case 'choice':
      return parseChoice(text, column, kind.choices);
    case 'text':
      return text;
  }
}

function parseCount(text: string, column: string): number {
  const whole = /^\+?(\d{1,15})(?:\.0+)?$/.exec(text);
  if (whole === null) throw new FieldError(column, 'is no whole number of zero or more', text);
  return Number(whole[1]);
}

function parseFlag(text: string, column: string): boolean {
  const lower = text.toLowerCase();
  if (['true', 't', 'yes', 'y', '1'].includes(lower)) return true;
  if (['false', 'f', 'no', 'n', '0'].includes(lower)) return false;
  throw new FieldError(column, 'is neither true nor false (nor yes, no, 1, 0): translate it with "values:"', text);
}

function parseChoice(text: string, column: string, choices: readonly string[]): string {
  const wanted = text.toUpperCase().replaceAll(/[\s-]+/g, '_');
  if (choices.includes(wanted)) return wanted;
  throw new FieldError(column, `is none of ${choices.join(', ')}: translate it with "values:"`, text);
}

function parseJson(text: string, column: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new FieldError(column, 'is no JSON', text.slice(0, 200));
  }
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys')
    return `${issue.path.join('.')} cannot be used here: a field is a column, a template, or an object`.trim();
  const known = Object.keys(shape);
  return issue.keys
    .map((name) => {
      const near = closestName(name, known);
      return `has an unknown setting "${name}"${near ? ` (did you mean "${near}"?)` : ''}; there are ${known.join(', ')}`;
    })
    .join('; ');
}
