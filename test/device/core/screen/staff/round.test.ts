import { describe, expect, it } from 'vitest';
import { technician, visiting } from '../../../../support/device/staff-side.ts';
import { lane, one } from '../../../../support/device/values.ts';

const round = { do: 'open', part: 'round' } as const;

const stock = (visit: ReturnType<typeof visiting>): number[] => [1, 2].map((n) => visit.kiosk.lane(n).stock);

describe('the guided round', () => {
  it('enters counts, removals and loads of several lanes in one record, by person', () => {
    const visit = visiting().signIn().do(round);
    const before = visit.kiosk.disk.events().length;
    visit.fill(1, 5, ['B1', '2029-03-31', 3]).fill(2, 4, ['B1', '2029-03-31', 2]);
    expect(visit.kiosk.disk.events()).toHaveLength(before);
    expect(visit.do({ do: 'confirm' }).shows).toMatchObject({
      step: 'review',
      lines: [
        { lane: 1, before: 5, counted: 5, removed: 0, added: 3, after: 8 },
        { lane: 2, before: 5, counted: 4, removed: 0, added: 2, after: 6 },
      ],
    });
    visit.do({ do: 'confirm' });
    expect(visit.shows).toEqual({ step: 'entered', lanes: 2, added: 5, removed: 0, warned: false });
    const lines = visit.kiosk.disk.events().slice(before);
    expect(new Set(lines.map(({ run, up }) => `${run} ${up}`)).size).toBe(1);
    expect(lines.filter(({ kind }) => kind !== 'lane')).toMatchObject([
      { kind: 'counted', lane: 1, stock: 5, was: 5, by: '王芳', person: 'p-1' },
      { kind: 'counted', lane: 2, stock: 4, was: 5, reason: 'miscounted', person: 'p-1' },
      { kind: 'restocked', lane: 1, lot: 'B1', added: 3, stock: 8, person: 'p-1' },
      { kind: 'restocked', lane: 2, lot: 'B1', added: 2, stock: 6, person: 'p-1' },
    ]);
    expect(visit.do({ do: 'back' }).shows).toMatchObject({ step: 'home', last: { lanes: 2, added: 5 }, drafted: 0 });
  });

  it('case 29: a power cut at any step leaves none of three lanes, or all', () => {
    const steps = [
      (visit: ReturnType<typeof visiting>) => visit.fill(1, 5, ['B1', '2029-03-31', 3]),
      (visit: ReturnType<typeof visiting>) => visit.fill(2, 5, ['B1', '2029-03-31', 3]),
      (visit: ReturnType<typeof visiting>) => visit.do({ do: 'confirm' }),
      (visit: ReturnType<typeof visiting>) => visit.do({ do: 'confirm' }),
    ];
    for (let done = 0; done <= steps.length; done += 1) {
      const visit = visiting().signIn().do(round);
      for (const step of steps.slice(0, done)) step(visit);
      visit.at.restart();
      expect(stock(visit)).toEqual(done < steps.length ? [5, 5] : [8, 8]);
      visit.signIn();
      expect(visit.shows).toMatchObject({ step: 'home', drafted: 0 });
      // What was confirmed before is not there to be confirmed again.
      visit.do({ do: 'confirm' });
      expect(stock(visit)).toEqual(done < steps.length ? [5, 5] : [8, 8]);
    }
  });

  it('enters nothing while the disk cannot be written, and once when it can again', () => {
    const visit = visiting().signIn().do(round).fill(1, 5, ['B1', '2029-03-31', 3]);
    visit.do({ do: 'confirm' });
    visit.kiosk.disk.failing = 'disk-full';
    visit.do({ do: 'confirm' });
    expect(visit.shows).toMatchObject({ step: 'review' });
    visit.kiosk.disk.failing = null;
    visit.kiosk.pass(10_000);
    expect(stock(visit)).toEqual([5, 5]);
    visit.do({ do: 'confirm' });
    expect(stock(visit)).toEqual([8, 5]);
  });

  it('case 30: a difference needs a reason; nobody else can start a dispense meanwhile', () => {
    const visit = visiting()
      .signIn()
      .do(round, { do: 'lane', lane: lane(1) });
    expect(visit.shows).toMatchObject({ step: 'count', lane: 1, book: null, most: 10 });
    visit.do({ do: 'boxes', boxes: 4 });
    expect(visit.shows).toMatchObject({ step: 'difference', counted: 4, book: 5 });
    expect(visit.at.act({ do: 'start' })).toBe(false);
    visit.at.lay('000000199001010018');
    expect(visit.shows).toMatchObject({ step: 'difference' });
    visit.do({ do: 'reason', reason: 'missing' }, { do: 'confirm' }).enter();
    expect(visit.kiosk.disk.events().findLast(({ kind }) => kind === 'counted')).toMatchObject({ reason: 'missing' });
    visit.do({ do: 'sign-out' });
    expect(visit.at.shows.screen).toBe('idle');
    visit.at.lay('000000199001010018');
    visit.at.choose();
    visit.kiosk.looked();
    visit.kiosk.turned(one);
    expect(visit.at.shows.screen).toBe('take');
  });

  it('names what is expired or recalled with lane, lot and number, and takes out what was counted', () => {
    const visit = visiting({ recalls: [{ product: 'CD-M', lot: 'A1' }] })
      .signIn()
      .do(round);
    expect(visit.shows).toMatchObject({
      lanes: [
        { lane: 1, need: 'unfit' },
        { lane: 2, need: 'unfit' },
      ],
    });
    visit.do({ do: 'lane', lane: lane(1) }, { do: 'boxes', boxes: 5 });
    expect(visit.shows).toMatchObject({ step: 'remove', lane: 1, lot: 'A1', boxes: 5, from: 1, reason: 'recalled' });
    visit.do({ do: 'boxes', boxes: 6 });
    expect(visit.shows).toMatchObject({ step: 'remove' });
    visit.do({ do: 'boxes', boxes: 5 });
    expect(visit.shows).toMatchObject({ step: 'load', room: 10 });
    visit.do({ do: 'lot', lot: 'C1', expires: '2029-03-31' }, { do: 'boxes', boxes: 10 }, { do: 'confirm' }).enter();
    expect(visit.kiosk.lane(1)).toMatchObject({ stock: 10, state: 'ready' });
  });

  it('goes on with a round after the time is over, and counts a lane again if boxes moved meanwhile', () => {
    const visit = visiting().signIn().do(round).fill(1, 5, ['B1', '2029-03-31', 1]);
    visit.kiosk.pass(180_000);
    expect(visit.at.shows.screen).toBe('idle');
    visit.signIn(technician);
    expect(visit.shows).toMatchObject({ drafted: 0 });
    visit.do({ do: 'sign-out' });
    visit.signIn();
    expect(visit.shows).toMatchObject({ drafted: 1 });
    visit.do(round);
    expect(visit.shows).toMatchObject({ mayReview: true, lanes: [{ done: true }, { done: false }] });
    visit.kiosk.restock(1, 1);
    expect(visit.shows).toMatchObject({ mayReview: false, lanes: [{ done: false }, { done: false }] });
  });

  it('takes boxes out to be returned, of several lanes at once', () => {
    const visit = visiting().signIn(technician).do({ do: 'open', part: 'return' });
    for (const n of [1, 2]) visit.do({ do: 'lane', lane: lane(n) }, { do: 'boxes', boxes: n });
    visit.enter();
    expect(stock(visit)).toEqual([4, 3]);
    expect(visit.kiosk.disk.events().filter(({ kind }) => kind === 'removed')).toMatchObject([
      { lane: 1, lot: 'A1', removed: 1, reason: 'returned', person: 'p-2' },
      { lane: 2, lot: 'A1', removed: 2, reason: 'returned', person: 'p-2' },
    ]);
  });
});
