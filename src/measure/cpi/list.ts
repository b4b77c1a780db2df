import type { MeasureContext } from '../context.ts';
import { factId } from '../../model/ids.ts';
import { builtInCpis } from './built-in.ts';
import type { CpiDefinition } from './definition.ts';

/** A CPI of a workspace: a ready-made one, or one of its own. */
export interface Cpi {
  id: string;
  /** Its key and version, such as "first-response@1". */
  method: string;
  builtIn: boolean;
  definition: CpiDefinition;
}

/** The ready-made ones. */
export async function listCpis({ workspace }: MeasureContext): Promise<Cpi[]> {
  return builtInCpis.map((definition) => ({
    id: factId(workspace.id, '', 'cpi', definition.key),
    method: `${definition.key}@1`,
    builtIn: true,
    definition,
  }));
}

/** A CPI by its id; null where there is none. */
export async function findCpi(context: MeasureContext, id: string): Promise<Cpi | null> {
  return (await listCpis(context)).find((cpi) => cpi.id === id) ?? null;
}
