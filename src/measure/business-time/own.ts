import type { EntityManager } from '@mikro-orm/postgresql';
import { OwnCalendar } from '../../model/calendar.ts';
import { fail } from '../../errors.ts';
import { upsert } from '../../store/upsert.ts';
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

/** Forgets a calendar of the workspace's own; one of that name that a source tells of comes back. Fails with NOT_FOUND. */
export async function removeCalendar(em: EntityManager, workspaceId: string, name: string): Promise<void> {
  await em.transactional(async (held) => {
    const removed = await held.nativeDelete(OwnCalendar, { workspaceId, name });
    if (removed === 0) {
      const own = (await listCalendars(held, workspaceId)).filter(({ sourceId }) => sourceId === null);
      const names = own.map((each) => `"${each.name}"`).join(', ');
      const wayOut = names ? `Those of your own are ${names}.` : 'There is none of your own.';
      fail('NOT_FOUND', { kind: 'calendar of your own', id: name, wayOut });
    }
    await refreshOpenHours(held, workspaceId);
  });
}
