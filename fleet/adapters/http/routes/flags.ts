import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { sees } from '../../../auth/permissions.ts';
import { flagView } from '../../../lists/machine-view.ts';
import { Refused } from '../../../service/refused.ts';
import type { Desk } from './route-context.ts';

/** Flags: their list, and that somebody has seen one. */
export function addFlags(desk: Desk): void {
  const { route, service } = desk;
  const { answers, registry } = service;
  route(
    {
      method: 'GET',
      path: '/flags',
      id: 'listFlags',
      summary: 'Flags, the worst first',
      tag: 'flags',
      deed: 'read',
      query: api.FlagQuery,
      answer: api.FlagList,
    },
    ({ query, who }) => answers.flags(query, who.area),
  );
  route(
    {
      method: 'POST',
      path: '/flags/:flag/acknowledge',
      id: 'acknowledgeFlag',
      summary: 'Somebody has seen it',
      tag: 'flags',
      deed: 'act',
      params: z.object({ flag: z.string().max(64) }),
      body: api.Acknowledge.optional(),
      answer: api.Flag,
    },
    async ({ params, body, who }) => {
      const found = registry.openFlag(params.flag);
      const record = found && service.record(found.flag.machine);
      if (!record || !sees(who, record.region)) throw new Refused('not-found', 'there is no such open flag');
      return flagView(await registry.acknowledge(params.flag, body?.note ?? '', who.user), record);
    },
  );
}
