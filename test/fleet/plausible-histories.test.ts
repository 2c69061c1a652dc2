import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../fleet/limits.ts';
import type { Event } from '../../shared/contracts/events.ts';
import { cabinet, type Step, step } from '../support/core-cabinet.ts';
import { Folded } from '../support/fleet/folded.ts';

/**
 * A kiosk's ledgers as the real agent wrote them. All except the last are cut off after a share of
 * their lines, as if the fleet never got the rest.
 */
function ledgersOf(steps: readonly Step[], kept: number): { id: string; lines: readonly string[]; at: number }[] {
  const { kiosk, take } = cabinet();
  for (const each of steps) take(each);
  const all = kiosk.disk.ledgers;
  return all.map(({ id, lines }, index) => ({
    id,
    lines: index === all.length - 1 ? lines : lines.slice(0, Math.ceil(lines.length * kept)),
    at: kiosk.time.at,
  }));
}

const histories = fc.array(step, { maxLength: 60 });

describe('whatever happens at a machine', () => {
  it('nothing that its agent writes is treated as implausible, in however many pieces it comes and whatever was lost', () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom(1, 1, 0.9, 0.5, 0),
        fc.integer({ min: 1, max: 9 }),
        (steps, kept, piece) => {
          const books = new Folded();
          let boxes = 0;
          for (const { id, lines, at } of ledgersOf(steps, kept)) {
            for (let from = 0; from < lines.length; from += piece) books.takes(id, lines.slice(from, from + piece), at);
            for (const line of lines) boxes += counts(JSON.parse(line) as Event);
          }
          expect(books.waiting).toEqual({});
          expect(books.issued()).toBe(boxes);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const counts = (event: Event): number =>
  event.kind === 'issued' || (event.kind === 'settled' && event.issued) ? 1 : 0;

const small = fc.integer({ min: 1, max: 4 });
const stamp = fc.record({ at: fc.constant(Date.UTC(2026, 5, 1)), run: small, up: fc.integer({ min: 0, max: 2000 }) });
const about = fc.record({ lane: small, product: fc.constantFrom('CD-M', 'CD-L') });
const boxes = fc.constantFrom(0, 1, 2, 5, 11, 200, 201, 10_000);
const turn = fc.record({
  request: fc.constant('b0000000-0000-4000-8000-000000000001'),
  txn: small,
  lot: fc.constant(null),
  lane: small,
  product: fc.constantFrom('CD-M', 'CD-L'),
});
const reason = fc.constantFrom('no-drop', 'jam', 'double-drop', 'damaged');

/** Lines that a person could write who has a machine's secret and knows every kind. */
const anyLine = fc
  .tuple(
    fc.oneof(
      turn.map((of) => ({ kind: 'turning', ...of, board: 'LB1', before: null, drops: 0 })),
      turn.map((of) => ({ kind: 'issued', ...of })),
      fc.tuple(turn, reason).map(([of, why]) => ({ kind: 'not-issued', ...of, reason: why })),
      fc.tuple(turn, reason).map(([of, why]) => ({ kind: 'uncertain', ...of, reason: why })),
      fc
        .tuple(turn, fc.boolean(), fc.constantFrom('board', 'count'))
        .map(([of, issued, by]) => ({ kind: 'settled', ...of, issued, by })),
      fc.array(turn, { maxLength: 5 }).map((turns) => ({ kind: 'sensor', state: 'suspect', reason: null, turns })),
      fc
        .tuple(about, boxes)
        .map(([of, added]) => ({ kind: 'restocked', ...of, lot: null, expires: null, added, stock: 0, by: 'x' })),
      fc.tuple(about, boxes, boxes).map(([of, stock, was]) => ({ kind: 'counted', ...of, stock, was, by: 'x' })),
      fc
        .tuple(about, boxes, reason)
        .map(([of, n, why]) => ({ kind: 'removed', ...of, lot: null, removed: n, stock: 0, reason: why, by: 'x' })),
      fc.uniqueArray(small, { maxLength: 4 }).map((lanes) => ({
        kind: 'configured',
        version: 1,
        lanes: lanes.map((lane) => ({ lane, product: 'CD-M', capacity: 10, par: 10 })),
        recalls: [],
        limits: {},
      })),
      fc.constantFrom('start', 'damaged').map((cause) => ({ kind: 'booted', version: '1', cause, ledgerBefore: null })),
    ),
    stamp,
  )
  .map(([fields, at]) => ({ ...fields, ...at }));

describe('whatever somebody writes', () => {
  it('no more boxes are counted than turns were begun, nor than were put in; a break in the ledger allows one turn and full lanes', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 120 }), fc.integer({ min: 1, max: 50 }), (written, piece) => {
        const books = new Folded();
        const lines = written as unknown as (Event & { at: number })[];
        for (let from = 0; from < lines.length; from += piece)
          books.takes('a0000000-0000-4000-8000-000000000001', lines.slice(from, from + piece), Date.UTC(2026, 5, 2));
        let turns = 0;
        let loaded = 0;
        for (const [index, event] of lines.entries()) {
          if (books.timestamps[index]?.uncounted !== null) continue;
          if (event.kind === 'turning') turns += 1;
          if (event.kind === 'restocked') loaded += event.added;
          if (event.kind === 'counted') loaded += event.stock;
          if (event.kind === 'booted' && index > 0 && event.cause === 'damaged') {
            turns += 1 + 4 * limits.laneBoxes;
            loaded += 4 * limits.laneBoxes;
          }
        }
        expect(books.issued()).toBeLessThanOrEqual(turns);
        expect(books.issued()).toBeLessThanOrEqual(loaded);
        expect(books.stock).toBeLessThanOrEqual(loaded + books.account.books.uncertain.size);
        for (const { lots } of books.account.books.lanes.values())
          expect(lots.length).toBeLessThanOrEqual(limits.laneBoxes);
      }),
      { numRuns: 500 },
    );
  });
});
