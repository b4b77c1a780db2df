import { fail } from '../errors.ts';
import { Source } from '../model/source.ts';
import type { Store } from '../store/store.ts';
import { chooseWorkspace } from './workspace-choice.ts';

/** The source of that name. */
export async function findSource(store: Store, name: string, workspace: string | undefined): Promise<Source> {
  const { id: workspaceId } = await chooseWorkspace(store, workspace);
  const all = await store.em().find(Source, { workspaceId }, { orderBy: { name: 'asc' } });
  const names = all.map((source) => source.name).join(', ') || 'none yet';
  return (
    all.find((source) => source.name === name) ??
    fail('NOT_FOUND', { kind: 'source', id: name, wayOut: `There are: ${names}.` })
  );
}
