import type { Trip } from '../../shared/contracts/fleet/trip.ts';
import type { Page } from './page.ts';

/** Trips that people keep. Saving one again replaces it. */
export interface TripStore {
  /** The trips inside an area, the newest first. */
  trips(area: string, cursor: string | null, limit: number): Promise<Page<Trip>>;
  /** Null if there is no such trip. */
  trip(id: string): Promise<Trip | null>;
  saveTrip(trip: Trip): Promise<void>;
}
