import { sql } from 'kysely';
import { ClientelaError, fail } from './errors.ts';
import { checkSource } from './land/check.ts';
import type { Connected, SourceDesk, Subject } from './land/desk.ts';
import type { Access, OpenSource, Settings, WrittenSource } from './land/open-source.ts';
import { configure, openSource, parted, readSource } from './land/open-source.ts';
import { sealedGrants, UnsealedGrant } from './land/secrets/grants.ts';
import { keepSecrets, secretsSet } from './land/secrets/source-secrets.ts';
import { connectSource, type SourceKey } from './land/source.ts';
import { previewStream } from './preview.ts';
import { removeSource } from './remove-source.ts';
import { closestName, type Connector, FieldError } from './sdk/index.ts';
import type { Store } from './store/store.ts';

/** What is not connected by settings, and the command for it. */
const commands: Record<string, string> = { file: 'npx clientela import <folder>', demo: 'npx clientela demo' };

/** The desk of this database and these connectors. */
export function openDesk(store: Store, access: Access): SourceDesk {
  const open = async (subject: Subject): Promise<Pick<OpenSource, 'connector' | 'config' | 'http'>> => {
    if ('sourceId' in subject) return openSource(store, access, subject);
    const connector = findConnector(access, subject.connector);
    return { connector, config: connector.parse(subject.settings), http: access.http };
  };

  const change = async (source: WrittenSource, changes: Settings): Promise<Connected> => {
    const written = { ...source, settings: withoutNulls({ ...source.settings, ...changes }) };
    const { config, http } = configure(store, access, written);
    const { account } = await checkSource(source.connector, config, http);
    return { ...(await keep(store, access, written, changes)), account };
  };

  const make = async (source: Omit<WrittenSource, 'sourceId'>): Promise<Connected> => {
    const { connector } = source;
    const settings = withoutNulls(source.settings);
    const config = connector.parse(settings);
    const grants = new UnsealedGrant();
    const { account } = await checkSource(connector, config, { ...access.http, grants });
    const key = await keep(store, access, { ...source, settings }, settings);
    const [auth, grant] = [connector.http?.(config).auth, await grants.load()];
    if (auth?.kind === 'oauth2' && grant) await sealedGrants(store, access.keys, key, auth.refreshToken).save(grant);
    return { ...key, account };
  };

  return {
    check: (subject) =>
      plainly(async () => {
        const { connector, config, http } = await open(subject);
        return checkSource(connector, config, http);
      }),
    preview: (subject, stream, limit) => plainly(async () => previewStream(await open(subject), stream, limit)),
    connect: ({ workspaceId, connector: id, name, settings }) =>
      plainly(async () => {
        const connector = findConnector(access, id);
        const existing = await findNamed(store, workspaceId, name);
        if (!existing) return make({ workspaceId, name, connector, settings });
        if (existing.connector !== id) fail('SOURCE_NAME_TAKEN', { name, connector: existing.connector });
        return change(await readSource(store, access, { workspaceId, sourceId: existing.id }), settings);
      }),
    update: (key, settings) => plainly(async () => change(await readSource(store, access, key), settings)),
    async settings(key) {
      const { connector, settings } = await readSource(store, access, key);
      const secret = connector.secrets ?? [];
      return { settings: parted(settings, secret)[1], secretsSet: await secretsSet(store.em(), key, secret) };
    },
    async remove(key) {
      const { workspaceId, sourceId: id, name } = await readSource(store, access, key);
      await removeSource(store, { workspaceId, id, name });
    },
  };
}

/** Keeps what may be read as settings, and seals those of the changes that may not. */
async function keep(
  store: Store,
  access: Access,
  { workspaceId, name, connector, settings }: Omit<WrittenSource, 'sourceId'>,
  changes: Settings,
): Promise<SourceKey> {
  const secret: readonly string[] = connector.secrets ?? [];
  const [changed] = parted(changes, secret);
  const source = { workspaceId, connector: connector.id, name, settings: parted(settings, secret)[1] };
  const sourceId = await connectSource(store, source, async (em, key) => {
    if (Object.keys(changed).length > 0) await keepSecrets(em, access.keys, key, changed);
  });
  return { workspaceId, sourceId };
}

function findConnector({ connectors }: Access, id: string): Connector<unknown> {
  const command = commands[id];
  if (command) fail('BAD_INPUT', { field: 'connector', reason: `"${id}" has a command of its own: ${command}` });
  const found = connectors.find((connector) => connector.id === id);
  if (found) return found;
  const ids = connectors.map((connector) => connector.id).filter((each) => !(each in commands));
  const meant = closestName(id, ids);
  const wayOut = meant ? `Is "${meant}" meant?` : `There are: ${ids.join(', ')}.`;
  return fail('NOT_FOUND', { kind: 'connector', id, wayOut });
}

async function findNamed(
  store: Store,
  workspaceId: string,
  name: string,
): Promise<{ id: string; connector: string } | undefined> {
  const { rows } = await sql<{ id: string; connector: string }>`
    select id, connector from sources where workspace_id = ${workspaceId} and name = ${name}`.execute(
    store.em().getKysely(),
  );
  return rows[0];
}

const withoutNulls = (settings: Settings): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

/** Whatever is wrong with a setting, as an error that names it. */
async function plainly<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new ClientelaError('BAD_INPUT', `${error.message}.`, `settings.${error.field}`);
  }
}
