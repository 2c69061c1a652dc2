import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { AuditAct } from '../../../shared/contracts/fleet/audit.ts';
import { Problem } from '../../../shared/contracts/fleet-http.ts';
import { bilingual } from '../../../shared/contracts/meaning.ts';
import { requirePermission } from '../../auth/permissions.ts';
import { takePoint } from '../../auth/rate-limit.ts';
import { limits } from '../../limits.ts';
import { RefusedError } from '../../refused.ts';
import type { Principal } from '../../registry/records.ts';
import { noteSignedIn } from './guards/connections.ts';
import { noteForbidden, type RouteAudit, recorded } from './route-audit.ts';
import type { HandlerInput, Needed, RouteSpec } from './route-spec.ts';

/** Finds out who sent a request. Null if nobody is signed in. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | null>;

export const None = z.undefined();

const problems = (permission: Needed) => {
  const content = { 'application/problem+json': { schema: Problem } };
  return {
    '4XX': {
      description: permission === 'read' ? 'The request is not right' : 'The request is not right, or not allowed',
      content,
    },
    '5XX': { description: 'The server failed', content },
  };
};

const bytes = z.any().meta({ type: 'string', format: 'binary' });

function answerOf(answer: z.ZodType | readonly string[], status: number): object {
  if (answer instanceof z.ZodType)
    return status === 204
      ? answer.describe('Done')
      : { description: 'As requested', content: { 'application/json': { schema: answer } } };
  return { description: 'As requested', content: Object.fromEntries(answer.map((type) => [type, { schema: bytes }])) };
}

function requireNeeded(principal: Principal, needed: Needed): void {
  if (needed === 'own') {
    if (!principal.session) throw new RefusedError('forbidden', 'a program has no account', '程序没有账户');
  } else {
    if (principal.session?.mustChange)
      throw new RefusedError('must-change', 'set another password first', '请先设置新密码');
    requirePermission(principal, ...(typeof needed === 'string' ? [needed] : needed));
  }
}

/** The act as which a route is recorded. Null for a route that only reads. */
const actOf = (spec: { readonly method: string; readonly id: string; readonly audit?: unknown }): AuditAct | null =>
  spec.audit === undefined ? null : spec.method === 'GET' ? 'export' : (spec.id as AuditAct);

const tooManyChanges = bilingual('too many changes at once: wait a little', '短时间内操作过多，请稍后再试');

/**
 * Registers routes below `/api/v1`, each with its description and the permission that it needs. A
 * sender without the permission is refused before the request's body is read. What changes or
 * exports something is recorded in the audit log before it is done.
 */
export function routing(app: FastifyInstance, authenticate: Authenticate, audit: RouteAudit) {
  const senders = new WeakMap<FastifyRequest, Principal>();
  const changes = new RateLimiterMemory({ points: limits.userChanges, duration: limits.userChangesS });
  return <
    Params extends z.ZodType = typeof None,
    Query extends z.ZodType = typeof None,
    Body extends z.ZodType = typeof None,
  >(
    spec: RouteSpec<Params, Query, Body>,
    handle: (input: HandlerInput<z.output<Params>, z.output<Query>, z.output<Body>>) => unknown,
  ): void => {
    const status = spec.status ?? 200;
    const act = actOf(spec);
    app.route({
      method: spec.method,
      url: `/api/v1${spec.path}`,
      schema: {
        operationId: spec.id,
        summary: spec.summary,
        tags: [spec.tag],
        security: spec.permission === 'own' ? [{ session: [] }] : [{ token: [] }, { session: [] }],
        'x-permission': spec.permission,
        ...(spec.params ? { params: spec.params } : {}),
        ...(spec.query ? { querystring: spec.query } : {}),
        ...(spec.body ? { body: spec.body } : {}),
        response: { [status]: answerOf(spec.answer, status), ...problems(spec.permission) },
      },
      // Before the body is read: strangers do not make the server parse anything.
      onRequest: async (request) => {
        const principal = await authenticate(request);
        if (!principal)
          throw new RefusedError('not-signed-in', 'sign in, or send a token', '请登录，或在请求中附上令牌');
        try {
          requireNeeded(principal, spec.permission);
        } catch (error) {
          if (act !== null) noteForbidden(audit, act, { principal, request });
          throw error;
        }
        if (act !== null && principal.session) await takePoint(changes, principal.user, tooManyChanges);
        noteSignedIn(request.server.server, request.raw.socket);
        senders.set(request, principal);
      },
      handler: async (request, reply) => {
        const principal = senders.get(request);
        if (!principal)
          throw new RefusedError('not-signed-in', 'sign in, or send a token', '请登录，或在请求中附上令牌');
        const { params, query, body } = request;
        const input = { params, query, body, principal, request, reply } as HandlerInput<
          z.output<Params>,
          z.output<Query>,
          z.output<Body>
        >;
        const answer =
          act === null || spec.audit === undefined
            ? await handle(input)
            : await recorded(audit, act, spec.audit, input, () => handle(input));
        if (reply.sent) return reply;
        reply.code(status);
        // Each function that awaits `reply` itself adds a listener for its end.
        return answer === undefined ? reply.send() : answer;
      },
    });
  };
}
