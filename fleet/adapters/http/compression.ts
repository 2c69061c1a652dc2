import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const compress = promisify(gzip);
/** Shorter answers fit one packet uncompressed. */
const worthBytes = 1400;
/**
 * The fastest level. Lists of machines shrink to a fifth or less within a few milliseconds, in
 * another thread.
 */
const options = { level: 1 };

/**
 * Compresses long JSON answers for clients that accept it. On an office's line, the list of
 * machines then arrives in a fifth of the time.
 */
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
