import type { EntityMetadata, EntityName } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';

/** Plain values by the entity's property names; a property that is missing or undefined is not written. */
export type UpsertRow<Entity> = { readonly [Name in keyof Entity]?: Entity[Name] | undefined };

export interface UpsertOptions {
  /** The properties that an existing row takes over: all that the new one has (default), or those named; none with []. */
  update?: 'all' | readonly string[];
  /** Properties that are written along with a change, but are none by themselves; such as the run that wrote the row. */
  along?: readonly string[];
  /** True where null, too, says nothing: what is stored stays, and rows of all shapes go with one statement. */
  sparse?: boolean;
}

export interface UpsertCounts {
  inserted: number;
  updated: number;
  unchanged: number;
}

interface Column {
  name: string;
  type: string;
  primary: boolean;
}

type Row = Record<string, unknown>;

const chunkSize = 5000;

/**
 * Writes rows by primary key, thousands with one statement. An existing row is touched only where it differs; a property
 * that a row lacks stays as it is there, and is null or the column's default in a new row. Of several rows with one key
 * the last one counts. Runs in the entity manager's transaction, if there is one.
 */
export async function upsert<Entity extends object>(
  em: EntityManager,
  entity: EntityName<Entity>,
  rows: readonly UpsertRow<Entity>[],
  options: UpsertOptions = {},
): Promise<UpsertCounts> {
  const meta = em.getMetadata().get(entity);
  const distinct = lastOfEachKey(meta, rows as readonly Row[]);
  const written = { inserted: 0, updated: 0 };
  for (const [names, group] of options.sparse ? allProperties(distinct) : byProperties(distinct)) {
    const statement = upsertStatement(meta, names, options);
    for (let from = 0; from < group.length; from += chunkSize) {
      const json = JSON.stringify(group.slice(from, from + chunkSize));
      const { rows: counts } = await em
        .getKysely()
        .executeQuery<{ inserted: number; updated: number }>(CompiledQuery.raw(statement, [json]));
      written.inserted += counts[0]!.inserted;
      written.updated += counts[0]!.updated;
    }
  }
  return { ...written, unchanged: distinct.length - written.inserted - written.updated };
}

function lastOfEachKey(meta: EntityMetadata, rows: readonly Row[]): Row[] {
  const latest = new Map<string, Row>();
  // No key of the database holds a NUL.
  for (const row of rows) latest.set(meta.primaryKeys.map((name) => row[name]).join('\0'), row);
  return [...latest.values()];
}

function byProperties(rows: readonly Row[]): Iterable<[string[], Row[]]> {
  const groups = new Map<string, [string[], Row[]]>();
  for (const row of rows) {
    const names = Object.keys(row).filter((name) => row[name] !== undefined);
    const shape = names.toSorted().join();
    const group = groups.get(shape);
    if (group) group[1].push(row);
    else groups.set(shape, [names, [row]]);
  }
  return groups.values();
}

function allProperties(rows: readonly Row[]): [string[], Row[]][] {
  const names = new Set<string>();
  for (const row of rows) for (const name in row) if (row[name] != null) names.add(name);
  return rows.length === 0 ? [] : [[[...names], [...rows]]];
}

function upsertStatement(
  meta: EntityMetadata,
  names: readonly string[],
  { update = 'all', along = [], sparse = false }: UpsertOptions,
): string {
  const table = quote(meta.tableName);
  const columns = names.map((name) => ({ property: name, ...columnOf(meta, name) }));
  const key = columns.filter(({ primary }) => primary);
  if (key.length < meta.primaryKeys.length) {
    throw new Error(`Rows of ${meta.tableName} need their whole key: ${meta.primaryKeys.join(', ')}.`);
  }
  const changing = columns.filter(
    ({ property, primary }) => !primary && (update === 'all' || update.includes(property)),
  );
  const list = (items: readonly Column[]) => items.map(({ name }) => quote(name)).join(', ');
  const given = ({ name }: Column) =>
    sparse ? `coalesce(excluded.${quote(name)}, ${table}.${quote(name)})` : `excluded.${quote(name)}`;
  const deciding = changing.filter(({ property }) => !along.includes(property));
  const before = deciding.map((column) => comparable(column, `${table}.${quote(column.name)}`)).join(', ');
  const after = deciding.map((column) => comparable(column, given(column))).join(', ');
  const fields = columns.map(({ property, type }) => `${quote(property)} ${type}`).join(', ');
  const assignments = changing.map((column) => `${quote(column.name)} = ${given(column)}`).join(', ');
  const action =
    deciding.length === 0 ? 'do nothing' : `do update set ${assignments} where (${before}) is distinct from (${after})`;
  // In the order of the key, so that two writers at once cannot wait for each other.
  return (
    `with written as (insert into ${table} (${list(columns)}) ` +
    `select ${names.map(quote).join(', ')} from json_to_recordset($1::json) as given (${fields}) ` +
    `order by ${key.map(({ property }) => quote(property)).join(', ')} ` +
    `on conflict (${list(key)}) ${action} returning (xmax = 0) as inserted) ` +
    `select count(*) filter (where inserted)::int as inserted, count(*) filter (where not inserted)::int as updated ` +
    `from written`
  );
}

function columnOf(meta: EntityMetadata, property: string): Column {
  const found = meta.properties[property as keyof typeof meta.properties];
  const [name, ...more] = found?.fieldNames ?? [];
  const type = found?.columnTypes[0];
  if (!name || !type || more.length > 0) throw new Error(`${meta.className} has no column for "${property}".`);
  return { name, type, primary: found.primary === true };
}

/** A json value can be compared by its text alone. */
function comparable({ type }: Column, value: string): string {
  return type === 'json' ? `${value}::text` : value;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
