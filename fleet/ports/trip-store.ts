import type { Trip } from '../../shared/contracts/fleet/trip.ts';
import type { Page, TimePosition } from './page.ts';

/** Trips that people keep. Saving one again replaces it. */
export interface TripStore {
  /** The trips inside an area after a position, the newest first. */
  trips(area: string, after: TimePosition | null, limit: number): Promise<Page<Trip>>;
  /** Null if there is no such trip. */
  trip(id: string): Promise<Trip | null>;
  saveTrip(trip: Trip): Promise<void>;
}
