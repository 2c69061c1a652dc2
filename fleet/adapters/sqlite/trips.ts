import type { Trip } from '../../../shared/contracts/fleet/trip.ts';
import type { MaybeSync } from '../../ports/maybe-sync.ts';
import type { TimePosition } from '../../ports/page.ts';
import type { TripStore } from '../../ports/trip-store.ts';
import type { Connection } from './connection/database.ts';
import { pageAfter, Where } from './list-query.ts';

/** Trips, as the writer writes them. */
export function tripWriter(db: Connection): MaybeSync<Pick<TripStore, 'saveTrip'>> {
  const save = db.prepare('INSERT INTO trip VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET doc = excluded.doc');
  return { saveTrip: (trip) => void save.run(trip.id, trip.at, JSON.stringify(trip)) };
}

/** Trips, as a reader reads them. */
export const tripReader = (db: Connection): MaybeSync<Pick<TripStore, 'trip' | 'trips'>> => ({
  trip: (id) => {
    const doc = db.prepare('SELECT doc FROM trip WHERE id = ?').pluck().get(id) as string | undefined;
    return doc === undefined ? null : (JSON.parse(doc) as Trip);
  },
  trips: (area, after, limit) => {
    const where = new Where().within(area, "json_extract(doc, '$.region')");
    const total = db
      .prepare(`SELECT count(*) FROM trip WHERE ${where}`)
      .pluck()
      .get(...where.values) as number;
    if (after) where.and('(at, id) < (?, ?)', ...after);
    const rows = db
      .prepare(`SELECT id, at, doc FROM trip WHERE ${where} ORDER BY at DESC, id DESC LIMIT ?`)
      .all(...where.values, limit + 1) as { id: string; at: number; doc: string }[];
    const { items, next } = pageAfter(rows, limit, ({ at, id }): TimePosition => [at, id]);
    return { items: items.map(({ doc }) => JSON.parse(doc) as Trip), total, next };
  },
});
