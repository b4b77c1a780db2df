import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { parse } from 'yaml';
import file from '../../connectors/file/index.ts';
import type { RunSummary } from '../../src/land/run-log.ts';
import { connectSource } from '../../src/land/source.ts';
import { openContext, type MeasureContext } from '../../src/measure/context.ts';
import { entities } from '../../src/model/entities.ts';
import { createWorkspace } from '../../src/model/new-workspace.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { syncSource } from '../../src/sync.ts';
import { modelDatabase } from '../setup/database.ts';

/** Real data sets, beside the checkout. */
export const data = new URL('../../../shared/data/', import.meta.url);

/** A folder of real files, brought the whole way by a mapping of docs/examples. */
export interface Example {
  store: Store;
  workspaceId: string;
  sourceId: string;
  run: RunSummary;
  context(asOf?: string): Promise<MeasureContext>;
}

/** Imports `folder` (under the data sets) as docs/examples/<name>.yaml says, into a database of its own. */
export async function importExample(
  name: string,
  folder: string,
  workspace: { currency: string; timeZone: string },
): Promise<Example> {
  const store = await openStore({ url: await modelDatabase(), entities });
  afterAll(() => store.close());
  const { id: workspaceId } = await createWorkspace(store.em(), { name, ...workspace });
  const mapping: unknown = parse(readFileSync(new URL(`../../docs/examples/${name}.yaml`, import.meta.url), 'utf8'));
  const settings = { folder: fileURLToPath(new URL(folder, data)), mapping };
  const sourceId = await connectSource(store, { workspaceId, connector: file.id, name, settings });
  const run = await syncSource(store, { workspaceId, sourceId, connector: file, config: file.parse(settings) });
  return { store, workspaceId, sourceId, run, context: (asOf) => openContext(store.em(), workspaceId, asOf) };
}
