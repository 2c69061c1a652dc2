import * as api from '../../../../shared/contracts/fleet-http.ts';
import { commandView } from '../../../service/queries.ts';
import { machineParams, type RouteContext } from './route-context.ts';

/** What is asked of a kiosk: its configuration and its commands. */
export function addConfiguration(context: RouteContext): void {
  const { route, service, own } = context;
  const { queries, configuration, commands } = service;
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
    ({ params, principal }) => queries.config(own(principal, params.machine)),
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
    async ({ params, body, principal }) => {
      await configuration.configure(own(principal, params.machine), body, principal.user);
      return queries.config(params.machine);
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
    ({ params, query, principal }) =>
      queries.commands(own(principal, params.machine), query.cursor ?? null, query.limit),
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
    async ({ params, body, principal }) =>
      commandView(await commands.request(own(principal, params.machine), body, principal.user)),
  );
}
