import { randomBytes, randomUUID } from 'node:crypto';
import { fail } from '../errors.ts';
import { Addresses } from '../land/http/addresses.ts';
import type { KeyRing } from '../land/secrets/key-ring.ts';
import { placeOf, signingSecret } from '../land/secrets/source-secrets.ts';
import { AlertDelivery, AlertWebhook } from '../model/alert.ts';
import { SourceError } from '../sdk/index.ts';
import type { Store } from '../store/store.ts';

export interface WebhookSettings {
  name: string;
  url: string;
}

/** Where webhooks are made and changed. */
export interface AlertDesk {
  /** Makes a webhook; its secret is in the answer and nowhere else to be read. Fails with BAD_INPUT for a field. */
  create(workspaceId: string, settings: WebhookSettings): Promise<{ webhook: AlertWebhook; secret: string }>;
  /** Changes what is named. Fails with BAD_INPUT for a field. */
  update(webhook: AlertWebhook, changes: Partial<WebhookSettings> & { enabled?: boolean }): Promise<AlertWebhook>;
  /** Forgets a webhook and what was on its way to it. */
  remove(webhook: AlertWebhook): Promise<void>;
  /** Sends a test on its way; the delivery tells what became of it. */
  test(webhook: AlertWebhook): Promise<AlertDelivery>;
}

/** The desk of this database. */
export function openAlertDesk(store: Store, keys: KeyRing, allowPrivateAddresses: boolean): AlertDesk {
  const check = ({ name, url }: Partial<WebhookSettings>) => {
    if (name !== undefined && name.trim() === '') fail('BAD_INPUT', { field: 'name', reason: 'is empty' });
    if (name !== undefined && name.length > 200)
      fail('BAD_INPUT', { field: 'name', reason: 'is longer than 200 characters' });
    if (url !== undefined) permit(url, allowPrivateAddresses);
  };
  return {
    async create(workspaceId, settings) {
      check(settings);
      const id = randomUUID();
      const secret = `whsec_${randomBytes(32).toString('base64url')}`;
      const sealed = keys.seal(JSON.stringify(secret), placeOf({ workspaceId, sourceId: id }, signingSecret));
      const { name, url } = settings;
      const webhook = { workspaceId, id, name: name.trim(), url, sealed, enabled: true, createdAt: new Date() };
      await store.em().insert(AlertWebhook, webhook);
      return { webhook, secret };
    },
    async update({ workspaceId, id, ...before }, changes) {
      check(changes);
      await store.em().nativeUpdate(AlertWebhook, { workspaceId, id }, changes);
      return { workspaceId, id, ...before, ...changes };
    },
    async remove({ workspaceId, id }) {
      await store.transaction(async (em) => {
        await em.nativeDelete(AlertDelivery, { workspaceId, webhookId: id });
        await em.nativeDelete(AlertWebhook, { workspaceId, id });
      });
    },
    async test({ workspaceId, id }) {
      const now = new Date();
      const delivery: AlertDelivery = {
        ...{ workspaceId, id: randomUUID(), webhookId: id, insightId: null, status: 'WAITING', attempts: 0 },
        ...{ dueAt: now, createdAt: now, attemptedAt: null, answerStatus: null, error: null },
      };
      await store.em().insert(AlertDelivery, delivery);
      return delivery;
    },
  };
}

function permit(url: string, allowPrivateAddresses: boolean): void {
  const address = URL.parse(url);
  if (!address || !/^https?:$/.test(address.protocol))
    fail('BAD_INPUT', { field: 'url', reason: `is no address such as https://example.com/alerts: "${url}"` });
  if (address!.username || address!.password)
    fail('BAD_INPUT', { field: 'url', reason: 'holds a name or a password: deliveries are signed instead' });
  try {
    new Addresses(allowPrivateAddresses).permit(address!);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    fail('BAD_INPUT', { field: 'url', reason: `cannot be used. ${error.message}` });
  }
}
