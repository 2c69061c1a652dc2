import { z } from 'zod';
import { isWithin } from '../../../../shared/areas/jiangxi.ts';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { bilingual } from '../../../../shared/contracts/meaning.ts';
import { StaffId } from '../../../../shared/contracts/staff.ts';
import { requireArea, requireVisible } from '../../../auth/permissions.ts';
import type { Principal } from '../../../registry/records.ts';
import { type PersonWithPin, staffView } from '../../../service/staff.ts';
import type { RouteContext } from './route-context.ts';

const one = z.object({ person: StaffId });
const common = { tag: 'staff', permission: 'administer' } as const;

const withPin = ({ person, pin }: PersonWithPin): api.StaffWithPin => ({ ...staffView(person, null), pin });

/** The people who work at machines. PINs are in no answer, except for one that was just drawn. */
export function addStaff(context: RouteContext): void {
  addStaffList(context);
  addStaffChanges(context);
}

function addStaffList({ route, service }: RouteContext): void {
  const { queries } = service;
  const { staff } = service.ofAreas;
  route(
    {
      method: 'GET',
      path: '/staff',
      id: 'listStaff',
      summary: 'The people who may work at machines of an area',
      tag: 'staff',
      permission: 'read',
      query: api.StaffQuery,
      answer: api.StaffPeople,
    },
    async ({ query, principal }) => {
      const area = queries.area(query.region, principal.area);
      return { asOf: service.now(), staff: await staff.list(area) };
    },
  );
  route(
    {
      ...common,
      method: 'POST',
      path: '/staff',
      id: 'addStaff',
      summary: 'Enters a person; a PIN that is drawn for them is in this answer only',
      body: api.NewStaff,
      status: 201,
      answer: api.StaffWithPin,
      audit: {
        about: ({ body }) => ({ region: body.area }),
        asked: ({ body: { name, role, area, machines } }) => ({ person: name, role, area, machines, pin: true }),
        result: ({ id }: api.StaffWithPin) => ({ subject: id }),
      },
    },
    async ({ body, principal }) => {
      requireArea(principal, body.area);
      return withPin(await staff.add(body, principal.user));
    },
  );
}

function addStaffChanges({ route, service }: RouteContext): void {
  const { staff } = service.ofAreas;
  const region = (id: string) => staff.find(id)?.area ?? null;
  /** Who works only outside of the principal's area is refused as if they did not exist. */
  const requireOwn = (principal: Principal, id: string): void => {
    const found = staff.find(id);
    if (found && isWithin(principal.area, found.area)) requireArea(principal, found.area);
    else requireVisible(principal, found && { region: found.area }, bilingual('such person', '这名工作人员'));
  };
  route(
    {
      ...common,
      method: 'PATCH',
      path: '/staff/:person',
      id: 'changeStaff',
      summary:
        'Another name, role or place of work, or a stop: each machine refuses a stopped person once it has heard so',
      params: one,
      body: api.StaffChange,
      answer: api.StaffPerson,
      audit: {
        about: ({ params }) => ({ subject: params.person, region: region(params.person) }),
        asked: ({ body: { name, role, area, machines, stopped } }) => ({ person: name, role, area, machines, stopped }),
        here: ({ params }) => {
          const found = staff.find(params.person);
          if (!found) return null;
          const { name, role, area, machines, stopped } = found;
          return { person: name, role, area, machines, stopped: stopped !== null };
        },
      },
    },
    async ({ params, body, principal }) => {
      requireOwn(principal, params.person);
      if (body.area !== undefined) requireArea(principal, body.area);
      return staffView(await staff.change(params.person, body, principal.user), null);
    },
  );
  route(
    {
      ...common,
      method: 'POST',
      path: '/staff/:person/pin',
      id: 'renewStaffPin',
      summary: 'Another PIN; one that is drawn is in this answer only',
      params: one,
      body: api.NewStaffPin,
      answer: api.StaffWithPin,
      audit: {
        about: ({ params }) => ({ subject: params.person, region: region(params.person) }),
        asked: () => ({ pin: true }),
      },
    },
    async ({ params, body, principal }) => {
      requireOwn(principal, params.person);
      return withPin(await staff.renewPin(params.person, body.pin, principal.user));
    },
  );
}
