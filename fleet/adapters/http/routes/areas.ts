import { z } from 'zod';
import { areas, isWithin } from '../../../../shared/areas/jiangxi.ts';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { RouteContext } from './route-context.ts';

/** The tree of areas, and one area. */
export function addAreas(context: RouteContext): void {
  const { route, service } = context;
  const { queries } = service;
  route(
    {
      method: 'GET',
      path: '/regions',
      id: 'listRegions',
      summary: 'The tree of areas',
      tag: 'areas',
      permission: 'read',
      answer: api.AreaTree,
    },
    ({ principal }) => ({
      root: principal.area,
      areas: areas.filter((area) => isWithin(area.code, principal.area)),
    }),
  );
  route(
    {
      method: 'GET',
      path: '/regions/:code',
      id: 'getRegion',
      summary: 'An area: both readings of the pace, stock, health',
      tag: 'areas',
      permission: 'read',
      params: z.object({ code: api.AreaCode }),
      answer: api.AreaView,
    },
    ({ params, principal }) => queries.region(params.code, principal.area),
  );
}
