import { areaCode, isWithin } from '../../shared/areas/jiangxi.ts';
import type { SiteContact } from '../../shared/contracts/fleet/site-contact.ts';
import type { CloseTrip, NewTrip, Trip, TripList, TripQuery } from '../../shared/contracts/fleet/trip.ts';
import type { MachineId } from '../../shared/contracts/ids.ts';
import { cursorsOf } from '../cursor.ts';
import { KeyedMutex } from '../keyed-mutex.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { TripStore } from '../ports/trip-store.ts';
import { RefusedError } from '../refused.ts';
import type { Machines } from '../state/machine-state.ts';
import type { Queries } from './queries.ts';

/** What trips need. */
export interface TripDependencies {
  readonly store: TripStore;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'uuid'>;
  readonly machines: Machines;
  readonly queries: Pick<Queries, 'area' | 'restock'>;
}

const cursors = cursorsOf('trips', ['number', 'text']);

/** Trips that people keep: a restock sheet with a name, a day and a person. They book nothing. */
export class TripService {
  readonly #deps: TripDependencies;
  readonly #mutex = new KeyedMutex<string>();

  constructor(deps: TripDependencies) {
    this.#deps = deps;
  }

  /** A page of the trips inside an area. */
  async list(query: TripQuery, own: string): Promise<TripList> {
    const { store, clock, queries } = this.#deps;
    const area = queries.area(query.region, own);
    const page = await store.trips(area, cursors.read(query.cursor), query.limit);
    const trips = page.items.map(({ plan, ...trip }) => ({
      ...trip,
      machines: plan.stops.length,
      boxes: plan.sum.reduce((sum, { boxes }) => sum + boxes, 0),
    }));
    return { asOf: clock.now(), total: page.total, trips, next: page.next && cursors.write(...page.next) };
  }

  /**
   * A trip as somebody of an area sees it. Whom to call at a site is read now, and shown to those
   * who may see the machine now. Null if there is no such trip.
   */
  async find(id: string, own: string): Promise<Trip | null> {
    const trip = await this.#deps.store.trip(id);
    return trip && this.#withContacts(trip, own);
  }

  #withContacts(trip: Trip, own: string): Trip {
    return withContacts(trip, (machine) => {
      const record = this.#deps.machines.get(machine as MachineId)?.record;
      return record && isWithin(record.region, own) ? (record.contact ?? null) : null;
    });
  }

  /** Keeps the restock sheet of this moment. Refuses a sheet without a machine. */
  async add({ name, day, person, ...selection }: NewTrip, own: string, by: string): Promise<Trip> {
    const { store, clock, ids, queries } = this.#deps;
    const plan = await queries.restock(selection, own);
    if (plan.stops.length === 0)
      throw new RefusedError('invalid', 'machine: a trip needs a machine', '出车单至少要有一台机器');
    const region = areaCode(plan.region);
    const trip: Trip = { id: ids.uuid(), name, day, person, region, at: clock.now(), by, closed: null, plan };
    await store.saveTrip(withContacts(trip, () => null));
    return trip;
  }

  /** Marks a trip as done or cancelled. Refuses one that is closed already. */
  close(id: string, { state, note }: CloseTrip, own: string, by: string): Promise<Trip> {
    const { store, clock } = this.#deps;
    return this.#mutex.take(id, async () => {
      const before = await store.trip(id);
      if (!before) throw new RefusedError('not-found', 'there is no such trip', '没有这张出车单');
      if (before.closed !== null)
        throw new RefusedError('changed-meanwhile', 'it is closed already', '这张出车单已经结束');
      const trip = { ...before, closed: { state, note, at: clock.now(), by } };
      await store.saveTrip(withContacts(trip, () => null));
      return this.#withContacts(trip, own);
    });
  }
}

/** A trip with these contacts at its sites. */
const withContacts = (trip: Trip, contactOf: (machine: string) => SiteContact | null): Trip => ({
  ...trip,
  plan: { ...trip.plan, stops: trip.plan.stops.map((stop) => ({ ...stop, contact: contactOf(stop.machine) })) },
});
