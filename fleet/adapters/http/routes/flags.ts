import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { canSee } from '../../../auth/permissions.ts';
import { flagView } from '../../../lists/machine-view.ts';
import { RefusedError } from '../../../refused.ts';
import type { RouteContext } from './route-context.ts';

/** Flags: their list, and that somebody has seen one. */
export function addFlags(context: RouteContext): void {
  const { route, service } = context;
  const { queries: answers, registry } = service;
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
    ({ query, principal: who }) => answers.flags(query, who.area),
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
    async ({ params, body, principal: who }) => {
      const found = registry.openFlag(params.flag);
      const record = found && service.record(found.flag.machine);
      if (!record || !canSee(who, record.region)) throw new RefusedError('not-found', 'there is no such open flag');
      return flagView(await registry.acknowledge(params.flag, body?.note ?? '', who.user), record);
    },
  );
}
