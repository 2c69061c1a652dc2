import { z } from 'zod';
import { areas, isWithin } from '../../../../shared/areas/jiangxi.ts';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import type { Desk } from './route-context.ts';

/** The tree of areas, and one area. */
export function addAreas(desk: Desk): void {
  const { route, service } = desk;
  const { answers } = service;
  route(
    {
      method: 'GET',
      path: '/regions',
      id: 'listRegions',
      summary: 'The tree of areas',
      tag: 'areas',
      deed: 'read',
      answer: api.AreaTree,
    },
    ({ who }) => ({
      root: who.area,
      areas: areas.filter((area) => isWithin(area.code, who.area)),
    }),
  );
  route(
    {
      method: 'GET',
      path: '/regions/:code',
      id: 'getRegion',
      summary: 'An area: both readings of the pace, stock, health',
      tag: 'areas',
      deed: 'read',
      params: z.object({ code: api.AreaCode }),
      answer: api.AreaView,
    },
    ({ params, who }) => answers.region(params.code, who.area),
  );
}
