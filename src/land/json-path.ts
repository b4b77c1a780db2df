import type { Json } from '../sdk/index.ts';

/** What stands at a path such as "data.orders"; "" is the whole. */
export function at(json: Json | undefined, path: string): Json | undefined {
  if (path === '') return json;
  return path
    .split('.')
    .reduce<Json | undefined>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, Json>)[name]
          : undefined,
      json,
    );
}

/** The same with `value` at the path; what was missing on the way is made. */
export function put(json: Json | undefined, path: string, value: Json): Json {
  const [name = '', ...rest] = path.split('.');
  const object = typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
  return { ...object, [name]: rest.length === 0 ? value : put(object[name], rest.join('.'), value) };
}
