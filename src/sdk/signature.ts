import { createHmac, timingSafeEqual } from 'node:crypto';

type Parts = readonly (string | Buffer)[];
type Encoding = 'base64' | 'hex';

/** HMAC-SHA256 of the parts, one after the other. Without a secret there is none, which is the same as no signature. */
export function hmacSha256(secret: string, parts: Parts, encoding: Encoding): string;
export function hmacSha256(secret: string | undefined, parts: Parts, encoding: Encoding): string | undefined;
export function hmacSha256(secret: string | undefined, parts: Parts, encoding: Encoding): string | undefined {
  if (secret === undefined) return undefined;
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

/** Whether two signatures are the same, without telling by the time it takes how much of them is. */
export function sameSignature(made: string | undefined, given: string | undefined): boolean {
  if (made === undefined || given === undefined) return false;
  const [ours, theirs] = [Buffer.from(made), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}
