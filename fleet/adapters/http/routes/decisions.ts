import * as api from '../../../../shared/contracts/fleet-http.ts';
import { may } from '../../../auth/permissions.ts';
import { Refused } from '../../../service/refused.ts';
import { type Desk, machineParams } from './route-context.ts';

/** What people decide about lines that are not counted. */
export function addDecisions({ route, service, own }: Desk): void {
  route(
    {
      method: 'POST',
      path: '/machines/:machine/decisions',
      id: 'decideOnLines',
      summary: 'Has lines counted that were not, or leaves them out for good; of a closed year for administrators',
      tag: 'machines',
      deed: 'act',
      params: machineParams,
      body: api.NewDecision,
      status: 201,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      const machine = own(who, params.machine);
      if (body.reason === 'closed-year' && !may(who, 'administer'))
        throw new Refused('forbidden', 'a closed year is changed by administrators');
      await service.registry.decide(machine, body, who.user);
      return service.answers.machine(machine);
    },
  );
}
