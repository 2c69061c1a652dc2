import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { isNestedTooDeep } from '../../../shared/contracts/json.ts';
import { decodeUtf8 } from '../../../shared/contracts/utf8.ts';
import { DiskFailure } from '../../ports.ts';
import { foreignness } from './loopback.ts';
import { Problem } from './problem.ts';

/** More than any restock of a whole machine. */
const bodyMaxBytes = 64 * 1024;
/**
 * A caller that needs longer than this to send a request, or leaves its connection unused, is not
 * the kiosk's screen. Checked every second.
 */
const requestTimeoutMs = 10_000;
const headersTimeoutMs = 5_000;
const idleMs = 10_000;
/** An open answer says something every 15 s, and a dispense takes longer than any other answer. */
const silentMs = 180_000;
const maxConnections = 128;
/**
 * The most connections of programs of other users, if they are many. The screen's own always find
 * room.
 */
const maxForeignConnections = 32;

/**
 * A bounded HTTP server on this computer's loopback, without routes. Every error is sent as one of
 * our problems. Calls `broken` if the agent itself failed.
 */
export function kioskServer(
  broken: (error: unknown) => void,
  isOwn: (of: { readonly socket: Socket }) => boolean,
): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: bodyMaxBytes,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: silentMs,
    keepAliveTimeout: idleMs,
    http: { headersTimeout: headersTimeoutMs, connectionsCheckingInterval: 1000 },
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  keepRoom(app.server, isOwn);
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === null) done(new Problem('malformed', 'the body is not UTF-8 text · 内容不是 UTF-8 编码'));
    else if (isNestedTooDeep(text)) done(new Problem('malformed', 'the body is nested too deep · 内容嵌套过深'));
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
 * Leaves room for the screen. If all places are taken, a new connection takes that of the oldest
 * one without a request. Besides, once many connections are open, one of another user's program is
 * closed if these are too many. Whose it is costs a look at the kernel's list, so it is not asked
 * before.
 */
function keepRoom(server: Server, isOwn: (of: { readonly socket: Socket }) => boolean): void {
  const open = new Set<Socket>();
  const busy = new Set<Socket>();
  let foreign = 0;
  server.on('request', ({ socket }, response) => {
    busy.add(socket);
    response.once('close', () => busy.delete(socket));
  });
  server.on('connection', (socket) => {
    if (open.size >= maxConnections) {
      const [idle = socket] = [...open].filter((each) => !busy.has(each));
      open.delete(idle);
      idle.destroy();
    }
    if (socket.destroyed) return;
    open.add(socket);
    const isForeign = open.size > maxForeignConnections && !isOwn({ socket });
    if (isForeign) foreign += 1;
    socket.once('close', () => {
      open.delete(socket);
      if (isForeign) foreign -= 1;
    });
    if (isForeign && foreign > maxForeignConnections) socket.destroy();
  });
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
