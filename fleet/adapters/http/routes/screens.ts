import { z } from 'zod';
import type { AuditFields } from '../../../../shared/contracts/fleet/audit.ts';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { requireArea } from '../../../auth/permissions.ts';
import type { RouteContext } from './route-context.ts';

const one = z.object({ area: api.AreaCode });
const tag = 'screens';

/** What was set, without the telephone number: entries of the audit log are never deleted. */
const fieldsOf = (set: Omit<api.ScreenWish, 'basedOn' | 'rules'> & { readonly rules: unknown }): AuditFields => ({
  rules: set.rules,
  contact: set.phone !== null,
  discreet: set.discreet,
  volume: set.volume,
  servicePoints: set.servicePoints?.length ?? null,
});

const ownFields = (own: api.ScreenChoice | null): AuditFields | null => own && fieldsOf(own);

/** What screens say and by which rules machines give out: for areas, and for single machines. */
export function addScreens(context: RouteContext): void {
  addAreaScreens(context);
  addMachineScreens(context);
}

function addAreaScreens({ route, service }: RouteContext): void {
  const { screens } = service.ofAreas;
  const path = '/screen-settings/:area' as const;
  route(
    {
      method: 'GET',
      path,
      id: 'getAreaScreen',
      summary: 'What was set for the screens of an area, and what applies there',
      tag,
      permission: 'read',
      params: one,
      answer: api.AreaScreen,
    },
    ({ params, principal }) => {
      requireArea(principal, params.area);
      return screens.ofArea(params.area);
    },
  );
  route(
    {
      method: 'PUT',
      path,
      id: 'setAreaScreen',
      summary: 'Sets what screens of an area say, and by which rules its machines give out',
      tag,
      permission: 'administer',
      params: one,
      body: api.ScreenWish,
      answer: api.AreaScreen,
      audit: {
        about: ({ params }) => ({ region: params.area }),
        asked: ({ body }) => fieldsOf({ ...body, rules: body.rules && [body.rules] }),
        here: ({ params }) => ownFields(screens.own({ area: params.area })),
      },
    },
    async ({ params, body, principal }) => {
      requireArea(principal, params.area);
      await screens.setForArea(params.area, body, principal.user);
      return screens.ofArea(params.area);
    },
  );
}

function addMachineScreens({ machineRoute, service }: RouteContext): void {
  const { screens } = service.ofAreas;
  const ofMachine = '/machines/:machine/screen-settings' as const;
  machineRoute(
    {
      method: 'GET',
      path: ofMachine,
      id: 'getMachineScreen',
      summary: 'What applies at a machine, who may work there, and whether its kiosk has confirmed it',
      tag,
      permission: 'read',
      answer: api.MachineScreen,
    },
    ({ machine }) => screens.ofMachine(machine),
  );
  machineRoute(
    {
      method: 'PUT',
      path: ofMachine,
      id: 'setMachineScreen',
      summary: 'Sets for one machine what differs from its area',
      tag,
      permission: 'administer',
      body: api.ScreenWish,
      answer: api.MachineScreen,
      audit: {
        asked: ({ body }) => fieldsOf({ ...body, rules: body.rules && [body.rules] }),
        here: ({ params }) => ownFields(screens.own({ machine: params.machine })),
      },
    },
    async ({ machine, body, principal }) => {
      await screens.setForMachine(machine, body, principal.user);
      return screens.ofMachine(machine);
    },
  );
}
