import { existsSync } from 'node:fs';
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import swagger from '@fastify/swagger';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import { bilingual, chineseOf } from '../../../shared/contracts/meaning.ts';
import { decodeUtf8 } from '../../../shared/contracts/utf8.ts';
import type { Deadlines } from '../../deadlines.ts';
import { limits } from '../../limits.ts';
import { StoreUnavailable } from '../../ports/store-unavailable.ts';
import { RefusedError } from '../../refused.ts';
import { asyncApi } from './asyncapi.ts';
import { addCompression } from './compression.ts';
import { boundConnections, httpDeadlines } from './guards/connections.ts';
import { addGuards } from './guards/guards.ts';
import type { HostNames } from './guards/host-names.ts';
import { isFromThisComputer } from './guards/internals.ts';
import { proxyAddresses } from './guards/proxies.ts';
import { setResponseHeaders } from './guards/response-headers.ts';
import { addOidcEntrance } from './oidc-entrance.ts';
import { problem, sendProblem, sendUnreadable } from './problems.ts';
import { requestValidator, WrongRequest } from './request-validator.ts';
import { addRoutes } from './routes/all.ts';
import { addEnrolment } from './routes/enrolment.ts';
import type { RouteDependencies } from './routes/route-context.ts';
import { addSession, authenticator, programOf, type SessionParts } from './session.ts';

/** What the HTTP server needs to start. */
export interface HttpOptions {
  readonly log: FastifyBaseLogger;
  readonly version: string;
  /** The folder of the built console. Null if there is none. */
  readonly console: string | null;
  readonly metrics: Registry;
  /** Its certificate and key, PEM. Null: plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Under which names the server answers. */
  readonly hosts: HostNames;
  /** Addresses and networks of the proxies whose word about a request's sender counts. */
  readonly proxies: readonly string[];
  readonly deadlines: Deadlines;
  /** What `/healthz` returns: healthy, or why not. */
  readonly health: () => { readonly ok: boolean; readonly [what: string]: unknown };
}

const tags = {
  info: 'Version, time zone, rules and products',
  session: 'Signing in and out by browser',
  account: 'The own account: password, language, sessions, second factor and passkeys',
  users: 'Who may sign in, each for one area',
  machines: 'Machines, their life, ledger and history',
  configuration: 'Desired configuration and commands',
  recalls: 'Lots called back in an area, and where lots stand',
  screens: 'What screens of kiosks say, and by which rules machines give out',
  staff: 'Who works at machines, with a PIN of their own',
  flags: 'What is wrong and what to do about it',
  areas: 'Province, cities and counties with both readings of the goal',
  restock: 'What to carry where',
  reports: 'Confirmed boxes and the verdict on a year',
  sheets: 'The same figures as XLSX and CSV',
  stream: 'Changes as they come',
  audit: 'Who did what, when and from where',
  tokens: 'What programs sign in with',
};

const openapi = (version: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Yaoju fleet',
    version,
    description:
      'Free-contraceptive dispensers: machines, books, pace, restock and flags. Errors are RFC 9457 problem details.',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
  servers: [{ url: '/' }],
  tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
  components: {
    securitySchemes: {
      token: { type: 'http' as const, scheme: 'bearer' },
      session: { type: 'apiKey' as const, in: 'cookie' as const, name: 'yaoju_session' },
    },
  },
});

/** Why a request is not even read, by the status of the answer. */
const unreadable: Readonly<Record<number, string>> = {
  400: '请求内容不是正确的 JSON',
  415: '请求内容的类型须为 JSON',
};

/** TLS of at least version 1.2, whose handshake may not take long. */
export const tlsOptions = ({ cert, key }: NonNullable<HttpOptions['tls']>, { handshakeMs }: Deadlines) =>
  ({ cert, key, minVersion: 'TLSv1.2', handshakeTimeout: handshakeMs }) as const;

/**
 * Everything below `/`: the API and its descriptions, the console, health and metrics. It does not
 * listen yet.
 */
export async function httpServer(
  options: HttpOptions,
  dependencies: Omit<RouteDependencies, 'authenticate'> & { readonly entrance: SessionParts },
): Promise<FastifyInstance> {
  // With a pino logger, Fastify infers a more specific instance type. The plugins and routes expect
  // the plain one.
  const app = Fastify({
    loggerInstance: options.log,
    bodyLimit: limits.bodyBytes,
    routerOptions: { maxParamLength: 64 },
    forceCloseConnections: true,
    frameworkErrors: (_, request, reply) => {
      setResponseHeaders(request, reply);
      sendUnreadable(reply, bilingual('the address of the request is malformed', '请求的网址有误'));
    },
    ...(options.tls ? { https: tlsOptions(options.tls, options.deadlines) } : {}),
    trustProxy: [...options.proxies],
    ...httpDeadlines(options.deadlines),
  }) as unknown as FastifyInstance;
  const isProxy = proxyAddresses(options.proxies);
  boundConnections(app.server, isProxy, options.deadlines);
  app.setValidatorCompiler(requestValidator);
  app.removeContentTypeParser('application/json');
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decodeUtf8(body as Buffer);
    if (text === null) done(new RefusedError('invalid', 'the body is not UTF-8 text', '请求内容不是 UTF-8 文本'));
    else parseJson(request, text, done);
  });
  // Answers are built from typed values, and validating each again would cost more than building
  // it. Tests compare them with the schemas.
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  app.setErrorHandler(sendError);
  addGuards(app, options.hosts, isProxy);
  addCompression(app);

  await app.register(cookie);
  await app.register(swagger, { openapi: openapi(options.version), transform: jsonSchemaTransform });
  const { entrance, ...rest } = dependencies;
  addSession(app, entrance);
  addOidcEntrance(app, entrance);
  addEnrolment(app, dependencies.service, dependencies.audit);
  addRoutes(app, { ...rest, authenticate: authenticator(entrance.sessions, dependencies.tokens) });
  addPlain(app, options, dependencies.tokens);
  await addConsole(app, options.console);
  await app.ready();
  return app;
}

/** Answers a request that was refused or failed. */
function sendError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof RefusedError)
    return sendProblem(reply, problem(error.code, bilingual(error.message, error.zh)), error.retryAfterS);
  if (error instanceof WrongRequest) {
    const [first] = error.errors;
    const detail = first && bilingual(`${first.path}: ${first.message}`, chineseOf(first.message));
    return sendProblem(reply, problem('invalid', detail, error.errors));
  }
  if (error.statusCode === 413)
    return sendProblem(reply, problem('too-large', bilingual(error.message, '请求内容太大')));
  if (error.statusCode !== undefined && error.statusCode < 500)
    return sendProblem(reply, {
      ...problem('invalid', bilingual(error.message, unreadable[error.statusCode] ?? '请求有误')),
      status: error.statusCode,
    });
  request.log.error({ err: error, url: request.url }, 'request failed');
  if (error instanceof StoreUnavailable)
    return sendProblem(
      reply,
      problem('unavailable', bilingual('the server cannot use its disk now', '服务器的磁盘暂时无法读写')),
    );
  return sendProblem(reply, problem('failed', bilingual('the server log says why', '原因见服务器日志')));
}

/** Makes a value at the first call, and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * Routes without a description: the descriptions themselves, health, metrics. Anybody may read the
 * descriptions, which are part of the published program, and whether the server is healthy. More is
 * for programs on this computer, and for those with a token whose scope has `metrics`.
 */
function addPlain(app: FastifyInstance, options: HttpOptions, tokens: RouteDependencies['tokens']): void {
  const hidden = { schema: { hide: true } };
  const maySeeDetails = async (request: FastifyRequest): Promise<boolean> => {
    if (isFromThisComputer(request)) return true;
    const token = (await programOf(tokens, request))?.token;
    return token !== undefined && (token.scope === null || token.scope.includes('metrics'));
  };
  // Everybody may ask for them, so they are made once: making one takes longer than many requests.
  const openApi = once(() => JSON.stringify(app.swagger()));
  const asyncApiText = once(() => JSON.stringify(asyncApi(options.version)));
  const json = 'application/json; charset=utf-8';
  app.get('/api/openapi.json', hidden, (_, reply) => reply.type(json).send(openApi()));
  app.get('/api/asyncapi.json', hidden, (_, reply) => reply.type(json).send(asyncApiText()));
  app.get('/healthz', hidden, async (request, reply) => {
    const health = options.health();
    return reply.code(health.ok ? 200 : 503).send((await maySeeDetails(request)) ? health : { ok: health.ok });
  });
  app.get('/metrics', hidden, async (request, reply) => {
    if (!(await maySeeDetails(request)))
      throw new RefusedError('not-signed-in', 'send a token for metrics', '请在请求中附上可读取运行指标的令牌');
    return reply.type(options.metrics.contentType).send(await options.metrics.metrics());
  });
}

/** The console's files. Every other page address is routed by the console itself. */
async function addConsole(app: FastifyInstance, folder: string | null): Promise<void> {
  const there = folder !== null && existsSync(folder);
  if (there)
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.setHeader(
          'cache-control',
          path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
  app.setNotFoundHandler((request, reply) => {
    const page =
      request.method === 'GET' &&
      !request.url.startsWith('/api/') &&
      (request.headers.accept ?? '').includes('text/html');
    if (there && page) return reply.sendFile('index.html');
    const asked = `${request.method} ${request.url.split('?')[0]}`;
    return sendProblem(reply, problem('not-found', bilingual(asked, `没有这个接口：${asked}`)));
  });
}
