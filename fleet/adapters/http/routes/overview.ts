import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Desk } from './route-context.ts';

/** The server itself, the day's list, and changes as they come. */
export function addOverview(desk: Desk): void {
  const { route, service } = desk;
  const { answers } = service;
  route(
    {
      method: 'GET',
      path: '/info',
      id: 'getInfo',
      summary: 'Version, time, rules and products',
      tag: 'info',
      deed: 'read',
      answer: api.Info,
    },
    () => desk.info(),
  );
  route(
    {
      method: 'GET',
      path: '/today',
      id: 'getToday',
      summary: 'What needs doing, the worst first',
      tag: 'flags',
      deed: 'read',
      query: api.TodayQuery,
      answer: api.Today,
    },
    ({ query, who }) => answers.today(query, who.area),
  );
  route(
    {
      method: 'GET',
      path: '/stream',
      id: 'openStream',
      summary: 'Changes as they come: server-sent events',
      tag: 'stream',
      deed: 'read',
      query: z.object({ region: api.AreaCode.optional() }),
      answer: ['text/event-stream'],
    },
    ({ query, who, request, reply }) => {
      const area = answers.area(query.region, who.area);
      const mayStill = async () => (await desk.recognise(request))?.area === who.area;
      reply.hijack();
      if (!desk.hub.open(area, reply.raw, mayStill)) reply.raw.writeHead(503).end();
      return reply;
    },
  );
}
