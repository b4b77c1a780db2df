import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import { CpiRow, CpiVersionRow } from '../../model/cpi.ts';
import { type MeasureContext, throughAllData } from '../context.ts';
import { addDays } from '../period.ts';
import type { CpiDefinition } from './definition.ts';
import { type Cpi, listCpis } from './list.ts';

/** Saves a checked definition as a CPI, for all days, and returns its id. Fails with BAD_INPUT where its key is taken. */
export async function defineCpi(context: MeasureContext, definition: CpiDefinition): Promise<string> {
  const { em, workspace } = context;
  const taken = (await listCpis(context, { archived: true })).find((cpi) => cpi.definition.key === definition.key);
  if (taken) {
    const of = taken.builtIn ? 'a ready-made CPI' : 'another CPI, though it may be archived';
    fail('BAD_INPUT', { field: 'key', reason: `is "${definition.key}", the key of ${of}; choose another` });
  }
  const id = randomUUID();
  const createdAt = new Date();
  await em.transactional(async (held) => {
    await held.insert(CpiRow, { workspaceId: workspace.id, id, key: definition.key, createdAt, archivedAt: null });
    await addVersion(held, workspace.id, id, { number: 1, since: null, definition, createdAt });
  });
  return id;
}

/**
 * Saves a checked definition as a new version from a day on, by default the day after the last one of the data, so that
 * history stays what it was; null is for all days. Fails with BAD_INPUT where it changes what stays: key and subject.
 */
export async function changeCpi(
  context: MeasureContext,
  cpi: Cpi,
  definition: CpiDefinition,
  since: string | null = addDays(throughAllData(context).asOf, 1),
): Promise<void> {
  const { key, subject } = cpi.definition;
  if (definition.key !== key)
    fail('BAD_INPUT', { field: 'key', reason: `is "${definition.key}", and that of a CPI stays: "${key}"` });
  if (definition.subject !== subject)
    fail('BAD_INPUT', {
      field: 'subject',
      reason: `is ${definition.subject}, and that of a CPI stays: ${subject}; define another`,
    });
  const number = cpi.versions.at(-1)!.number + 1;
  const createdAt = new Date();
  await context.em.transactional((em) =>
    addVersion(em, context.workspace.id, cpi.id, { number, since, definition, createdAt }),
  );
}

/** Archives a CPI: it is listed no more, and asked for by its id it still tells what it told. */
export async function archiveCpi({ em, workspace }: MeasureContext, id: string): Promise<void> {
  await em.nativeUpdate(CpiRow, { workspaceId: workspace.id, id, archivedAt: null }, { archivedAt: new Date() });
}

async function addVersion(
  em: SqlEntityManager,
  workspaceId: string,
  cpiId: string,
  version: Pick<CpiVersionRow, 'number' | 'since' | 'definition' | 'createdAt'>,
): Promise<void> {
  await em.insert(CpiVersionRow, { workspaceId, cpiId, ...version });
  // Whoever looks for work finds that there are outcomes to be written.
  await sql`
    insert into touched_subjects (workspace_id, subject, subject_id) values (${workspaceId}, 'DEFINITION', ${cpiId})
    on conflict do nothing`.execute(em.getKysely());
}
