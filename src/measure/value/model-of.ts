import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { FittedValue } from './fitted.ts';

/** A fitted model, as it is kept. */
export interface KeptModel {
  id: string;
  /** The day up to which it knew the customers. */
  asOf: string;
  fittedAt: Date;
  fit: FittedValue;
}

/** The model that was in force on a day: the latest that knew no later one; null where there was none yet. */
export async function modelOn(em: SqlEntityManager, workspaceId: string, day: string): Promise<KeptModel | null> {
  const { rows } = await sql<KeptModel>`
    select id, as_of as "asOf", fitted_at as "fittedAt", fit from value_models
    where workspace_id = ${workspaceId} and as_of <= ${day}::date
    order by as_of desc, fitted_at desc, id limit 1`.execute(em.getKysely());
  return rows[0] ?? null;
}
