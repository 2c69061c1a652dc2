import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { RouteContext } from './route-context.ts';

/** Whether a machine gives out at all. This is independent of whether its days count. */
export function addStops(context: RouteContext): void {
  const { machineRoute, service } = context;
  const { configuration, queries } = service;
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/stop',
      id: 'stopMachine',
      summary: 'Asks the machine to give nothing out until it is resumed',
      tag: 'machines',
      permission: 'act',
      body: api.NewStop,
      answer: api.StopView,
      audit: { asked: ({ body: { reason, note } }) => ({ reason, note }) },
    },
    async ({ machine, body, principal }) => {
      await configuration.stopGivingOut(machine, body, principal.user);
      return queries.stop(machine);
    },
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/resume',
      id: 'resumeMachine',
      summary: 'Asks the machine to give out again',
      tag: 'machines',
      permission: 'act',
      answer: api.StopView,
      audit: {},
    },
    async ({ machine, principal }) => {
      await configuration.resumeGivingOut(machine, principal.user);
      return queries.stop(machine);
    },
  );
}
