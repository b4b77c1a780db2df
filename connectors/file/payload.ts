import type { Json, Payload } from '../../src/sdk/index.ts';

/** The value of a column, or of a path such as "customer.email" in a JSON line; undefined where it is empty. */
export function cell(payload: Payload, column: string, empty: readonly string[]): Exclude<Json, null> | undefined {
  const value = Object.hasOwn(payload, column) ? payload[column] : follow(payload, column.split('.'));
  if (typeof value !== 'string') return value ?? undefined;
  const text = value.trim();
  return text === '' || empty.includes(text) ? undefined : text;
}

function follow(value: Json, path: string[]): Json | undefined {
  let at: Json | undefined = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as { [name: string]: Json })[name];
  }
  return at;
}

const placeholder = /\{([^{}]+)\}/g;

export const isTemplate = (text: string): boolean => text.includes('{');

export const templateColumns = (template: string): string[] =>
  [...template.matchAll(placeholder)].map((match) => match[1]!.trim());

/** Fills in "{order_id}-{item}"; undefined where one of its columns is empty. */
export function fill(template: string, payload: Payload, empty: readonly string[]): string | undefined {
  let complete = true;
  const text = template.replaceAll(placeholder, (_, column: string) => {
    const value = cell(payload, column.trim(), empty);
    complete &&= value !== undefined;
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
  return complete ? text : undefined;
}
