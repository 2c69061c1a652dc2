import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ClearBody, CountBody, DispenseBody, RemoveBody, RestockBody } from '../../../shared/contracts/kiosk-http.ts';
import type { Input, Ticket } from '../../core/input.ts';
import { answerSentence, type Reply, refusals, warnings } from '../../core/reply.ts';
import type { AgentObserver } from '../../ports.ts';
import { addRoute } from './add-route.ts';
import type { callers as callersOf } from './caller.ts';
import { agentAtWork, type Kiosk } from './kiosk.ts';
import type { orderRate } from './order-rate.ts';
import { inBoth, Problem, read } from './problem.ts';
import type { staffPin } from './staff-pin.ts';
import type { waitingCallers } from './waiting.ts';

/**
 * What orders need: the kiosk, the callers that wait for replies, and the check of the staff PIN.
 */
export interface OrderParts {
  readonly kiosk: () => Kiosk;
  readonly callers: ReturnType<typeof waitingCallers>;
  readonly pin: ReturnType<typeof staffPin>;
  readonly who: ReturnType<typeof callersOf>;
  readonly rate: ReturnType<typeof orderRate>;
  readonly log: AgentObserver['log'];
}

/**
 * The routes that order something: a citizen's dispense, and staff entries. Each responds when the
 * kiosk has recorded the outcome.
 */
export function addOrderRoutes(app: FastifyInstance, { kiosk, callers, pin, who, rate, log }: OrderParts): void {
  async function answer(reply: FastifyReply, toInput: (ticket: Ticket) => Input) {
    const agent = agentAtWork(kiosk());
    const given = await callers.ask(
      reply.raw,
      (ticket) => agent.handle(toInput(ticket)),
      (ticket) => agent.handle({ kind: 'left', ticket }),
    );
    return given === null ? reply.hijack() : send(reply, given);
  }

  function byStaff(staff: { by: string; pin: string }, request: FastifyRequest): string {
    const { by } = staff;
    const check = pin.check(staff.pin, `user ${who.user(request)}`);
    if (check.pin === 'right') return by;
    if (check.pin === 'wait') throw later('pin-wait', check.waitMs);
    log('warn', 'a staff PIN was refused · PIN 码错误', {
      by,
      route: request.routeOptions.url,
      wrongSinceStart: pin.wrong,
    });
    throw new Problem('wrong-pin');
  }

  addRoute(app, 'dispense', (request, reply) => {
    if (!who.mayOrder(request)) throw new Problem('not-the-screen');
    const body = read(DispenseBody, request.body);
    const waitMs = rate.waitMs(body.request);
    if (waitMs !== null) throw later('too-many-orders', waitMs);
    return answer(reply, (ticket) => ({ kind: 'dispense', ticket, ...body }));
  });
  addRoute(app, 'restock', (request, reply) => {
    const body = read(RestockBody, request.body);
    const by = byStaff(body, request);
    return answer(reply, (ticket) => ({ kind: 'restock', ticket, by, lanes: body.lanes }));
  });
  addRoute(app, 'count', (request, reply) => {
    const body = read(CountBody, request.body);
    const by = byStaff(body, request);
    return answer(reply, (ticket) => ({ kind: 'count', ticket, by, lanes: body.lanes }));
  });
  addRoute(app, 'remove', (request, reply) => {
    const { removals, ...staff } = read(RemoveBody, request.body);
    const by = byStaff(staff, request);
    return answer(reply, (ticket) => ({ kind: 'round', ticket, by, counts: [], removals, loads: [] }));
  });
  addRoute(app, 'clear', (request, reply) => {
    const { clear, ...staff } = read(ClearBody, request.body);
    const by = byStaff(staff, request);
    return answer(reply, (ticket) =>
      clear === 'sensor' ? { kind: 'trust-sensor', ticket, by } : { kind: 'clear', ticket, by, lane: clear.lane },
    );
  });
}

/** A refusal that passes by itself, with the time to wait. */
function later(code: 'pin-wait' | 'too-many-orders', waitMs: number): Problem {
  const seconds = Math.ceil(waitMs / 1000);
  return new Problem(code, `${seconds} s`, { 'retry-after': String(seconds) });
}

function send(reply: FastifyReply, given: Reply): FastifyReply {
  switch (given.kind) {
    case 'answer':
      return reply.send({ ...given.answer, message: inBoth(answerSentence(given.answer)) });
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
