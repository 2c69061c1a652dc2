import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Severity } from '../../../shared/contracts/fleet/flag.ts';
import type { Finding, FindingOf } from '../../../shared/rules/finding.ts';
import { acknowledge, clearRetired, type Flag, isOpen, transition } from '../../../shared/rules/flag.ts';
import { causeOf, compareFindings, flagKinds, nextStep, severityOf } from '../../../shared/rules/flag-rules.ts';
import { day } from '../../support/books.ts';

const jam = (lane: number): Finding => ({ kind: 'lane-jam', lane, product: 'CD-M', since: 5 });
const offline: Finding = { kind: 'offline', since: 3 };
const belowPace = (chance: number, expected: number): Finding => ({
  kind: 'below-pace',
  chance,
  annual: 200,
  issued: 100,
  owed: 300,
  expected,
  needed: 1.2,
});
const restock = (product: string, coverDays: number): Finding => ({
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
const oneOfEach: readonly Finding[] = [
  { kind: 'recalled', product: 'CD-M', lot: 'A1', lanes: [1] },
  { kind: 'fork', ledger: 'l', through: 7 },
  { kind: 'not-booked', since: 1 },
  { kind: 'not-judged', since: 1 },
  { kind: 'over-quota', since: 1 },
  { kind: 'ledger-lost', since: 1, ledger: 'l', through: 7, boxes: 7, lanes: [1, 2] },
  { kind: 'identity-twice', since: 1 },
  { kind: 'sensor-suspect', since: 1 },
  { kind: 'drift', lanes: [4] },
  { kind: 'implausible', reasons: ['no-turn'], ...uncounted },
  { kind: 'board-lost', since: 1 },
  { kind: 'expired', ...lotOf },
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
  { kind: 'stopped', since: 1, reason: 'broken' },
  { kind: 'clock-wrong', offByMs: -900_000 },
  { kind: 'unreadable-line', ledger: 'l', lines: 2, lastSeq: 9 },
  { kind: 'expiring', ...lotOf },
  { kind: 'config-pending', desired: 4, inForce: 3 },
];

const look = (previous: readonly Flag[], findings: readonly Finding[], now: number, undecided: string[] = []) =>
  transition('JX-1', previous, { findings, undecided }, now);

describe('findings', () => {
  it('have an order, a cause and a next step, every kind of them', () => {
    expect(oneOfEach.map((f) => f.kind)).toEqual([...flagKinds]);
    expect([...oneOfEach].reverse().sort(compareFindings)).toEqual(oneOfEach);
    expect(new Set(oneOfEach.map(causeOf)).size).toBe(oneOfEach.length);
    expect(oneOfEach.map((f) => nextStep(f).code)).toEqual([
      'remove-boxes',
      'replace-disk-and-count',
      'read-server-log',
      'read-server-log',
      'check-machine-program',
      'count-lanes',
      'find-second-machine',
      'check-drop-sensor',
      'count-lanes',
      'compare-and-decide',
      'check-board-cable',
      'remove-boxes',
      'check-power-and-network',
      'check-temperature',
      'close-door',
      'clear-lane',
      'date-boxes',
      'stop-by-hand',
      'carry-boxes',
      'look-at-machine',
      'count-lanes',
      'decide-late-entry',
      'raise-issue',
      'resume-when-fit',
      'set-clock',
      'update-fleet',
      'move-or-use-first',
      'wait-for-kiosk',
    ]);
  });

  it('are as severe as is written here, and never less so than one that is listed behind', () => {
    expect(Object.fromEntries(oneOfEach.map((finding) => [finding.kind, severityOf(finding)]))).toEqual({
      recalled: 'urgent',
      fork: 'urgent',
      'not-booked': 'urgent',
      'not-judged': 'urgent',
      'over-quota': 'urgent',
      'ledger-lost': 'urgent',
      'identity-twice': 'urgent',
      'sensor-suspect': 'urgent',
      drift: 'urgent',
      implausible: 'urgent',
      'board-lost': 'urgent',
      expired: 'urgent',
      offline: 'high',
      climate: 'high',
      'door-open': 'high',
      'lane-jam': 'high',
      undated: 'high',
      'stop-pending': 'high',
      restock: 'normal',
      silent: 'normal',
      'stock-take': 'normal',
      'late-entry': 'normal',
      'below-pace': 'normal',
      stopped: 'normal',
      'clock-wrong': 'low',
      'unreadable-line': 'low',
      expiring: 'low',
      'config-pending': 'low',
    });
    const ranks = oneOfEach.map((finding) => Severity.options.indexOf(severityOf(finding)));
    expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
  });

  it('of boxes are severe by what keeps people from a box', () => {
    const { kind, ...low } = restock('CD-M', 3) as FindingOf<'restock'>;
    const severities = (['out', 'minimum', 'cover'] as const).map((reason) => severityOf({ kind, ...low, reason }));
    expect(severities).toEqual(['high', 'high', 'normal']);
    const undated = { kind: 'undated', product: 'CD-M', boxes: 3, lanes: [2], written: null } as const;
    expect([true, false].map((locked) => severityOf({ ...undated, locked }))).toEqual(['high', 'normal']);
  });

  it('of a kind that only a newer version knows stand with an order and a next step', () => {
    const newer = { kind: 'of-a-newer-version' } as unknown as Finding;
    expect([newer, offline].sort(compareFindings)).toEqual([offline, newer]);
    expect([severityOf(newer), causeOf(newer), nextStep(newer).code]).toEqual([
      'urgent',
      'of-a-newer-version',
      'look-at-machine',
    ]);
  });

  it('put certain misses first, and the greater of two as certain', () => {
    const [certain, likely, unsure, greater] = [
      belowPace(0, 200),
      belowPace(0.1, 100),
      belowPace(0.4, 290),
      belowPace(0, 150),
    ];
    expect([unsure, likely, certain, greater].sort(compareFindings)).toEqual([greater, certain, likely, unsure]);
    expect([restock('B', 9), restock('A', 0), restock('C', 9)].sort(compareFindings)).toEqual([
      restock('A', 0),
      restock('B', 9),
      restock('C', 9),
    ]);
  });

  it('say what to do in numbers', () => {
    expect(nextStep(restock('CD-M', 3))).toEqual({
      code: 'carry-boxes',
      product: 'CD-M',
      boxes: 8,
      by: day('2026-06-05'),
    });
    expect(nextStep(belowPace(0.01, 239.4))).toEqual({ code: 'raise-issue', needed: 1.2, missing: 61 });
  });

  it('order is total', () => {
    const any = fc.constantFrom(...oneOfEach, jam(1), restock('GL-5', 2), belowPace(0, 10));
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(compareFindings(a, b))).toBe(-Math.sign(compareFindings(b, a)) || 0);
        if (compareFindings(a, b) <= 0 && compareFindings(b, c) <= 0)
          expect(compareFindings(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a flag', () => {
  it('lives: raised, seen again, acknowledged, cleared, raised anew', () => {
    const first = look([], [jam(3)], 10);
    expect(first.raised).toEqual([
      {
        machine: 'JX-1',
        cause: 'lane-jam:3',
        finding: jam(3),
        raised: { at: 10, finding: jam(3) },
        acknowledged: null,
        cleared: null,
      },
    ]);
    const again = look(first.open, [jam(3), jam(3)], 20);
    expect(again).toMatchObject({ raised: [], cleared: [], updated: [] });
    expect(again.open).toEqual(first.open);
    const seen = again.open.map((flag) => acknowledge(flag, 'li', 'on my way', 25));
    expect(seen[0]?.acknowledged).toEqual({ at: 25, by: 'li', note: 'on my way' });
    expect(seen.map((flag) => acknowledge(flag, 'wu', 'me too', 26))).toEqual(seen);
    const kept = look(seen, [jam(3)], 28);
    expect(kept.open[0]?.acknowledged?.by).toBe('li');
    const gone = look(kept.open, [], 30);
    expect(gone.open).toEqual([]);
    expect(gone.cleared[0]).toMatchObject({
      raised: { at: 10 },
      acknowledged: { at: 25 },
      cleared: { at: 30, reason: 'facts' },
    });
    expect(gone.cleared.map((flag) => acknowledge(flag, 'wu', '', 31))).toEqual(gone.cleared);
    const anew = look(gone.cleared, [jam(3)], 40);
    expect(anew.raised[0]).toMatchObject({ raised: { at: 40 }, acknowledged: null });
    expect(anew.open).toHaveLength(1);
  });

  it('follows its details, and remembers what it was raised with', () => {
    const first = look([], [restock('CD-M', 9)], 10);
    const worse = look(first.open, [restock('CD-M', 4)], 20);
    expect(worse).toMatchObject({ raised: [], cleared: [] });
    expect(worse.updated[0]).toMatchObject({
      finding: { coverDays: 4 },
      raised: { at: 10, finding: { coverDays: 9 } },
    });
    expect(worse.open).toEqual(worse.updated);
  });

  it('neither appears nor goes while its cause is undecided', () => {
    const first = look([], [offline, jam(3)], 10);
    const restart = look(first.open, [], 20, ['offline']);
    expect(restart.open.map((flag) => flag.cause)).toEqual(['offline']);
    expect(restart.cleared.map((flag) => flag.cause)).toEqual(['lane-jam:3']);
    expect(look([], [offline], 20, ['offline']).open).toEqual([]);
  });

  it('shows the worse of two findings of one cause', () => {
    expect(look([], [restock('A', 9), restock('A', 1)], 1).open.map((f) => f.finding)).toEqual([restock('A', 1)]);
  });

  it('ends with its machine', () => {
    const [flag] = look([], [jam(1)], 1).open;
    expect(flag && clearRetired(flag, 9).cleared).toEqual({ at: 9, reason: 'retired' });
  });

  it('is never open twice for one cause, and the open ones are the facts', () => {
    const pool: readonly Finding[] = [...oneOfEach, jam(1), jam(2), restock('A', 3), restock('B', 9), belowPace(0, 10)];
    const facts = fc.array(fc.constantFrom(...pool), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(facts, { maxLength: 10 }), (looks) => {
        let open: readonly Flag[] = [];
        for (const [now, findings] of looks.entries()) {
          const before = new Set(open.map((flag) => flag.cause));
          const change = look(open, findings, now);
          open = change.open;
          const causes = open.map((flag) => flag.cause);
          expect(new Set(causes).size).toBe(causes.length);
          expect(new Set(causes)).toEqual(new Set(findings.map(causeOf)));
          expect(change.raised.every((flag) => !before.has(flag.cause) && isOpen(flag))).toBe(true);
          expect(change.cleared.every((flag) => before.has(flag.cause) && !isOpen(flag))).toBe(true);
          const ranks = open.map((flag) => flagKinds.indexOf(flag.finding.kind));
          expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
        }
      }),
    );
  });
});
