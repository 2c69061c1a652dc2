import { useQuery } from '@tanstack/react-query';
import type { Trip, TripList } from '../../../shared/contracts/fleet-http.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { usePages } from './use-pages.ts';

/** Trips on one page of their list. */
export const tripsPerPage = 30;

/** The address of a trip in the API. */
export const tripPath = (id: string, rest = ''): string => `/trips/${encodeURIComponent(id)}${rest}`;

const joinTrips = (pages: readonly TripList[], last: TripList): TripList => ({
  ...last,
  trips: pages.flatMap(({ trips }) => trips),
});

/** The trips of an area, page by page. */
export const useTrips = (region: string) =>
  usePages<TripList>({
    queryKey: keys.trips({ region }),
    address: '/trips',
    query: { region },
    atFirst: tripsPerPage,
    aPage: tripsPerPage,
    join: joinTrips,
  });

/** One trip, with its sheet. */
export const useTrip = (id: string) =>
  useQuery({ queryKey: keys.trips({ id }), queryFn: ({ signal }) => api.get<Trip>(tripPath(id), {}, signal) });
