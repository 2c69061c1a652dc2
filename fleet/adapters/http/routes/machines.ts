import * as api from '../../../../shared/contracts/fleet-http.ts';
import { machineTables } from '../sheets.ts';
import { type Desk, machineParams } from './route-context.ts';
import { addSheets } from './sheet-routes.ts';

/** The machines: their list, and what is entered of each. */
export function addMachines(desk: Desk): void {
  const { route, service, own, intoArea } = desk;
  const { answers, registry } = service;
  route(
    {
      method: 'GET',
      path: '/machines',
      id: 'listMachines',
      summary: 'Machines by area, flag, words and more',
      tag: 'machines',
      deed: 'read',
      query: api.MachineQuery,
      answer: api.MachineList,
    },
    ({ query, who }) => answers.machines(query, who.area),
  );
  addSheets(desk, '/machines', 'listMachines', api.MachineQuery, async (query, who, lang) => {
    const list = await answers.machines({ ...query, limit: 100_000 }, who.area);
    return machineTables(list, lang, desk.timeText);
  });
  route(
    {
      method: 'POST',
      path: '/machines',
      id: 'registerMachine',
      summary: 'Registers a machine; its secret is shown this once',
      tag: 'machines',
      deed: 'administer',
      body: api.NewMachine,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ body, who }) => {
      intoArea(who, body.region);
      return registry.register(body, who.user);
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine',
      id: 'getMachine',
      summary: 'One machine',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      answer: api.Machine,
    },
    ({ params, who }) => answers.machine(own(who, params.machine)),
  );
  route(
    {
      method: 'PATCH',
      path: '/machines/:machine',
      id: 'changeMachine',
      summary: 'Mends what was entered of a machine',
      tag: 'machines',
      deed: 'act',
      params: machineParams,
      body: api.MachineChange,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      await registry.change(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/secret',
      id: 'renewSecret',
      summary: 'A new secret; the old one stops working at once',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      status: 201,
      answer: api.MachineSecret,
    },
    ({ params, who }) => registry.renewSecret(own(who, params.machine)),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/move',
      id: 'moveMachine',
      summary: 'It stands elsewhere from a day on',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      body: api.Move,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      intoArea(who, body.region);
      await registry.move(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/retire',
      id: 'retireMachine',
      summary: 'Its last day of service; its history stays',
      tag: 'machines',
      deed: 'administer',
      params: machineParams,
      body: api.Retire,
      answer: api.Machine,
    },
    async ({ params, body, who }) => {
      await registry.retire(own(who, params.machine), body);
      return answers.machine(params.machine);
    },
  );
}
