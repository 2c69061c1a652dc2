import type { FleetStore } from '../../../fleet/ports/fleet-store.ts';
import { lines, TestLedger } from '../../support/fleet/kiosk.ts';
import { openStore } from '../../support/fleet/store.ts';

/** Noon of the day on which the figures are looked at, in Shanghai. */
export const now = Date.UTC(2026, 2, 10, 4);
/** An instant by Shanghai's clock, such as `2026-02-28 23:59:59.999`. */
export const at = (text: string): number =>
  Date.parse(`${text.replace(' ', 'T')}${text.includes(' ') ? '' : 'T12:00'}+08:00`);

/**
 * Opens a data folder's store to take a past in at one go, long after it happened: no year is
 * closed yet.
 */
export const openForPast = (dataDir: string): Promise<FleetStore> =>
  openStore(`${dataDir}/fleet.db`, now, { yearClosesDays: 365 });

const lanes = [
  { lane: 1, product: 'CD-M', capacity: 40, par: 40 },
  { lane: 2, product: 'CD-L', capacity: 10, par: 10 },
];

/**
 * A ledger that begins with full lanes. Each text is a day or an instant on which a box falls; with
 * `?` before it, one in doubt.
 */
export function ledger(from: string, ...falls: string[]): TestLedger {
  const book = new TestLedger().write(
    lines.booted(at(from)),
    lines.configured(at(from), lanes),
    lines.restocked(at(from), 40),
    lines.restocked(at(from), 9, 2, 'CD-L'),
  );
  for (const fall of falls) {
    if (fall.startsWith('?')) book.write(...lines.uncertain(at(fall.slice(1))));
    else book.write(...lines.box(at(fall)));
  }
  return book;
}

/** Settles the ledger's first turn in doubt. */
export function settle(book: TestLedger, day: string, issued: boolean, by = 'count'): TestLedger {
  const first = book.lines.map((line) => JSON.parse(line)).find(({ kind }) => kind === 'uncertain');
  const { request, txn, lane, product } = first;
  return book.write({ kind: 'settled', at: at(day), run: 1, up: 5000, request, txn, lane, product, issued, by });
}

const stamp = (day: string) => ({ at: at(day), run: 1, up: 6000 });
export const fact = (kind: string, day: string, more: object): object => ({ kind, ...stamp(day), ...more });

/** Nothing to give out, and no room to put anything in: the only lane is full and jammed. */
export function jammedFull(): TestLedger {
  const book = new TestLedger().write(
    lines.booted(at('2025-09-01')),
    lines.configured(at('2025-09-01'), [lanes[1] as object]),
    lines.restocked(at('2025-09-01'), 10, 2, 'CD-L'),
  );
  return book.write(fact('lane', '2026-03-08', { lane: 2, state: 'jam', reason: 'jam' }));
}

export function expired(): TestLedger {
  const book = new TestLedger().write(
    lines.booted(at('2025-05-01')),
    lines.configured(at('2025-05-01'), [lanes[1] as object]),
  );
  return book.write(
    lines.restocked(at('2025-05-01'), 10, 2, 'CD-L', 'OLD1', '2026-01-31'),
    ...lines.box(at('2025-06-01'), 2, 'CD-L'),
  );
}

export function begunAnew(): TestLedger[] {
  const old = ledger('2025-08-01', '2025-09-01', '?2025-09-02', '2026-01-05');
  const fresh = new TestLedger().write(lines.booted(at('2026-02-01'), 2, old.id), ...lines.box(at('2026-02-02')));
  const last = ledger('2026-02-20', '2026-02-21');
  return [old, fresh, last];
}

/** Clocks that were wrong: 1970, and ahead of the fleet's. */
export function wrongClock(): TestLedger {
  const book = ledger('2025-11-01', '2025-11-05');
  for (const when of [5_000, now + 400 * 86_400_000]) book.write(...lines.box(when));
  return book;
}
