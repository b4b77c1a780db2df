import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 of the parts, one after the other. */
export function hmacSha256(secret: string, parts: readonly (string | Buffer)[], encoding: 'base64' | 'hex'): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

/** Whether two signatures are the same, without telling by the time it takes how much of them is. */
export function sameSignature(made: string, given: string | undefined): boolean {
  const [ours, theirs] = [Buffer.from(made), Buffer.from(given ?? '')];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
