import express, { type RequestHandler } from 'express';
import { ClientelaError } from '../errors.ts';
import type { Receive } from '../land/webhook/receive.ts';
import { uuid } from './global-id.ts';
import { limits } from './limits.ts';
import { formatError, identifyRequest } from './masking.ts';

/**
 * Takes what vendors tell by themselves: the signature is their authority, and is made over the bytes as they came. They
 * wait for seconds only, so they are answered as soon as the delivery is kept.
 */
export function webhooks(receive: Receive, publicUrl: string | null): RequestHandler<{ source: string }>[] {
  const take: RequestHandler<{ source: string }> = async (request, response, next) => {
    const { source } = request.params;
    if (!uuid.test(source)) return next();
    const base = publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`;
    // Without a body there is none to be raw.
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
    try {
      await receive(source, {
        body,
        headers: Object.fromEntries(headers),
        url: base + request.originalUrl,
        at: Date.now(),
      });
      response.json({ status: 'ok' });
    } catch (error) {
      // What is wrong with the source is nobody's business who has not shown a signature.
      const own = error instanceof ClientelaError && error.code.startsWith('WEBHOOK_');
      const unexpected = { message: '', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
      const shown = formatError(unexpected, own ? error : new Error(String(error)));
      response.status(own ? error.status : 500).json({ errors: [shown] });
    }
  };
  return [identifyRequest, express.raw({ type: () => true, limit: limits.deliveryBytes }), take];
}
