import { fail } from '../errors.ts';
import { createWorkspace, type NewWorkspace } from '../model/new-workspace.ts';
import { Workspace } from '../model/workspace.ts';
import type { Store } from '../store/store.ts';

const toMakeOne = 'To make one: npx clientela workspace create main --currency EUR --time-zone Europe/Rome';

/** The same, but never the demo business by itself: real and simulated records do not mix. */
export async function chooseOwnWorkspace(store: Store, named: string | undefined): Promise<Workspace> {
  const chosen = await chooseWorkspace(store, named);
  if (named !== undefined || !chosen.simulated) return chosen;
  return fail('NOT_FOUND', { kind: 'workspace', id: 'of yours', wayOut: toMakeOne });
}

/**
 * The workspace of that name or id; without one, the only one there is besides the demo business. Where there is none
 * yet, one is made as `otherwise` says.
 */
export async function chooseWorkspace(
  store: Store,
  named: string | undefined,
  otherwise?: NewWorkspace,
): Promise<Workspace> {
  const all = await store.em().findAll(Workspace, { orderBy: { createdAt: 'asc' } });
  if (named !== undefined) {
    const found = all.find(({ id, name }) => id === named || name === named);
    const wayOut = `To make it: npx clientela workspace create "${named}" --currency EUR --time-zone Europe/Rome`;
    return found ?? fail('NOT_FOUND', { kind: 'workspace', id: named, wayOut });
  }
  const own = all.filter(({ simulated }) => !simulated);
  if (own.length > 1) fail('WORKSPACE_AMBIGUOUS', { names: own.map(({ name }) => name).join(', ') });
  if (own[0]) return own[0];
  if (otherwise) return createWorkspace(store.em(), otherwise);
  return (
    all[0] ??
    fail('NOT_FOUND', { kind: 'workspace', id: 'of yours', wayOut: `An import makes the first one. ${toMakeOne}` })
  );
}
