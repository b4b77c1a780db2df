import { createHash } from 'node:crypto';

/**
 * The id of what a source calls `externalId`: the same record always gets the same id, so records may refer to each
 * other in any order of arrival, and reading twice changes nothing. UUID version 8 (RFC 9562, section 5.8) over SHA-256.
 */
export function factId(workspaceId: string, sourceId: string, kind: string, externalId: string): string {
  const hash = createHash('sha256').update(`${workspaceId}\n${sourceId}\n${kind}\n${externalId}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
