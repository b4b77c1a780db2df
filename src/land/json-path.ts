import type { Json } from '../sdk/index.ts';

/** What stands at a path such as "data.orders"; "" is the whole, and "data.-1.id" counts from the end of a list. */
export function at(json: Json | undefined, path: string): Json | undefined {
  return path === '' ? json : path.split('.').reduce(within, json);
}

function within(value: Json | undefined, name: string): Json | undefined {
  if (Array.isArray(value) && /^-\d+$/.test(name)) return value.at(Number(name));
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, Json>)[name];
}

/** The same with `value` at the path; what was missing on the way is made. */
export function put(json: Json | undefined, path: string, value: Json): Json {
  const [name = '', ...rest] = path.split('.');
  const object = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
  return { ...object, [name]: rest.length === 0 ? value : put(object[name], rest.join('.'), value) };
}
