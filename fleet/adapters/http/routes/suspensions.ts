import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { None } from '../route.ts';
import { machineParams, type RouteContext } from './route-context.ts';

/** Days of a machine that don't count. */
export function addSuspensions(context: RouteContext): void {
  const { route, service, own } = context;
  const { suspensions } = service;
  const one = machineParams.extend({ suspension: z.string().max(64) });
  route(
    {
      method: 'GET',
      path: '/machines/:machine/suspensions',
      id: 'listSuspensions',
      summary: 'Days that do not count',
      tag: 'machines',
      permission: 'read',
      params: machineParams,
      answer: api.SuspensionList,
    },
    ({ params, principal }) => ({
      suspensions: suspensions.of(own(principal, params.machine)).map(({ machine: _, ...each }) => each),
    }),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/suspensions',
      id: 'suspendMachine',
      summary: 'Takes days out of its pace for a reason; it goes on giving out',
      tag: 'machines',
      permission: 'act',
      params: machineParams,
      body: api.NewSuspension,
      status: 201,
      answer: api.Suspension,
    },
    ({ params, body, principal }) => suspensions.add(own(principal, params.machine), body, principal.user),
  );
  route(
    {
      method: 'PATCH',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'changeSuspension',
      summary: 'Mends or ends a suspension',
      tag: 'machines',
      permission: 'act',
      params: one,
      body: api.SuspensionChange,
      answer: api.Suspension,
    },
    ({ params, body, principal }) => suspensions.change(own(principal, params.machine), params.suspension, body),
  );
  route(
    {
      method: 'DELETE',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'dropSuspension',
      summary: 'Takes a suspension back',
      tag: 'machines',
      permission: 'act',
      params: one,
      status: 204,
      answer: None,
    },
    ({ params, principal }) => suspensions.drop(own(principal, params.machine), params.suspension),
  );
}

/** Whether a machine gives out at all: another thing than whether its days count. */
export function addStops(context: RouteContext): void {
  const { route, service, own } = context;
  const { configuration, queries } = service;
  route(
    {
      method: 'POST',
      path: '/machines/:machine/stop',
      id: 'stopMachine',
      summary: 'Asks it to give nothing out until it is resumed',
      tag: 'machines',
      permission: 'act',
      params: machineParams,
      body: api.NewStop,
      answer: api.StopView,
    },
    async ({ params, body, principal }) => {
      await configuration.stopGivingOut(own(principal, params.machine), body, principal.user);
      return queries.stop(params.machine);
    },
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/resume',
      id: 'resumeMachine',
      summary: 'Asks it to give out again',
      tag: 'machines',
      permission: 'act',
      params: machineParams,
      answer: api.StopView,
    },
    async ({ params, principal }) => {
      await configuration.resumeGivingOut(own(principal, params.machine), principal.user);
      return queries.stop(params.machine);
    },
  );
}
