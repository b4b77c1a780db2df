import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Workspace } from './workspace.ts';

/** What a workspace needs to know; the thresholds of its figures have defaults. */
export type NewWorkspace = Pick<Workspace, 'name' | 'currency' | 'timeZone'> & Partial<Workspace>;

/** Makes a workspace and returns it. */
export async function createWorkspace(em: SqlEntityManager, given: NewWorkspace): Promise<Workspace> {
  const workspace: Workspace = {
    id: randomUUID(),
    country: null,
    loyalAfterOrders: 3,
    churnAfterDays: 180,
    newForDays: 30,
    attributionModel: 'LAST_NON_DIRECT',
    simulated: false,
    createdAt: new Date(),
    ...given,
  };
  await em.insert(Workspace, workspace);
  return workspace;
}
