import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { RouteContext } from './route-context.ts';

/** Whether a machine's lines count. This is independent of its keys and of what it gives out. */
export function addQuarantines({ machineRoute, service }: RouteContext): void {
  const { quarantines, queries } = service;
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/quarantine',
      id: 'quarantineMachine',
      summary: 'Keeps what the machine sends from now on out of all figures; its ledger is stored as before',
      tag: 'machines',
      permission: 'administer',
      body: api.QuarantineChange,
      answer: api.Machine,
      audit: { why: ({ body }) => body.why },
    },
    async ({ machine, body, principal }) => {
      await quarantines.quarantine(machine, body.why, principal);
      return queries.machine(machine);
    },
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/release',
      id: 'releaseMachine',
      summary: 'Counts all that was kept out during the quarantine, on the days on which it happened',
      tag: 'machines',
      permission: 'administer',
      body: api.QuarantineChange,
      answer: api.Machine,
      audit: { why: ({ body }) => body.why },
    },
    async ({ machine, principal }) => {
      await quarantines.release(machine, principal);
      return queries.machine(machine);
    },
  );
}
