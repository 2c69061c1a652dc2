import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requirePermission } from '../../../auth/permissions.ts';
import { contactFields, machineFields } from '../audited-fields.ts';
import { None } from '../route.ts';
import { machineWorkbook } from '../sheets.ts';
import type { RouteContext } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** The machines: their list, one of them, and corrections to it. */
export function addMachines(context: RouteContext): void {
  const { route, machineRoute, service } = context;
  const { queries, registry } = service;
  route(
    {
      method: 'GET',
      path: '/machines',
      id: 'listMachines',
      summary: 'Machines by area, flag, words and more',
      tag: 'machines',
      permission: 'read',
      query: api.MachineQuery,
      answer: api.MachineList,
    },
    ({ query, principal }) => queries.machines(query, principal.area),
  );
  addSheets(
    context,
    { path: '/machines', id: 'listMachines', permission: 'read' },
    api.MachineQuery,
    async (query, principal, options) => {
      const list = await queries.machines({ ...query, limit: 100_000 }, principal.area);
      return machineWorkbook(list, query.region ?? principal.area, options);
    },
  );
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine',
      id: 'getMachine',
      summary: 'One machine',
      tag: 'machines',
      permission: 'read',
      answer: api.Machine,
    },
    ({ machine }) => queries.machine(machine),
  );
  machineRoute(
    {
      method: 'PATCH',
      path: '/machines/:machine',
      id: 'changeMachine',
      summary: 'Corrects what was entered about a machine',
      tag: 'machines',
      permission: 'act',
      body: api.MachineChange,
      answer: api.Machine,
      audit: {
        asked: ({ body: { why: _, ...asked } }) => asked,
        why: ({ body }) => body.why || null,
        here: ({ params }) => machineFields(service, params.machine),
      },
    },
    async ({ machine, body, principal }) => {
      // The first day decides on the verdict about the machine's year.
      const first = body.inServiceFrom;
      if (first !== undefined && first !== service.record(machine)?.inServiceFrom)
        requirePermission(principal, 'administer');
      await registry.change(machine, body, principal.user);
      return queries.machine(machine);
    },
  );
  addContact(context);
}

/** Whom to call at a machine's site. */
function addContact({ machineRoute, service }: RouteContext): void {
  const { queries, registry } = service;
  machineRoute(
    {
      method: 'PUT',
      path: '/machines/:machine/contact',
      id: 'setContact',
      summary: 'Enters whom to call at its site, and when it is open',
      tag: 'machines',
      permission: 'act',
      body: api.NewSiteContact,
      answer: api.Machine,
      audit: {
        asked: ({ body }) => contactFields(body),
        here: ({ params }) => machineFields(service, params.machine),
      },
    },
    async ({ machine, body, principal }) => {
      await registry.setContact(machine, body, principal.user);
      return queries.machine(machine);
    },
  );
  machineRoute(
    {
      method: 'DELETE',
      path: '/machines/:machine/contact',
      id: 'removeContact',
      summary: 'Removes whom to call at its site',
      tag: 'machines',
      permission: 'act',
      status: 204,
      answer: None,
      audit: { here: ({ params }) => contactFields(service.record(params.machine)?.contact ?? null) },
    },
    ({ machine }) => registry.setContact(machine, null, ''),
  );
}
