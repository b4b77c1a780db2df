import { createHmac } from 'node:crypto';

/**
 * The header that a delivery is believed by: "t=<seconds since 1970>,v1=<hex>", where v1 is the HMAC-SHA256, with the
 * webhook's secret, of the seconds, a point, and the body as it was sent. Whoever checks it refuses old seconds.
 */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
