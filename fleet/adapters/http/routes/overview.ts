import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { RefusedError } from '../../../refused.ts';
import { readCookie } from '../cookies.ts';
import type { RouteContext } from './route-context.ts';

/** The server itself, the day's tasks, and the stream of changes. */
export function addOverview(context: RouteContext): void {
  const { route, service } = context;
  const { queries } = service;
  route(
    {
      method: 'GET',
      path: '/info',
      id: 'getInfo',
      summary: 'Version, time, rules and products',
      tag: 'info',
      permission: 'read',
      answer: api.Info,
    },
    () => context.info(),
  );
  route(
    {
      method: 'GET',
      path: '/today',
      id: 'getToday',
      summary: 'The tasks, worst first',
      tag: 'flags',
      permission: 'read',
      query: api.TodayQuery,
      answer: api.Today,
    },
    ({ query, principal }) => queries.today(query, principal.area, principal.user),
  );
  route(
    {
      method: 'GET',
      path: '/stream',
      id: 'openStream',
      summary: 'Changes as they come: server-sent events',
      tag: 'stream',
      permission: 'read',
      query: z.object({ region: api.AreaCode.optional() }),
      answer: ['text/event-stream'],
    },
    ({ query, principal, request, reply }) => {
      const area = queries.area(query.region, principal.area);
      const mayStill = async () => (await context.authenticate(request))?.area === principal.area;
      const reader = { area, user: principal.user, session: readCookie(request, 'session'), mayStill };
      const tooMany = context.hub.open(reader, reply.raw);
      if (tooMany === 'all') throw new RefusedError('unavailable', 'too many streams are open', '打开的实时连接过多');
      if (tooMany !== null)
        throw new RefusedError(
          'too-many',
          'this user or browser has too many streams open',
          '这名用户或浏览器打开的实时连接过多',
          30,
        );
      return reply.hijack();
    },
  );
}
