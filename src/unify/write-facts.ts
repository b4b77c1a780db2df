import type { EntityManager } from '@mikro-orm/postgresql';
import type { LandedBatch } from '../land/stream-run.ts';
import { factId } from '../model/ids.ts';
import type { Draft } from '../sdk/index.ts';
import { upsert } from '../store/upsert.ts';
import { type FactType, factTypes, references } from './fact-types.ts';
import type { TakenDraft } from './take-records.ts';

export type Row = Record<string, unknown>;

/** A batch's facts by type, each type's by key: several drafts of one fact make one row. */
export type FactRows = Map<FactType, Map<string, Row>>;

/** What goes along with a change and is none: reading the same again, through whichever stream, writes nothing. */
export const lineage = ['stream', 'recordKey', 'runId'];

/** Whose a transaction is: kept as its identity. */
const personFields = new Set(['customerKey', 'email', 'phone']);

/** Turns drafts into rows: keys become ids, people become identities; what a draft does not say is missing. */
export function factRows(taken: readonly TakenDraft[], batch: LandedBatch): FactRows {
  const rows: FactRows = new Map();
  const add = (type: FactType, key: string, row: Row) => {
    const ofType = rows.get(type) ?? new Map<string, Row>();
    rows.set(type, ofType.set(key, Object.assign(ofType.get(key) ?? {}, row)));
  };
  for (const { draft, recordKey, mention } of taken) {
    if (draft.type === 'customer' || draft.type === 'identity') continue;
    if (draft.type === 'rate') {
      const { key: _, ...rate } = draft.data;
      add('rate', `${rate.base} ${rate.quote} ${rate.day}`, { ...scope(batch), ...rate });
      continue;
    }
    const row = { ...provenance(batch, draft.type, draft.data.key, recordKey), ...columns(draft, batch) };
    add(draft.type, draft.data.key, mention ? { ...row, identityId: mention.identityId } : row);
  }
  return rows;
}

const scope = ({ workspaceId, sourceId }: LandedBatch) => ({ workspaceId, sourceId });

function provenance(batch: LandedBatch, type: FactType, externalId: string, recordKey: string): Row {
  const { workspaceId, sourceId, stream, runId } = batch;
  const id = factId(workspaceId, sourceId, type, externalId);
  return { workspaceId, sourceId, id, externalId, stream, recordKey, runId };
}

function columns({ data }: Draft, { workspaceId, sourceId }: LandedBatch): Row {
  const row: Row = {};
  for (const [field, value] of Object.entries(data)) {
    if (field === 'key' || value === undefined || personFields.has(field)) continue;
    const reference = references[field];
    if (reference) row[reference.column] = factId(workspaceId, sourceId, reference.kind, String(value));
    else row[field] = value;
  }
  return row;
}

/** Writes facts by id: new ones with the defaults of their type, stored ones as far as the drafts say something. */
export async function writeFacts(em: EntityManager, facts: FactRows): Promise<void> {
  for (const [type, rows] of facts) {
    const { entity, defaults } = factTypes[type];
    for (const [missing, group] of byMissing([...rows.values()], Object.keys(defaults))) {
      const onInsert = Object.fromEntries(Object.entries(defaults).filter(([name]) => missing.includes(name)));
      const update = [...new Set(group.flatMap((row) => Object.keys(row)))];
      const complete = group.map((row) => ({ ...onInsert, ...row }));
      await upsert(em, entity, complete, { update, along: lineage, sparse: true });
    }
  }
}

/** Groups rows by the defaults they need. */
function byMissing(rows: readonly Row[], defaults: readonly string[]): Iterable<[string[], Row[]]> {
  const groups = new Map<string, [string[], Row[]]>();
  for (const row of rows) {
    const missing = defaults.filter((name) => row[name] === undefined);
    const group = groups.get(missing.join()) ?? [missing, []];
    group[1].push(row);
    groups.set(missing.join(), group);
  }
  return groups.values();
}

/** Makes the categories that products name and nothing describes yet, under their keys. */
export async function nameCategories(
  em: EntityManager,
  taken: readonly TakenDraft[],
  batch: LandedBatch,
): Promise<void> {
  const named = new Map<string, Row>();
  for (const { draft, recordKey } of taken) {
    if (draft.type !== 'product' || draft.data.categoryKey === undefined) continue;
    const key = draft.data.categoryKey;
    named.set(key, { ...provenance(batch, 'category', key, recordKey), name: key });
  }
  await upsert(em, factTypes.category.entity, [...named.values()], { update: [] });
}
