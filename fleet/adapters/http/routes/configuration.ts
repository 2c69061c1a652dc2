import * as api from '../../../../shared/contracts/fleet-http.ts';
import { commandView } from '../../../service/queries.ts';
import { machineParams, type RouteContext } from './route-context.ts';

/** What is asked of a kiosk: its configuration and its commands. */
export function addConfiguration(context: RouteContext): void {
  const { route, service, own } = context;
  const { queries: answers, registry } = service;
  route(
    {
      method: 'GET',
      path: '/machines/:machine/config',
      id: 'getConfig',
      summary: 'Asked for and in force',
      tag: 'configuration',
      permission: 'read',
      params: machineParams,
      answer: api.ConfigView,
    },
    ({ params, principal: who }) => answers.config(own(who, params.machine)),
  );
  route(
    {
      method: 'PUT',
      path: '/machines/:machine/config',
      id: 'askForConfig',
      summary: 'Asks for another planogram, recalls and limits',
      tag: 'configuration',
      permission: 'act',
      params: machineParams,
      body: api.ConfigChange,
      answer: api.ConfigView,
    },
    async ({ params, body, principal: who }) => {
      await registry.configure(own(who, params.machine), body, who.user);
      return answers.config(params.machine);
    },
  );
  route(
    {
      method: 'GET',
      path: '/machines/:machine/commands',
      id: 'listCommands',
      summary: 'Its commands, the newest first',
      tag: 'configuration',
      permission: 'read',
      params: machineParams,
      query: api.CommandQuery,
      answer: api.CommandList,
    },
    ({ params, query, principal: who }) =>
      answers.commands(own(who, params.machine), query.cursor ?? null, query.limit),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/commands',
      id: 'askCommand',
      summary: 'Asks the kiosk to do something; never to give out',
      tag: 'configuration',
      permission: 'act',
      params: machineParams,
      body: api.NewCommand,
      status: 201,
      answer: api.CommandView,
    },
    async ({ params, body, principal: who }) =>
      commandView(await registry.command(own(who, params.machine), body, who.user)),
  );
}
