import * as api from '../../../../shared/contracts/fleet-http.ts';
import { machineTables } from '../sheets.ts';
import { machineParams, type RouteContext } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** The machines: their list, and what is entered of each. */
export function addMachines(context: RouteContext): void {
  const { route, service, own, intoArea } = context;
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
  addSheets(context, '/machines', 'listMachines', api.MachineQuery, async (query, principal, lang) => {
    const list = await queries.machines({ ...query, limit: 100_000 }, principal.area);
    return machineTables(list, lang, context.timeText);
  });
  route(
    {
      method: 'POST',
      path: '/machines',
      id: 'registerMachine',
      summary: 'Registers a machine; its secret is shown this once',
      tag: 'machines',
      permission: 'administer',
      body: api.NewMachine,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ body, principal }) => {
      intoArea(principal, body.region);
      return registry.register(body, principal.user);
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine',
      id: 'getMachine',
      summary: 'One machine',
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      answer: api.Machine,
    },
    ({ params, principal }) => queries.machine(own(principal, params.machine)),
  );
  route(
    {
      method: 'PATCH',
      path: '/machines/:machine',
      id: 'changeMachine',
      summary: 'Mends what was entered of a machine',
      tag: 'machines',
      permission: 'act',
      params: machineParams,
      body: api.MachineChange,
      answer: api.Machine,
    },
    async ({ params, body, principal }) => {
      await registry.change(own(principal, params.machine), body);
      return queries.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/secret',
      id: 'renewSecret',
      summary: 'A new secret; the old one stops working at once',
      tag: 'machines',
      permission: 'administer',
      params: machineParams,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ params, principal }) => registry.renewSecret(own(principal, params.machine)),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/move',
      id: 'moveMachine',
      summary: 'It stands elsewhere from a day on',
      tag: 'machines',
      permission: 'administer',
      params: machineParams,
      body: api.Move,
      answer: api.Machine,
    },
    async ({ params, body, principal }) => {
      intoArea(principal, body.region);
      await registry.move(own(principal, params.machine), body);
      return queries.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/retire',
      id: 'retireMachine',
      summary: 'Its last day of service; its history stays',
      tag: 'machines',
      permission: 'administer',
      params: machineParams,
      body: api.Retire,
      answer: api.Machine,
    },
    async ({ params, body, principal }) => {
      await registry.retire(own(principal, params.machine), body);
      return queries.machine(params.machine);
    },
  );
}
