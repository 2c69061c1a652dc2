import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Severity } from '../../../shared/contracts/fleet/flag.ts';
import type { Finding, FindingOf } from '../../../shared/rules/finding.ts';
import { causeOf, compareFindings, flagKinds, nextStep, severityOf } from '../../../shared/rules/flag-rules.ts';
import { day } from '../../support/books.ts';
import { belowPace, jam, offline, oneOfEach, restock } from '../../support/findings.ts';

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
      'check-machine-program',
      'count-lanes',
      'find-second-machine',
      'find-who-connects',
      'check-drop-sensor',
      'count-lanes',
      'compare-and-decide',
      'check-board-cable',
      'remove-boxes',
      'find-out-and-release',
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
      'encrypt-link',
      'resume-when-fit',
      'set-clock',
      'update-fleet',
      'move-or-use-first',
      'wait-for-kiosk',
    ]);
  });

  it('are as severe as is written here, and never less so than one that is listed after them', () => {
    expect(Object.fromEntries(oneOfEach.map((finding) => [finding.kind, severityOf(finding)]))).toEqual({
      recalled: 'urgent',
      fork: 'urgent',
      'not-booked': 'urgent',
      'not-judged': 'urgent',
      'over-quota': 'urgent',
      'refused-messages': 'urgent',
      'ledger-lost': 'urgent',
      'identity-twice': 'urgent',
      impersonation: 'urgent',
      'sensor-suspect': 'urgent',
      drift: 'urgent',
      implausible: 'urgent',
      'board-lost': 'urgent',
      expired: 'urgent',
      quarantined: 'high',
      offline: 'high',
      climate: 'high',
      'door-open': 'high',
      'lane-jam': 'high',
      undated: 'high',
      'stop-pending': 'high',
      restock: 'high',
      silent: 'normal',
      'stock-take': 'normal',
      'late-entry': 'normal',
      'below-pace': 'normal',
      'plain-link': 'normal',
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
    expect(severities).toEqual(['high', 'high', 'high']);
    expect([6.9, 7].map((coverDays) => severityOf(restock('CD-M', coverDays)))).toEqual(['high', 'normal']);
    const undated = { kind: 'undated', product: 'CD-M', boxes: 3, lanes: [2], written: null } as const;
    expect([true, false].map((locked) => severityOf({ ...undated, locked }))).toEqual(['high', 'normal']);
  });

  it('of a kind that only a newer version knows have an order and a next step', () => {
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
