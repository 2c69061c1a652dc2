import { describe, expect, it } from 'vitest';
import type { LineDecision } from '../../fleet/ledger/uncounted.ts';
import type { LedgerId, MachineId } from '../../shared/contracts/ids.ts';
import { Folded } from '../support/fleet/folded.ts';
import { lines } from '../support/fleet/kiosk.ts';

const ledger = 'a0000000-0000-4000-8000-000000000001';
const hourMs = 3_600_000;
const march = Date.UTC(2026, 2, 1, 2);
const lastJune = Date.UTC(2025, 5, 1, 2);
/** The last day of 2026 on which the figures of 2025 are open: 31 days. */
const lastOpen = Date.UTC(2026, 0, 31, 12);

/** Boxes that were given out one per hour from `at` on, each with the monotonic time of a run. */
const year = (at: number, boxes: number): object[] => [
  lines.booted(at),
  lines.configured(at, [{ lane: 1, product: 'CD-M', capacity: 200, par: 200 }]),
  lines.restocked(at, boxes),
  ...Array.from({ length: boxes }, (_, n) => lines.box(at + n * hourMs, 1, 'CD-M', 1, 1000 + n * hourMs)).flat(),
];

const decided = (verdict: LineDecision['verdict'], last: number): LineDecision => ({
  id: 'd',
  machine: 'JX-360102-0001' as MachineId,
  ledger: ledger as LedgerId,
  reason: 'closed-year',
  first: 1,
  last,
  verdict,
  note: 'was offline over New Year',
  by: 'admin',
  at: march,
});

describe('lines of a year whose figures are closed', () => {
  const boxes = year(lastJune, 150);

  it('change the stock, and are outside the figures until a person decides', () => {
    const books = new Folded().takes(ledger, boxes, march);
    expect([books.issued(2025), books.stock, books.account.books.issued]).toEqual([0, 0, 150]);
    expect(books.account.issuedYears).toEqual({});
    expect(books.account.late).toEqual({ 2025: { counted: 0, beside: 150 } });
    expect(books.waiting).toEqual({ 'closed-year': [151, 150, 150] });
    expect(books.timestamps.at(-1)?.uncounted).toBe('closed-year');
  });

  it('are counted in their year once accepted, and shown as such', () => {
    const books = new Folded([decided('accept', boxes.length)]).takes(ledger, boxes, march);
    expect([books.issued(2025), books.stock, books.waiting]).toEqual([150, 0, {}]);
    expect(books.account.issuedYears).toEqual({ 2025: 150 });
    expect(books.account.late).toEqual({ 2025: { counted: 150, beside: 0 } });
  });

  it('stay out permanently once rejected, and do not wait any more', () => {
    const books = new Folded([decided('reject', boxes.length)]).takes(ledger, boxes, march);
    expect([books.issued(2025), books.waiting, books.account.late]).toEqual([
      0,
      {},
      { 2025: { counted: 0, beside: 150 } },
    ]);
  });

  it('are late only after the last open day', () => {
    const within = new Folded().takes(ledger, boxes, lastOpen);
    expect([within.issued(2025), within.waiting]).toEqual([150, {}]);
    expect(new Folded().takes(ledger, boxes, lastOpen + 24 * hourMs).issued(2025)).toBe(0);
  });

  it('a decision does not apply to lines that come after it', () => {
    const books = new Folded([decided('accept', boxes.length)]).takes(ledger, boxes, march);
    books.takes(ledger, [lines.restocked(lastJune + 200 * hourMs, 1), ...lines.box(lastJune + 200 * hourMs)], march);
    expect([books.issued(2025), books.waiting]).toEqual([150, { 'closed-year': [2, 1, 1] }]);
  });

  it('that a heartbeat dates to it by claiming a very long run change nothing by themselves', () => {
    const books = new Folded().hears(1, march - lastJune, march);
    const small = boxes.map((line) => ({ ...line, at: march }));
    books.takes(ledger, small, march);
    expect([books.issued(), books.account.issuedYears]).toEqual([0, {}]);
    expect(books.waiting).toEqual({ 'closed-year': [151, 150, 150] });
  });

  it('of a kiosk that was offline over New Year lose no box: the new year at once, the old one with a decision', () => {
    const newYear = Date.UTC(2025, 11, 31, 16);
    const over = year(newYear - 50 * hourMs, 100);
    const books = new Folded().takes(ledger, over, march);
    expect([books.issued(2025), books.issued(2026), books.stock]).toEqual([0, 50, 0]);
    expect(books.waiting).toEqual({ 'closed-year': [51, 50, 100] });
    const settled = new Folded([decided('accept', over.length)]).takes(ledger, over, march);
    expect([settled.issued(2025), settled.issued(2026), settled.stock]).toEqual([50, 50, 0]);
  });
});
