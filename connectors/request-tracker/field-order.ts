import type { Json } from '../../src/sdk/index.ts';

/** RT writes the fields of a record in another order each time: in one order a record that has not changed looks the same. */
export function inOrder(json: Json): Json {
  if (Array.isArray(json)) return json.map(inOrder);
  if (typeof json !== 'object' || json === null) return json;
  const fields = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, value]) => [name, inOrder(value)]));
}
