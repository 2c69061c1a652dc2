import { z } from 'zod';
import * as api from '../../../../shared/contracts/fleet-http.ts';
import { bilingual } from '../../../../shared/contracts/meaning.ts';
import { requireVisible } from '../../../auth/permissions.ts';
import type { RouteContext } from './route-context.ts';

/** Trips: restock sheets that are kept with a name, a day and a person. */
export function addTrips({ route, service: { trips } }: RouteContext): void {
  const one = z.object({ trip: z.string().max(64) });
  route(
    {
      method: 'GET',
      path: '/trips',
      id: 'listTrips',
      summary: 'Trips, the newest first',
      tag: 'restock',
      permission: 'read',
      query: api.TripQuery,
      answer: api.TripList,
    },
    ({ query, principal }) => trips.list(query, principal.area),
  );
  route(
    {
      method: 'POST',
      path: '/trips',
      id: 'addTrip',
      summary: 'Keeps the restock sheet of this moment as a trip; books nothing',
      tag: 'restock',
      permission: 'act',
      body: api.NewTrip,
      status: 201,
      answer: api.Trip,
      audit: {
        about: ({ body }) => ({ region: body.region }),
        asked: ({ body: { name, day, person, region } }) => ({ name, day, person, region }),
        result: ({ id }: api.Trip) => ({ subject: id }),
      },
    },
    ({ body, principal }) => trips.add(body, principal.area, principal.user),
  );
  route(
    {
      method: 'GET',
      path: '/trips/:trip',
      id: 'getTrip',
      summary: 'One trip, with its sheet',
      tag: 'restock',
      permission: 'read',
      params: one,
      answer: api.Trip,
    },
    async ({ params, principal }) =>
      requireVisible(principal, await trips.find(params.trip, principal.area), bilingual('such trip', '这张出车单')),
  );
  route(
    {
      method: 'POST',
      path: '/trips/:trip/close',
      id: 'closeTrip',
      summary: 'Marks a trip as done or cancelled; books nothing',
      tag: 'restock',
      permission: 'act',
      params: one,
      body: api.CloseTrip,
      answer: api.Trip,
      audit: {
        about: ({ params }) => ({ subject: params.trip }),
        asked: ({ body }) => ({ closedAs: body.state, note: body.note }),
      },
    },
    async ({ params, body, principal }) => {
      requireVisible(principal, await trips.find(params.trip, principal.area), bilingual('such trip', '这张出车单'));
      return trips.close(params.trip, body, principal.area, principal.user);
    },
  );
}
