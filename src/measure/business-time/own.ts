import type { EntityManager } from '@mikro-orm/postgresql';
import { OwnCalendar } from '../../model/calendar.ts';
import { Workspace } from '../../model/workspace.ts';
import { fail } from '../../errors.ts';
import { upsert } from '../../store/upsert.ts';
import { listCpis } from '../cpi/list.ts';
import { type Calendar, listCalendars } from './calendars.ts';
import { checkCalendar } from './definition.ts';
import { refreshOpenHours } from './refresh.ts';

/**
 * Defines a calendar of the workspace's own, or defines it anew, and works out its hours. In its place stands what sources
 * call the same. Fails as checkCalendar does.
 */
export async function defineCalendar(em: EntityManager, workspaceId: string, given: unknown): Promise<Calendar> {
  const calendar = checkCalendar(given);
  await em.transactional(async (held) => {
    await upsert(held, OwnCalendar, [{ workspaceId, ...calendar, updatedAt: new Date() }]);
    await refreshOpenHours(held, workspaceId);
  });
  return { ...calendar, sourceId: null };
}

/**
 * Forgets a calendar of the workspace's own; one of that name that a source tells of comes back. Fails with NOT_FOUND, and
 * with CALENDAR_IN_USE where none comes back for CPIs that name it.
 */
export async function removeCalendar(em: EntityManager, workspaceId: string, name: string): Promise<void> {
  await em.transactional(async (held) => {
    const removed = await held.nativeDelete(OwnCalendar, { workspaceId, name });
    const left = await listCalendars(held, workspaceId);
    if (removed === 0) {
      const names = left.filter(({ sourceId }) => sourceId === null).map((each) => `"${each.name}"`);
      const wayOut = names.length > 0 ? `Those of your own are ${names.join(', ')}.` : 'There is none of your own.';
      fail('NOT_FOUND', { kind: 'calendar of your own', id: name, wayOut });
    }
    const users = left.some((each) => each.name === name) ? [] : await usersOf(held, workspaceId, name);
    if (users.length > 0) fail('CALENDAR_IN_USE', { name, users: users.join(', ') });
    await refreshOpenHours(held, workspaceId);
  });
}

/** Names of the CPIs that count by a calendar on some days. */
async function usersOf(em: EntityManager, workspaceId: string, calendar: string): Promise<string[]> {
  const workspace = await em.findOneOrFail(Workspace, { id: workspaceId });
  const cpis = await listCpis({ em, workspace });
  return cpis
    .filter(({ versions }) => versions.some(({ definition }) => definition.success.within?.calendar === calendar))
    .map(({ definition }) => `"${definition.name}"`);
}
