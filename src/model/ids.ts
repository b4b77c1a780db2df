import { hash } from 'node:crypto';

/**
 * The id of what a source calls `externalId`: the same record always gets the same id, so records may refer to each
 * other in any order of arrival, and reading twice changes nothing. UUID version 8 (RFC 9562, section 5.8) over SHA-256.
 */
export function factId(workspaceId: string, sourceId: string, kind: string, externalId: string): string {
  const hex = hash('sha256', `${workspaceId}\n${sourceId}\n${kind}\n${externalId}`, 'hex');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
