import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireMayConfigure } from '../../../auth/may-configure.ts';
import { commandView } from '../../../service/command-page.ts';
import { configFields } from '../audited-fields.ts';
import type { RouteContext } from './route-context.ts';

/** What is asked of a kiosk: its configuration and its commands. */
export function addConfiguration(context: RouteContext): void {
  const { machineRoute, service } = context;
  const { queries, configuration, commands } = service;
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/config',
      id: 'getConfig',
      summary: 'The configuration asked for, and the one in force',
      tag: 'configuration',
      permission: 'read',
      answer: api.ConfigView,
    },
    ({ machine }) => queries.config(machine),
  );
  machineRoute(
    {
      method: 'PUT',
      path: '/machines/:machine/config',
      id: 'askForConfig',
      summary: 'Asks for another planogram, recalls and limits',
      tag: 'configuration',
      permission: ['stock', 'machine'],
      body: api.ConfigChange,
      answer: api.ConfigView,
      audit: {
        asked: ({ body: { lanes, recalls, limits } }) => ({ lanes, recalls, limits }),
        here: ({ params }) => configFields(service, params.machine),
      },
    },
    async ({ machine, body, principal }) => {
      requireMayConfigure(principal, queries.config(machine).asked, body);
      await configuration.configure(machine, body, principal.user);
      return queries.config(machine);
    },
  );
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/commands',
      id: 'listCommands',
      summary: 'Its commands, newest first',
      tag: 'configuration',
      permission: 'read',
      query: api.CommandQuery,
      answer: api.CommandList,
    },
    ({ machine, query }) => queries.commands(machine, query),
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/commands',
      id: 'askCommand',
      summary: 'Sends a command to the kiosk; no command gives out a box',
      tag: 'configuration',
      permission: 'machine',
      body: api.NewCommand,
      status: 201,
      answer: api.CommandView,
      audit: {
        asked: ({ body: { kind, lane } }) => ({ command: kind, lane }),
        result: ({ id }: api.CommandView) => ({ subject: id }),
      },
    },
    async ({ machine, body, principal }) => commandView(await commands.request(machine, body, principal.user)),
  );
}
