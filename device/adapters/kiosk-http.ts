import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import type { LedgerId } from '../../shared/contracts/ids.ts';
import {
  ClearBody,
  CountBody,
  DispenseBody,
  EventsQuery,
  RemoveBody,
  RestockBody,
} from '../../shared/contracts/kiosk-http.ts';
import type { Agent } from '../agent/agent.ts';
import { heardSentences } from '../core/fleet-contact.ts';
import type { Health } from '../core/health.ts';
import type { StaffInput, Ticket } from '../core/input.ts';
import { outcomes, type Reply, refusals, warnings } from '../core/reply.ts';
import { DiskFailure, type LedgerStore } from '../ports.ts';
import { eventStream } from './http/event-stream.ts';
import { foreignness } from './http/loopback.ts';
import { kioskMetrics, type Metered } from './http/metrics.ts';
import { notesOf } from './http/notes.ts';
import { inBoth, Problem, read } from './http/problem.ts';
import { staffPin } from './http/staff-pin.ts';
import { waitingCallers } from './http/waiting.ts';

/** The kiosk as its HTTP sees it: at work, or kept from it by a disk that doesn't let the ledger be opened. */
export type Kiosk =
  | {
      readonly agent: Agent;
      /** `rewritten`: how often its file was written out again, because its name was lost. */
      readonly ledger: Pick<LedgerStore, 'ledger' | 'last' | 'read'> & { readonly rewritten?: number };
    }
  | { readonly agent: null; readonly failure: DiskFailure };

/** Where the kiosk's HTTP listens, and what it needs of the kiosk. */
export interface KioskHttpOptions {
  /** A loopback address. */
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly pin: string;
  /** Monotonic ms. */
  readonly up: () => number;
  readonly kiosk: () => Kiosk;
  readonly meters?: readonly Metered[];
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  /** The agent itself is broken: the process is to end. */
  readonly broken: (error: unknown) => void;
}

/** The kiosk's HTTP server. */
export interface KioskHttp {
  /** Begins to listen; answers with the port. Fails with the system's error where the port is taken. */
  listen(): Promise<number>;
  reply(ticket: Ticket, reply: Reply): void;
  recorded(ledger: LedgerId, seq: number, line: string): void;
  close(): Promise<void>;
}

/** More than any restock of a whole machine. */
const bodyMaxBytes = 64 * 1024;
/** A caller who is slower than this in sending a request is no screen. */
const requestTimeoutMs = 10_000;
const maxConnections = 128;

/** The kiosk's own HTTP, for the screen beside it and the staff before it [running contract, kiosk HTTP]. */
export function kioskHttp(options: KioskHttpOptions): KioskHttp {
  const { kiosk, log } = options;
  const callers = waitingCallers();
  const pin = staffPin(options.pin, options.up);
  const stream = eventStream(() => {
    const { agent, ...rest } = kiosk();
    return agent && 'ledger' in rest ? { ledger: rest.ledger, state: () => agent.reported() } : null;
  });
  const app = fastify({
    logger: false,
    bodyLimit: bodyMaxBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  app.server.maxConnections = maxConnections;
  app.removeContentTypeParser('text/plain');

  app.addHook('onRequest', async (request) => {
    const foreign = foreignness(request.headers);
    if (foreign) throw new Problem(foreign);
  });
  app.setNotFoundHandler(async () => {
    throw new Problem('no-such-route');
  });
  app.setErrorHandler(async (error, _request, reply) => {
    const problem = problemOf(error);
    if (problem.code === 'broken') {
      log('error', 'a request broke the agent', { error: String(error) });
      options.broken(error);
    }
    return reply.code(problem.status).headers(problem.headers).send(problem.body());
  });

  const agentAtWork = (): Agent => {
    const { agent } = kiosk();
    if (agent) return agent;
    throw new Problem('cannot-write');
  };

  async function answer(reply: FastifyReply, toInput: (ticket: Ticket) => Parameters<Agent['handle']>[0]) {
    const agent = agentAtWork();
    const given = await callers.ask(
      reply.raw,
      (ticket) => agent.handle(toInput(ticket)),
      (ticket) => agent.handle({ kind: 'left', ticket }),
    );
    if (given === null) return reply.hijack();
    return send(reply, given);
  }

  function byStaff(staff: { by: string; pin: string }, request: FastifyRequest): string {
    const { by } = staff;
    const check = pin.check(staff.pin);
    if (check.pin === 'right') return by;
    log('warn', 'a staff PIN was refused', { by, route: request.routeOptions.url, wrongSinceStart: pin.wrong });
    if (check.pin === 'wrong') throw new Problem('wrong-pin');
    const seconds = Math.ceil(check.waitMs / 1000);
    throw new Problem('pin-wait', `${seconds} s`, { 'retry-after': String(seconds) });
  }

  app.post('/api/dispense', (request, reply) => {
    const body = read(DispenseBody, request.body);
    return answer(reply, (ticket) => ({ kind: 'dispense', ticket, ...body }));
  });
  staffRoutes(app, byStaff, answer);

  const notes = () => {
    const now = kiosk();
    return now.agent ? notesOf(now.agent.health(), now.ledger.rewritten ?? 0) : [];
  };
  app.get('/api/state', async () => ({ ...agentAtWork().reported(), notes: notes() }));
  app.get('/api/events', async (request, reply) => {
    const { after, limit } = read(EventsQuery, request.query);
    const now = kiosk();
    if (!now.agent) throw new Problem('cannot-write');
    const { ledger } = now;
    const lines = ledger.read(after + 1, limit).map((line, index) => `{"seq":${after + 1 + index},"line":${line}}`);
    return reply
      .type('application/json; charset=utf-8')
      .send(`{"ledger":"${ledger.ledger}","last":${ledger.last},"events":[${lines.join(',')}]}`);
  });
  app.get('/api/stream', async (request, reply) => {
    const seen = request.headers['last-event-id'];
    if (!stream.open(reply.raw, typeof seen === 'string' ? seen : undefined)) throw new Problem('too-many-streams');
    return reply.hijack();
  });

  const health = (): Health => {
    const now = kiosk();
    return now.agent ? now.agent.health() : unopened(now.failure);
  };
  app.get('/healthz', async (_request, reply) => {
    const now = health();
    const { fleet, ...rest } = now;
    return reply.code(now.inService ? 200 : 503).send({
      status: now.inService ? 'ok' : 'out-of-service',
      ...rest,
      fleet: { heard: fleet === 'heard', state: fleet, message: inBoth(heardSentences[fleet]) },
      notes: notes(),
    });
  });
  const metrics = kioskMetrics({ health, state: () => kiosk().agent?.reported() ?? null }, [
    ...(options.meters ?? []),
    { name: 'yaoju_wrong_pins', help: 'Wrong staff PINs since the start', read: () => pin.wrong },
    { name: 'yaoju_waiting_callers', help: 'HTTP callers who wait for an answer', read: () => callers.count },
  ]);
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));

  return {
    async listen() {
      await app.listen({ host: options.host, port: options.port });
      const address = app.server.address();
      return typeof address === 'object' && address ? address.port : options.port;
    },
    reply: (ticket, given) => callers.reply(ticket, given),
    recorded: (ledger, seq, line) => stream.recorded(ledger, seq, line),
    async close() {
      stream.close();
      await app.close();
    },
  };
}

type ByStaff = (staff: { by: string; pin: string }, request: FastifyRequest) => string;
type Answering = (reply: FastifyReply, toInput: (ticket: Ticket) => StaffInput) => Promise<unknown>;

function staffRoutes(app: FastifyInstance, byStaff: ByStaff, answer: Answering): void {
  app.post('/api/restock', (request, reply) => {
    const body = read(RestockBody, request.body);
    const by = byStaff(body, request);
    return answer(reply, (ticket) => ({ kind: 'restock', ticket, by, lanes: body.lanes }));
  });
  app.post('/api/count', (request, reply) => {
    const body = read(CountBody, request.body);
    const by = byStaff(body, request);
    return answer(reply, (ticket) => ({ kind: 'count', ticket, by, lanes: body.lanes }));
  });
  app.post('/api/remove', (request, reply) => {
    const { lane, removed, reason, lot, ...staff } = read(RemoveBody, request.body);
    const by = byStaff(staff, request);
    const which = lot === undefined ? {} : { lot };
    return answer(reply, (ticket) => ({ kind: 'remove', ticket, by, lane, removed, reason, ...which }));
  });
  app.post('/api/clear', (request, reply) => {
    const { clear, ...staff } = read(ClearBody, request.body);
    const by = byStaff(staff, request);
    return answer(reply, (ticket) =>
      clear === 'sensor' ? { kind: 'trust-sensor', ticket, by } : { kind: 'clear', ticket, by, lane: clear.lane },
    );
  });
}

function send(reply: FastifyReply, given: Reply): FastifyReply {
  switch (given.kind) {
    case 'answer':
      return reply.send({ ...given.answer, message: inBoth(outcomes[given.answer.outcome]) });
    case 'done':
      return reply.send({
        done: true,
        warnings: given.warnings.map((each) => ({ ...each, message: inBoth(warnings[each.code]) })),
      });
    case 'refused': {
      const problem = new Problem(given.refusal);
      const lane = given.lane === null ? {} : { lane: given.lane };
      return reply.code(refusals[given.refusal].status).send({ ...problem.body(), ...lane });
    }
  }
}

/** Fastify's own complaints about a request, in our words; whatever else was thrown is a broken agent. */
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

/** The health of a kiosk whose ledger can't be opened: nothing else was begun. */
function unopened({ code, message }: DiskFailure): Health & { readonly detail: string } {
  return {
    inService: false,
    reasons: ['disk'],
    board: { state: 'starting', reason: null },
    link: { state: 'down', reason: 'not begun: the ledger cannot be opened' },
    fleet: 'connecting',
    disk: { state: 'failed', code },
    outbox: { waiting: 0, lastReceiptAgeMs: null },
    clock: { state: 'doubtful' },
    unreadable: 0,
    uncounted: [],
    detail: message,
  };
}
