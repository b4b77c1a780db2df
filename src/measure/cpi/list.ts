import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { CpiRow, CpiVersionRow } from '../../model/cpi.ts';
import { factId } from '../../model/ids.ts';
import type { MeasureContext } from '../context.ts';
import { addDays } from '../period.ts';
import { builtInCpis } from './built-in.ts';
import type { CpiDefinition } from './definition.ts';
import { calendarsOf, withCalendar } from './with-calendar.ts';

/** A CPI of a workspace: a ready-made one, or one of its own. */
export interface Cpi {
  id: string;
  /** Its key and current version, such as "first-response@1". */
  method: string;
  builtIn: boolean;
  /** That of the current version. */
  definition: CpiDefinition;
  /** The oldest first; the last one is current. */
  versions: readonly CpiVersion[];
}

export interface CpiVersion {
  number: number;
  definition: CpiDefinition;
  /** The first and last day on which it holds; null without an end. A version that another stands in for on all days is left out. */
  from: string | null;
  to: string | null;
  /** Of all that its outcomes are worked out by: where those written carry another, they are not what it says. */
  digest: string;
  /** Whether its outcomes are all written, and can be read instead of worked out. */
  written: boolean;
}

type Home = Pick<MeasureContext, 'em' | 'workspace'>;

/** To be counted up where the meaning of a field changes. */
const catalogue = 1;

/** The ready-made ones, then those of the workspace by key; archived ones only where asked for. */
export async function listCpis(context: Home, { archived = false } = {}): Promise<Cpi[]> {
  const { em, workspace } = context;
  const workspaceId = workspace.id;
  const rows = await em.find(
    CpiRow,
    { workspaceId, ...(!archived && { archivedAt: null }) },
    { orderBy: { key: 'asc' } },
  );
  const versions = await em.find(CpiVersionRow, { workspaceId }, { orderBy: { number: 'asc' } });
  const written = Map.groupBy(versions, ({ cpiId }) => cpiId);
  const calendars = await calendarsOf(context);
  const filled = await filledVersions(context);
  const whole = (id: string, builtIn: boolean, stages: readonly Stage[]): Cpi => {
    const held = heldOn(stages).map((stage) => {
      const digest = digestOf(workspace.timeZone, withCalendar(calendars, stage.definition), calendars);
      return { ...stage, digest, written: filled.has(`${id} ${stage.number} ${digest}`) };
    });
    const { definition, number } = held.at(-1)!;
    return { id, builtIn, definition, method: `${definition.key}@${number}`, versions: held };
  };
  return [
    ...builtInCpis.map((definition) =>
      whole(builtInId(workspaceId, definition.key), true, [{ number: 1, since: null, definition }]),
    ),
    ...rows.map(({ id }) =>
      whole(
        id,
        false,
        written.get(id)!.map(({ number, since = null, definition }) => ({
          number,
          since,
          definition: definition as CpiDefinition,
        })),
      ),
    ),
  ];
}

/** The CPIs that let customers down where they break: without those of what customers leave behind. */
export async function listPromises(context: Home): Promise<Cpi[]> {
  return (await listCpis(context)).filter(({ definition }) => definition.promise !== false);
}

/** A CPI by its id, also an archived one; null where there is none. */
export async function findCpi(context: Home, id: string): Promise<Cpi | null> {
  return (await listCpis(context, { archived: true })).find((cpi) => cpi.id === id) ?? null;
}

const builtInId = (workspaceId: string, key: string) => factId(workspaceId, '', 'cpi', key);

interface Stage {
  number: number;
  since: string | null;
  definition: CpiDefinition;
}

/** Of each version the days on which no later one holds. */
function heldOn(stages: readonly Stage[]): Omit<CpiVersion, 'digest' | 'written'>[] {
  return stages.flatMap(({ number, since, definition }, index) => {
    const later = stages.slice(index + 1);
    if (later.some((other) => other.since === null)) return [];
    const until = later.map((other) => other.since!).toSorted()[0];
    const to = until === undefined ? null : addDays(until, -1);
    return to !== null && since !== null && to < since ? [] : [{ number, definition, from: since, to }];
  });
}

/** Targets, owners and who counts are looked up when read, so they change no outcome. */
function digestOf(timeZone: string, definition: CpiDefinition, calendars: ReadonlyMap<string, string>): string {
  const { subject, where, success, exclude, datedBy } = definition;
  const hours = success.within?.calendar === undefined ? null : calendars.get(success.within.calendar);
  const said = JSON.stringify([catalogue, timeZone, hours, subject, where, success, exclude, datedBy]);
  return createHash('sha256').update(said).digest('base64url');
}

/** The versions whose outcomes are all written, each as "cpi version digest". */
async function filledVersions({ em, workspace }: Home): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select cpi_id || ' ' || version || ' ' || digest as name from cpi_fills
    where workspace_id = ${workspace.id} and finished`.execute(em.getKysely());
  return new Set(rows.map(({ name }) => name));
}

/** A definition as if it were a CPI, to look at before it is saved. */
export function unsavedCpi(definition: CpiDefinition): Cpi {
  const version = { number: 0, definition, from: null, to: null, digest: '', written: false };
  return { id: 'preview', method: `${definition.key}@preview`, builtIn: false, definition, versions: [version] };
}

/** The version that holds on a day, or else the first one after. */
export function versionOn({ versions }: Cpi, day: string): CpiVersion {
  return versions.findLast(({ from }) => from === null || from <= day) ?? versions[0]!;
}
