import type { FastifyInstance } from 'fastify';
import { EventsQuery } from '../../../shared/contracts/kiosk-http.ts';
import { heardSentences } from '../../core/fleet-contact.ts';
import { addRoute } from './add-route.ts';
import type { callers } from './caller.ts';
import type { eventStream } from './event-stream.ts';
import { agentAtWork, healthOf, type Kiosk } from './kiosk.ts';
import { notesOf } from './notes.ts';
import { inBoth, Problem, read } from './problem.ts';

/** The routes that only read: the reported state, ledger lines, the stream of changes, health. */
export function addReadRoutes(
  app: FastifyInstance,
  kiosk: () => Kiosk,
  stream: Pick<ReturnType<typeof eventStream>, 'open'>,
  who: Pick<ReturnType<typeof callers>, 'isOwn'>,
): void {
  const notes = () => {
    const now = kiosk();
    return now.agent ? notesOf(now.agent.health(), now.ledger.rewritten ?? 0) : [];
  };
  addRoute(app, 'state', async () => ({ ...agentAtWork(kiosk()).reported(), notes: notes() }));
  addRoute(app, 'events', async (request, reply) => {
    const { after, limit } = read(EventsQuery, request.query);
    const now = kiosk();
    if (!now.agent) throw new Problem('cannot-write');
    const { ledger } = now;
    const lines = ledger.read(after + 1, limit).map((line, index) => `{"seq":${after + 1 + index},"line":${line}}`);
    return reply
      .type('application/json; charset=utf-8')
      .send(`{"ledger":"${ledger.ledger}","last":${ledger.last},"events":[${lines.join(',')}]}`);
  });
  addRoute(app, 'stream', async (request, reply) => {
    const seen = request.headers['last-event-id'];
    const reader = { response: reply.raw, isOwn: who.isOwn(request) };
    if (!stream.open(reader, typeof seen === 'string' ? seen : undefined)) throw new Problem('too-many-streams');
    return reply.hijack();
  });
  addRoute(app, 'health', async (_request, reply) => {
    const { fleet, ...rest } = healthOf(kiosk());
    return reply.code(rest.inService ? 200 : 503).send({
      status: rest.inService ? 'ok' : 'out-of-service',
      ...rest,
      fleet: { heard: fleet === 'heard', state: fleet, message: inBoth(heardSentences[fleet]) },
      notes: notes(),
    });
  });
}
