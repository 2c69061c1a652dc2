import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { None } from '../route.ts';
import { type Desk, machineParams } from './desk.ts';

/** Planned stops of a machine. */
export function addSuspensions(desk: Desk): void {
  const { route, service, own } = desk;
  const { registry } = service;
  const one = machineParams.extend({ suspension: z.string().max(64) });
  route(
    {
      method: 'GET',
      path: '/machines/:machine/suspensions',
      id: 'listSuspensions',
      summary: 'Its planned stops',
      tag: 'machines',
      deed: 'read',
      params: machineParams,
      answer: api.SuspensionList,
    },
    ({ params, who }) => ({
      suspensions: registry.suspensions(own(who, params.machine)).map(({ machine: _, ...each }) => each),
    }),
  );
  route(
    {
      method: 'POST',
      path: '/machines/:machine/suspensions',
      id: 'suspendMachine',
      summary: 'Takes it out of service for a reason',
      tag: 'machines',
      deed: 'act',
      params: machineParams,
      body: api.NewSuspension,
      status: 201,
      answer: api.Suspension,
    },
    ({ params, body, who }) => registry.suspend(own(who, params.machine), body, who.user),
  );
  route(
    {
      method: 'PATCH',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'changeSuspension',
      summary: 'Mends or ends a stop',
      tag: 'machines',
      deed: 'act',
      params: one,
      body: api.SuspensionChange,
      answer: api.Suspension,
    },
    ({ params, body, who }) => registry.changeSuspension(own(who, params.machine), params.suspension, body),
  );
  route(
    {
      method: 'DELETE',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'dropSuspension',
      summary: 'Takes a stop back',
      tag: 'machines',
      deed: 'act',
      params: one,
      status: 204,
      answer: None,
    },
    ({ params, who }) => registry.dropSuspension(own(who, params.machine), params.suspension),
  );
}
