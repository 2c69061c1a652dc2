import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReaderDriver, ReaderEvent } from '../../device/readers/port.ts';

type Happening =
  | { readonly what: 'opened' | 'closed' | 'armed' | 'disarmed' }
  | { readonly what: 'received'; readonly bytes: Uint8Array }
  | { readonly what: 'waits'; readonly ms: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>({ what: 'opened' }, { what: 'closed' }, { what: 'armed' }, { what: 'disarmed' }),
  fc.uint8Array({ maxLength: 700 }).map((bytes) => ({ what: 'received', bytes }) as const),
  fc.integer({ min: 0, max: 5_000 }).map((ms) => ({ what: 'waits', ms }) as const),
);

/**
 * A driver through which things happen, with what it reported; each wake is called when it is due.
 */
function played(driver: ReaderDriver, happenings: readonly Happening[]) {
  const events: ReaderEvent[] = [];
  let now = 0;
  let reopens = 0;
  const settle = (): void => {
    for (const out of driver.take()) {
      if (out.kind === 'event') events.push(out.event);
      if (out.kind === 'reopen') reopens += 1;
    }
  };
  const wait = (ms: number): void => {
    const until = now + ms;
    for (let times = 0; driver.wakeMonoMs !== null && driver.wakeMonoMs <= until; times++) {
      if (times > 1_000) throw new Error('it spins');
      now = Math.max(now, driver.wakeMonoMs);
      driver.wake(now);
      settle();
    }
    now = until;
  };
  for (const each of happenings) {
    if (each.what === 'opened') driver.opened(now);
    else if (each.what === 'closed') driver.closed('port-gone', now);
    else if (each.what === 'received') driver.received(each.bytes, now);
    else if (each.what === 'waits') wait(each.ms);
    else driver.arm(each.what === 'armed', now);
    settle();
  }
  return { events, wait, reopens: () => reopens };
}

/** Every promise of ReaderDriver that does not depend on a protocol; a driver must pass it. */
export function readerSuite(name: string, make: () => ReaderDriver): void {
  describe(`a reader: ${name}`, () => {
    it('property: survives whatever happens, wipes what it got, and reports nothing while not armed', () => {
      fc.assert(
        fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
          const { events } = played(make(), happenings);
          const wiped = happenings.every((each) => each.what !== 'received' || each.bytes.every((byte) => byte === 0));
          const armed = happenings.some(({ what }) => what === 'armed');
          return wiped && (armed || events.every(({ kind }) => kind !== 'card' && kind !== 'scanned'));
        }),
        { numRuns: 60 },
      );
    });

    it('reports a loss once, and asks for its line to be opened again, less and less often', () => {
      const closed = { what: 'closed' } as const;
      const { events, wait, reopens } = played(make(), [{ what: 'opened' }, closed, closed, closed]);
      expect(events.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
      wait(120_000);
      expect(reopens()).toBe(1);
      const losing = make();
      const again = played(losing, [{ what: 'opened' }, closed]);
      for (let minute = 0; minute < 60; minute++) {
        again.wait(60_000);
        losing.closed('port-missing', (minute + 1) * 60_000);
      }
      expect(again.reopens()).toBe(60);
      expect(again.events.filter(({ kind }) => kind === 'lost')).toHaveLength(1);
    });
  });
}
