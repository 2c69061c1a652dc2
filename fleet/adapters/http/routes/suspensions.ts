import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { spanFields, suspensionFields } from '../audited-fields.ts';
import { None } from '../route.ts';
import { machineParams, type RouteContext } from './route-context.ts';

/** Suspensions: days of a machine that do not count. */
export function addSuspensions(context: RouteContext): void {
  addList(context);
  addCorrections(context);
}

/** A machine's suspensions, and a new one. */
function addList({ machineRoute, service: { suspensions } }: RouteContext): void {
  machineRoute(
    {
      method: 'GET',
      path: '/machines/:machine/suspensions',
      id: 'listSuspensions',
      summary: 'Days that do not count',
      tag: 'machines',
      permission: 'read',
      answer: api.SuspensionList,
    },
    ({ machine }) => ({
      suspensions: suspensions.of(machine).map(({ machine: _, ...each }) => each),
      removed: suspensions.removedOf(machine).map(({ machine: _, ...each }) => each),
    }),
  );
  machineRoute(
    {
      method: 'POST',
      path: '/machines/:machine/suspensions',
      id: 'suspendMachine',
      summary: 'Excludes days from its pace for a reason; it still gives out',
      tag: 'machines',
      permission: 'act',
      body: api.NewSuspension,
      status: 201,
      answer: api.Suspension,
      audit: { asked: ({ body }) => spanFields(body), result: ({ id }: api.Suspension) => ({ subject: id }) },
    },
    ({ machine, body, principal }) => suspensions.add(machine, body, principal.user),
  );
}

/** Correcting, ending and removing a suspension. */
function addCorrections({ machineRoute, service }: RouteContext): void {
  const { suspensions } = service;
  const one = machineParams.extend({ suspension: z.string().max(64) });
  machineRoute(
    {
      method: 'PATCH',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'changeSuspension',
      summary: 'Corrects or ends a suspension',
      tag: 'machines',
      permission: 'act',
      params: one,
      body: api.SuspensionChange,
      answer: api.Suspension,
      audit: {
        about: ({ params }) => ({ subject: params.suspension }),
        asked: ({ body }) => spanFields(body),
        here: ({ params }) => suspensionFields(service, params.machine, params.suspension),
      },
    },
    ({ machine, params, body, principal }) => suspensions.change(machine, params.suspension, body, principal.user),
  );
  machineRoute(
    {
      method: 'DELETE',
      path: '/machines/:machine/suspensions/:suspension',
      id: 'dropSuspension',
      summary: 'Removes a suspension, so that its days count; who, when and why stays to be seen',
      tag: 'machines',
      permission: 'act',
      params: one,
      query: api.SuspensionRemoval,
      status: 204,
      answer: None,
      audit: {
        about: ({ params }) => ({ subject: params.suspension }),
        here: ({ params }) => suspensionFields(service, params.machine, params.suspension),
        why: ({ query }) => query.why || null,
      },
    },
    ({ machine, params, query, principal }) =>
      suspensions.drop(machine, params.suspension, principal.user, query.why || null),
  );
}
