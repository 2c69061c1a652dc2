import { describe, expect, it } from 'vitest';
import type { TripStore } from '../../../fleet/ports/trip-store.ts';
import type { Trip } from '../../../shared/contracts/fleet/trip.ts';
import { noon } from '../../support/fleet/two-machines.ts';
import { openedStore, type UnderTest } from './under-test.ts';

const trip = (id: string, at: number, region = '360102'): Trip => ({
  ...{ id, at, region, name: `trip ${id}`, day: '2026-11-30', person: 'Wang', by: 'ann', closed: null },
  plan: { asOf: at, day: '2026-11-29', region, stops: [], total: 0, sum: [], takeOutSum: [], next: null },
});

/** What every implementation of `TripStore` does. */
export function tripStoreSuite(name: string, open: () => Promise<UnderTest<TripStore>>): void {
  describe(`trips: ${name}`, () => {
    const opened = openedStore(open);

    it('keeps trips over a restart, and pages through those of an area, the newest first', async () => {
      const trips = [trip('a', noon), trip('b', noon), trip('c', noon + 1, '3601'), trip('d', noon + 2, '360403')];
      for (const each of trips) await opened.store.saveTrip(each);
      await opened.reopen();
      const ids = (page: { readonly items: readonly Trip[] }) => page.items.map(({ id }) => id);
      const first = await opened.store.trips('3601', null, 2);
      expect([ids(first), first.total]).toEqual([['c', 'b'], 3]);
      expect(ids(await opened.store.trips('3601', first.next, 2))).toEqual(['a']);
      expect(ids(await opened.store.trips('360102', null, 9))).toEqual(['b', 'a']);
      expect(await opened.store.trip('d')).toEqual(trips[3]);
      expect(await opened.store.trip('e')).toBeNull();
      const closed = { ...trip('a', noon), closed: { state: 'done' as const, at: noon, by: 'bob', note: '' } };
      await opened.store.saveTrip(closed);
      expect(await opened.store.trip('a')).toEqual(closed);
    });
  });
}
