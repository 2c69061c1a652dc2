import type { Finding } from '../../shared/rules/finding.ts';
import { day } from './books.ts';

/** A lane that jammed. */
export const jam = (lane: number): Finding => ({ kind: 'lane-jam', lane, product: 'CD-M', since: 5 });

/** A machine that is not heard. */
export const offline: Finding = { kind: 'offline', since: 3 };

/** A machine with this chance to reach its target, and this many expected boxes. */
export const belowPace = (chance: number, expected: number): Finding => ({
  kind: 'below-pace',
  chance,
  annual: 200,
  issued: 100,
  owed: 300,
  expected,
  needed: 1.2,
});

/** A product that lasts for this many days. */
export const restock = (product: string, coverDays: number): Finding => ({
  kind: 'restock',
  product,
  reason: 'cover',
  stock: 5,
  boxes: 8,
  coverDays,
  by: day('2026-06-05'),
});

const lotOf = { product: 'CD-M', lot: 'A1', expires: day('2026-06-30'), boxes: 3, lanes: [2] };
const uncounted = { lines: 2, issued: 1, moved: 10, from: day('2026-06-01'), to: day('2026-06-02') };

/** A finding of every kind, in the order in which flags are listed. */
export const oneOfEach: readonly Finding[] = [
  { kind: 'recalled', product: 'CD-M', lot: 'A1', lanes: [1] },
  { kind: 'fork', ledger: 'l', through: 7 },
  { kind: 'not-booked', since: 1 },
  { kind: 'not-judged', since: 1 },
  { kind: 'over-quota', since: 1 },
  { kind: 'refused-messages', since: 1, why: 'foreign-topic' },
  { kind: 'ledger-lost', since: 1, ledger: 'l', through: 7, boxes: 7, lanes: [1, 2] },
  { kind: 'identity-twice', since: 1 },
  { kind: 'impersonation', since: 1, why: 'wrong-key' },
  { kind: 'sensor-suspect', since: 1 },
  { kind: 'drift', lanes: [4] },
  { kind: 'implausible', reasons: ['no-turn'], ...uncounted },
  { kind: 'board-lost', since: 1 },
  { kind: 'expired', ...lotOf },
  { kind: 'quarantined', since: 1 },
  offline,
  { kind: 'climate', since: 1, tempDeciC: 412 },
  { kind: 'door-open', since: 1 },
  jam(3),
  { kind: 'undated', product: 'CD-M', boxes: 3, lanes: [2], locked: true, written: null },
  { kind: 'stop-pending', since: 1, reason: 'broken', why: 'offline' },
  restock('CD-M', 3),
  { kind: 'silent', quietDays: 12, chance: 1e-4 },
  { kind: 'stock-take', uncertain: 2, newLedger: false },
  { kind: 'late-entry', ...uncounted },
  belowPace(0.2, 240),
  { kind: 'plain-link' },
  { kind: 'stopped', since: 1, reason: 'broken' },
  { kind: 'clock-wrong', offByMs: -900_000 },
  { kind: 'unreadable-line', ledger: 'l', lines: 2, lastSeq: 9 },
  { kind: 'expiring', ...lotOf },
  { kind: 'config-pending', desired: 4, inForce: 3 },
];
