import { type FastifyInstance, fastify } from 'fastify';
import { decodeUtf8 } from '../../../shared/contracts/utf8.ts';
import { DiskFailure } from '../../ports.ts';
import { foreignness } from './loopback.ts';
import { Problem } from './problem.ts';

/** More than any restock of a whole machine. */
const bodyMaxBytes = 64 * 1024;
/** A caller that needs longer than this to send a request is not the kiosk's screen. */
const requestTimeoutMs = 10_000;
const maxConnections = 128;

/**
 * A bounded HTTP server on this computer's loopback, without routes. Every error is sent as one of
 * our problems. Calls `broken` if the agent itself failed.
 */
export function kioskServer(broken: (error: unknown) => void): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: bodyMaxBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  app.server.maxConnections = maxConnections;
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === null) done(new Problem('malformed', 'the body is not UTF-8 text · 内容不是 UTF-8 编码'));
    else parseJson(request, text, done);
  });
  app.addHook('onRequest', async (request) => {
    const foreign = foreignness(request.headers);
    if (foreign) throw new Problem(foreign);
  });
  app.setNotFoundHandler(async () => {
    throw new Problem('no-such-route');
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'broken') broken(error);
    return reply.code(problem.status).headers(problem.headers).send(problem.body());
  });
  return app;
}

/**
 * Fastify's own errors about a request as our problems. Anything else that was thrown means that
 * the agent is broken.
 */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DiskFailure) return new Problem('cannot-write', error.message);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 500;
  if (status === 413) return new Problem('too-large', `at most ${bodyMaxBytes} bytes`);
  if (status === 415) return new Problem('malformed', 'send JSON as application/json');
  if (error instanceof Error && typeof status === 'number' && status < 500)
    return new Problem('malformed', error.message);
  return new Problem('broken');
}
