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
      summary: 'Has lines counted that were not, or leaves them out for good; of a closed year for administrators',
      tag: 'machines',
      permission: 'act',
      body: api.NewLineDecision,
      status: 201,
      answer: api.Machine,
    },
    async ({ machine, body, principal }) => {
      requireMayDecide(principal, body);
      await service.decisions.decide(machine, body, principal.user);
      return service.queries.machine(machine);
    },
  );
}
