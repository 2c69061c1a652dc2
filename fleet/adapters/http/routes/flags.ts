import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireVisible } from '../../../auth/permissions.ts';
import { flagView } from '../../../lists/flag-view.ts';
import type { RouteContext } from './route-context.ts';

/** Flags: their list, and that somebody has seen one. */
export function addFlags(context: RouteContext): void {
  const { route, service } = context;
  const { queries, flags } = service;
  route(
    {
      method: 'GET',
      path: '/flags',
      id: 'listFlags',
      summary: 'Flags, the worst first',
      tag: 'flags',
      permission: 'read',
      query: api.FlagQuery,
      answer: api.FlagList,
    },
    ({ query, principal }) => queries.flags(query, principal.area),
  );
  route(
    {
      method: 'POST',
      path: '/flags/:flag/acknowledge',
      id: 'acknowledgeFlag',
      summary: 'Somebody has seen it',
      tag: 'flags',
      permission: 'act',
      params: z.object({ flag: z.string().max(64) }),
      body: api.Acknowledge.optional(),
      answer: api.Flag,
    },
    async ({ params, body, principal }) => {
      const found = flags.find(params.flag);
      const record = requireVisible(principal, found && service.record(found.flag.machine), 'such open flag');
      return flagView(await flags.acknowledge(params.flag, body?.note ?? '', principal.user), record);
    },
  );
}
