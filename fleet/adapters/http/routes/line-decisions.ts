import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireMayDecide } from '../../../auth/permissions.ts';
import type { RouteContext } from './route-context.ts';

/** What people decide about lines that are not counted. */
export function addDecisions({ machineRoute, service }: RouteContext): void {
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/decisions',
      id: 'decideOnLines',
      summary:
        'Has uncounted lines counted, or leaves them out for good; for a closed year, only administrators may do so',
      tag: 'machines',
      permission: 'stock',
      body: api.NewLineDecision,
      status: 201,
      answer: api.Machine,
      audit: {
        about: ({ body }) => ({ subject: body.ledger }),
        asked: ({ body: { reason, verdict, first, last } }) => ({ reason, verdict, lines: `${first}–${last}` }),
        why: ({ body }) => body.note,
      },
    },
    async ({ machine, body, principal }) => {
      requireMayDecide(principal, body);
      await service.decisions.decide(machine, body, principal.user);
      return service.queries.machine(machine);
    },
  );
}
