import { sql } from 'kysely';
import { fail } from '../../errors.ts';
import type { Delivery } from '../../sdk/index.ts';
import type { Store } from '../../store/store.ts';
import { openConnection } from '../http/open.ts';
import type { Redactor } from '../http/redactor.ts';
import { type Access, openSource } from '../open-source.ts';
import { keepDelivery, type Receiver } from './inbox.ts';

/** Takes a vendor's call for a source; fulfils once it is kept, or was only a trial. Throws WEBHOOK_NOWHERE, WEBHOOK_REFUSED or WEBHOOK_NO_JSON. */
export type Receive = (sourceId: string, delivery: Delivery) => Promise<void>;

/** Headers that are nobody's business but the vendor's or a proxy's. */
const credentials = ['authorization', 'proxy-authorization', 'cookie'];

/** Believes a delivery by its signature and keeps it, without anything secret. What it tells is understood later. */
export async function receiveDelivery(
  store: Store,
  access: Access,
  sourceId: string,
  delivery: Delivery,
): Promise<void> {
  const source = await findReceiver(store, sourceId);
  const webhooks = access.connectors.find(({ id }) => id === source?.connector)?.webhooks;
  if (!source || !webhooks) return fail('WEBHOOK_NOWHERE', {});
  if (believes(() => webhooks.ping?.(delivery) ?? false)) return;
  const { connector, config } = await openSource(store, access, source);
  if (!believes(() => webhooks.verify(delivery, config))) fail('WEBHOOK_REFUSED', {});
  if (!isJson(delivery.body)) fail('WEBHOOK_NO_JSON', {});
  const { connection, redactor } = openConnection(connector, config, {}, new AbortController().signal);
  connection?.close();
  await keepDelivery(store, source, withoutSecrets(delivery, redactor), webhooks.id(delivery));
}

/** An id is made of the workspace's and is nobody else's: the vendor need not name the workspace. */
async function findReceiver(store: Store, sourceId: string): Promise<(Receiver & { connector: string }) | undefined> {
  const { rows } = await sql<Receiver & { connector: string }>`
    select workspace_id as "workspaceId", id as "sourceId", connector from sources
    where id = ${sourceId}`.execute(store.em().getKysely());
  return rows[0];
}

/** What cannot even be read is no signature, and no trial. */
function believes(tell: () => boolean): boolean {
  try {
    return tell();
  } catch {
    return false;
  }
}

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString());
    return true;
  } catch {
    return false;
  }
}

function withoutSecrets({ headers, url, ...delivery }: Delivery, redactor: Redactor): Delivery {
  const kept = Object.entries(headers).filter(([name]) => !credentials.includes(name));
  return {
    ...delivery,
    url: redactor.redact(url),
    headers: Object.fromEntries(kept.map(([name, value]) => [name, redactor.redact(value)])),
  };
}
