import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireArea } from '../../../auth/permissions.ts';
import { machineFields } from '../audited-fields.ts';
import type { RouteContext } from './route-context.ts';

/** The registry: registering machines, renewing their secrets, moving and retiring them. */
export function addRegistry(context: RouteContext): void {
  addKeys(context);
  addPlaces(context);
}

/** Registering a machine, and renewing its secret. */
function addKeys({ route, machineRoute, enterName, service: { registry } }: RouteContext): void {
  route(
    {
      method: 'POST',
      path: '/machines',
      id: 'registerMachine',
      summary: 'Registers a machine; its secret is shown only this once',
      tag: 'machines',
      permission: 'administer',
      body: api.NewMachine,
      status: 201,
      answer: api.MachineSecret,
      audit: {
        about: ({ body: { machine, region } }) => ({ machine, region }),
        asked: ({ body: { name, region, site, address, inServiceFrom, lanes } }) => ({
          name,
          region,
          site,
          address,
          inServiceFrom,
          lanes,
        }),
      },
    },
    ({ body, principal }) => {
      requireArea(principal, body.region);
      return enterName(principal, () => registry.register(body, principal.user));
    },
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/secret',
      id: 'renewSecret',
      summary: 'A new secret; the old one stops working at once',
      tag: 'machines',
      permission: 'administer',
      status: 201,
      answer: api.MachineSecret,
      audit: {},
    },
    ({ machine }) => registry.renewSecret(machine),
  );
}

/** Moving a machine to another place, and retiring it. */
function addPlaces({ machineRoute, service }: RouteContext): void {
  const { queries, registry } = service;
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/move',
      id: 'moveMachine',
      summary: 'Moves the machine to another place from a day on',
      tag: 'machines',
      permission: 'administer',
      body: api.Move,
      answer: api.Machine,
      audit: {
        asked: ({ body: { name, region, site, address, from } }) => ({ name, region, site, address, from }),
        here: ({ params }) => machineFields(service, params.machine),
      },
    },
    async ({ machine, body, principal }) => {
      requireArea(principal, body.region);
      await registry.move(machine, body, principal.user);
      return queries.machine(machine);
    },
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/retire',
      id: 'retireMachine',
      summary: 'Retires the machine after a last day of service; its history stays',
      tag: 'machines',
      permission: 'administer',
      body: api.Retire,
      answer: api.Machine,
      audit: {
        asked: ({ body }) => ({ inServiceUntil: body.until }),
        here: ({ params }) => machineFields(service, params.machine),
        why: ({ body }) => body.reason,
      },
    },
    async ({ machine, body }) => {
      await registry.retire(machine, body);
      return queries.machine(machine);
    },
  );
}
