import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { fail } from '../errors.ts';
import { ApiKey } from './workspace.ts';

/** What an API key may do. */
export const scopes = [
  'READ_METRICS',
  'READ_CUSTOMERS',
  'READ_PERSONAL_DATA',
  'WRITE_SEGMENTS',
  'WRITE_CPIS',
  'WRITE_COSTS',
  'WRITE_CPIS',
  'MANAGE_SOURCES',
  'MANAGE_WORKSPACE',
] as const;
export type Scope = (typeof scopes)[number];

export interface NewApiKey {
  workspaceId: string;
  label: string;
  scopes: readonly Scope[];
  expiresAt?: Date | null;
}

/** Makes a key. The secret is in the answer and nowhere else: only its hash is kept. */
export async function createApiKey(
  em: SqlEntityManager,
  { workspaceId, label, expiresAt = null, ...given }: NewApiKey,
): Promise<{ apiKey: ApiKey; secret: string }> {
  const secret = `clk_${randomBytes(32).toString('base64url')}`;
  const apiKey: ApiKey = {
    id: randomUUID(),
    workspaceId,
    label,
    prefix: prefixOf(secret),
    hash: hashOf(secret),
    scopes: [...given.scopes],
    createdAt: new Date(),
    lastUsedAt: null,
    expiresAt,
    revokedAt: null,
  };
  await em.insert(ApiKey, apiKey);
  return { apiKey, secret };
}

/** The key with that secret. Throws KEY_REFUSED where it is unknown, revoked or expired. */
export async function findApiKey(em: SqlEntityManager, secret: string): Promise<ApiKey> {
  const apiKey = await em.findOne(ApiKey, { hash: hashOf(secret) });
  const refuse = (reason: string) => fail('KEY_REFUSED', { prefix: prefixOf(secret), reason });
  if (!apiKey) return refuse('is unknown here');
  if (apiKey.revokedAt) return refuse(`was revoked on ${apiKey.revokedAt.toISOString()}`);
  if (apiKey.expiresAt && apiKey.expiresAt <= new Date()) {
    return refuse(`expired on ${apiKey.expiresAt.toISOString()}`);
  }
  return apiKey;
}

/** Notes that the key was used, at most once a minute: a reader must not become a writer with every request. */
export async function noteUse(em: SqlEntityManager, apiKey: ApiKey): Promise<void> {
  const now = new Date();
  if (apiKey.lastUsedAt && now.getTime() - apiKey.lastUsedAt.getTime() < 60_000) return;
  await em.nativeUpdate(ApiKey, { workspaceId: apiKey.workspaceId, id: apiKey.id }, { lastUsedAt: now });
}

/** Revokes a key of that workspace; a key revoked already stays as it is. False where there is no such key. */
export async function revokeApiKey(em: SqlEntityManager, workspaceId: string, id: string): Promise<boolean> {
  const apiKey = await em.findOne(ApiKey, { workspaceId, id });
  if (apiKey && !apiKey.revokedAt) await em.nativeUpdate(ApiKey, { workspaceId, id }, { revokedAt: new Date() });
  return apiKey !== null;
}

const prefixOf = (secret: string) => secret.slice(0, 12);
const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex');
