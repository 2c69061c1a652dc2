import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Below this a packet carries it whole anyway. */
const worthBytes = 1400;
/** The quickest: lists of machines come down to a fifth or less in a few milliseconds, on a thread of their own. */
const options = { level: 1 };

/** Sends long JSON answers compressed to clients that accept it: on an office's line the list of machines is there in a fifth of the time. */
export function addCompression(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || payload.length < worthBytes) return payload;
    if (!/\bjson\b/.test(String(reply.getHeader('content-type')))) return payload;
    reply.header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
    reply.header('content-encoding', 'gzip').removeHeader('content-length');
    return compress(payload, options);
  });
}
