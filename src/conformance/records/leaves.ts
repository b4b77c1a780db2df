import type { Json } from '../../sdk/index.ts';

export type Path = readonly string[];

/** A value within a record that holds no others. */
export interface Leaf {
  path: Path;
  value: string | number | boolean | null;
}

export function leavesOf(json: Json, path: Path = []): Leaf[] {
  if (typeof json !== 'object' || json === null) return [{ path, value: json }];
  return Object.entries(json).flatMap(([name, value]) => leavesOf(value, [...path, name]));
}

export function valueAt(json: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, Json>)[name]
        : undefined,
    json,
  );
}

/** The same with another value at the path; what was missing on the way is made. */
export function replaced(json: Json | undefined, path: Path, value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(json)) {
    const index = Math.min(Number(name), json.length);
    return json.toSpliced(index, 1, replaced(json[index], rest, value));
  }
  const object = typeof json === 'object' && json !== null ? json : {};
  return { ...object, [name]: replaced(object[name], rest, value) };
}

/** The same without what stands at the path. */
export function without(json: Json, path: Path): Json {
  const [name, ...rest] = path;
  if (name === undefined || typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) {
    const index = Number(name);
    return rest.length === 0 ? json.toSpliced(index, 1) : json.with(index, without(json[index]!, rest));
  }
  if (rest.length > 0) return { ...json, [name]: without(json[name]!, rest) };
  const { [name]: _, ...others } = json;
  return others;
}
