import { describe, expect, it } from 'vitest';
import { addDays, formatDay } from '../../../shared/rules/calendar.ts';
import { transition } from '../../../shared/rules/flag.ts';
import { type MachineFacts, machineFindings } from '../../../shared/rules/machine-findings.ts';
import { defaultMachineRules } from '../../../shared/rules/machine-rules.ts';
import { paceBooks, paceOf } from '../../../shared/rules/pace.ts';
import type { StockedLane } from '../../../shared/rules/restock.ts';
import { restockOf, runOut } from '../../../shared/rules/restock.ts';
import { daily, day, faint, recall, service, surely } from '../../support/books.ts';

const rules = defaultMachineRules;
const today = day('2026-06-01');
const now = Date.UTC(2026, 5, 1, 3);
const minutesAgo = (minutes: number): number => now - minutes * 60_000;

const paceWith = (boxesPerDay: number) =>
  paceOf(
    paceBooks(service('2026-01-01'), daily(day('2026-01-01'), 151, boxesPerDay), 0, today, rules),
    faint,
    today,
    rules,
  );
const lane = (number: number, lot: string | null, daysLeft: number, count: number): StockedLane => ({
  lane: number,
  product: 'CD-M',
  capacity: 10,
  par: 10,
  state: 'ready',
  lots: [{ product: 'CD-M', lot, expires: formatDay(addDays(today, daysLeft)), count }],
});
const restockAt = (stock: number) => {
  const books = {
    product: 'CD-M',
    lanes: [lane(1, 'A', 900, stock)],
    rate: surely(0.5),
    freshExpires: null,
    recalls: [],
  };
  const restock = restockOf(books, today, rules);
  return { restock, runOut: runOut(restock.stock, books.rate, today, rules) };
};

const well: MachineFacts = {
  reach: 'online',
  lastHeartbeatAt: minutesAgo(1),
  boardLostSince: null,
  sensorSuspectSince: null,
  doorOpenSince: null,
  climate: null,
  jams: [],
  lanes: [lane(1, 'A', 900, 10)],
  recalls: [],
  uncounted: [],
  forks: [],
  identityTwiceSince: null,
  setAsideSince: null,
  quarantinedSince: null,
  overQuotaSince: null,
  refusedMessages: null,
  impersonation: null,
  plainLink: false,
  ledgerLost: null,
  unreadable: [],
  clockOffByMs: 2000,
  config: { desired: 4, inForce: 4, desiredSince: minutesAgo(9999) },
  stop: { asked: null, inForce: null, unsupported: false },
  drift: [],
  uncertain: 0,
  newLedger: false,
  silence: { silent: false, quietDays: 1, chance: 0.4 },
  pace: paceWith(1),
  restocks: [restockAt(10)],
};
const stopAsked = (minutes: number) => ({
  asked: { reason: 'broken', at: minutesAgo(minutes) },
  inForce: null,
  unsupported: false,
});
const stopInForce = { ...stopAsked(90), inForce: { reason: 'broken', since: minutesAgo(89) } };
const kinds = (over: Partial<MachineFacts>): string[] =>
  machineFindings({ ...well, ...over }, today, now, rules).findings.map((f) => f.kind);

const waiting = (reason: string) => ({ reason, lines: 2, issued: 1, moved: 0, from: today, to: today });

describe('findings of a machine', () => {
  it('do not exist if all is well', () => {
    expect(machineFindings(well, today, now, rules)).toEqual({ findings: [], undecided: [] });
  });

  it.each<[string, Partial<MachineFacts>, readonly string[]]>([
    ['offline', { reach: 'offline' }, ['offline']],
    ['not yet heard after the fleet came up', { reach: 'waiting' }, []],
    ['board lost', { boardLostSince: 1 }, ['board-lost']],
    ['sensor suspect', { sensorSuspectSince: 1 }, ['sensor-suspect']],
    ['door open for 10 minutes', { doorOpenSince: minutesAgo(10) }, []],
    ['door open for longer', { doorOpenSince: minutesAgo(10) - 1 }, ['door-open']],
    ['too hot', { climate: { since: 1, tempDeciC: 412 } }, ['climate']],
    [
      'two jams',
      {
        jams: [
          { lane: 1, product: 'A', since: 1 },
          { lane: 2, product: 'A', since: 1 },
        ],
      },
      ['lane-jam', 'lane-jam'],
    ],
    ['a fork', { forks: [{ ledger: 'l', through: 3 }] }, ['fork']],
    ['lines that cannot be folded', { setAsideSince: 1 }, ['not-booked']],
    ['lines that a person keeps out', { quarantinedSince: 1 }, ['quarantined']],
    ['more than a machine may send', { overQuotaSince: 1 }, ['over-quota']],
    ['messages that no kiosk sends', { refusedMessages: { since: 1, why: 'retained' } }, ['refused-messages']],
    ['somebody else as the machine', { impersonation: { since: 1, why: 'wrong-key' } }, ['impersonation']],
    ['a link that is not encrypted', { plainLink: true }, ['plain-link']],
    ['the same out of service', { plainLink: true, reach: 'outOfService' }, ['plain-link']],
    ['a lost ledger', { ledgerLost: { since: 1, ledger: 'l', through: 9, boxes: 7, lanes: [1] } }, ['ledger-lost']],
    ['one identity twice', { identityTwiceSince: 1 }, ['identity-twice']],
    ['unreadable lines', { unreadable: [{ ledger: 'l', lines: 1, lastSeq: 3 }] }, ['unreadable-line']],
    ['lines that can’t be', { uncounted: [waiting('no-turn'), waiting('lane-empty')] }, ['implausible']],
    ['lines of a closed year', { uncounted: [waiting('closed-year')] }, ['late-entry']],
    ['clock 10 minutes off', { clockOffByMs: -600_000 }, []],
    ['clock further off', { clockOffByMs: -600_001 }, ['clock-wrong']],
    ['clock unknown', { clockOffByMs: null }, []],
    ['configuration pending', { config: { desired: 5, inForce: 4, desiredSince: minutesAgo(31) } }, ['config-pending']],
    ['configuration just changed', { config: { desired: 5, inForce: 4, desiredSince: minutesAgo(29) } }, []],
    ['a stop just asked for', { stop: stopAsked(2) }, []],
    ['a stop that does not come into force', { stop: stopAsked(3) }, ['stop-pending']],
    ['the same out of service', { stop: stopAsked(3), reach: 'outOfService' }, ['stop-pending']],
    ['a stop that the version knows not', { stop: { ...stopAsked(0), unsupported: true } }, ['stop-pending']],
    ['a stop in force', { stop: stopInForce }, ['stopped']],
    ['a stop in force out of service', { stop: stopInForce, reach: 'outOfService' }, []],
    [
      'a stop that waits with its configuration',
      { stop: stopAsked(31), config: { desired: 5, inForce: 4, desiredSince: minutesAgo(31) } },
      ['stop-pending'],
    ],
    ['drift', { drift: [{ lane: 2, reported: 3, booked: 4 }] }, ['drift']],
    ['uncertain boxes', { uncertain: 1 }, ['stock-take']],
    ['a new ledger', { newLedger: true }, ['stock-take']],
    ['silent', { silence: { silent: true, quietDays: 12, chance: 1e-5 } }, ['silent']],
    ['silent, but offline', { silence: { silent: true, quietDays: 12, chance: 1e-5 }, reach: 'offline' }, ['offline']],
    ['below pace', { pace: paceWith(0.5) }, ['below-pace']],
    ['low', { restocks: [restockAt(5), restockAt(10)] }, ['restock']],
  ])('%s', (_, over, expected) => expect(kinds(over)).toEqual(expected));

  it('name each lot once over its lanes, and a recalled one not as expired too', () => {
    const lanes = [
      lane(1, 'A', 100, 3),
      lane(2, 'A', 100, 4),
      lane(3, 'B', 20, 2),
      lane(4, 'C', -5, 1),
      lane(5, null, -5, 1),
      lane(6, 'D', 10, 0),
    ];
    const recalls = [recall('CD-M', 'c')];
    const { findings } = machineFindings({ ...well, lanes, recalls }, today, now, rules);
    expect(findings).toEqual([
      // Lane 5 holds an unknown lot of the same product: it may be the recalled one.
      { kind: 'recalled', product: 'CD-M', lot: 'c', lanes: [4, 5] },
      { kind: 'expiring', product: 'CD-M', lot: 'A', expires: addDays(today, 100), boxes: 7, lanes: [1, 2] },
      { kind: 'expired', product: 'CD-M', lot: 'B', expires: addDays(today, 20), boxes: 2, lanes: [3] },
    ]);
  });

  it('name boxes without a date once per product, the impossible date if there is one, and whether they are locked', () => {
    const lot = (expires: string | null, count: number) => ({ product: 'CD-M', lot: null, expires, count });
    const lanes = [
      { ...lane(1, 'A', 900, 3), lots: [lot(null, 2), lot('2027-12-31', 1)] },
      { ...lane(2, 'A', 900, 3), lots: [lot('9999-12-31', 4), lot('0028-12-31', 1)] },
    ];
    const found = (own: typeof rules) => machineFindings({ ...well, lanes }, today, now, own).findings;
    const undated = { kind: 'undated', product: 'CD-M', boxes: 7, lanes: [1, 2], written: '9999-12-31' };
    expect(found(rules)).toEqual([{ ...undated, locked: true }]);
    const only = [{ ...lane(1, 'A', 900, 3), lots: [lot(null, 2)] }];
    const given = machineFindings({ ...well, lanes: only }, today, now, { ...rules, lockUndated: false }).findings;
    expect(given).toEqual([{ ...undated, boxes: 2, lanes: [1], locked: false, written: null }]);
  });

  it('ignore a planned suspension, but not its books, its lots or its door', () => {
    const everything: Partial<MachineFacts> = {
      reach: 'outOfService',
      boardLostSince: 1,
      climate: { since: 1, tempDeciC: 412 },
      jams: [{ lane: 1, product: 'A', since: 1 }],
      doorOpenSince: 1,
      uncertain: 2,
      clockOffByMs: 1e9,
      silence: { silent: true, quietDays: 99, chance: 0 },
      pace: paceWith(0),
      restocks: [restockAt(0)],
      lanes: [lane(1, 'A', -1, 3)],
    };
    expect(kinds(everything)).toEqual(['stock-take', 'expired', 'door-open']);
  });

  it('keep the flag of an offline machine over a restart of the fleet', () => {
    const look = (over: Partial<MachineFacts>) => machineFindings({ ...well, ...over }, today, now, rules);
    const before = transition('M-1', [], look({ reach: 'offline', drift: [{ lane: 1, reported: 1, booked: 2 }] }), 1);
    const during = transition('M-1', before.open, look({ reach: 'waiting', drift: null }), 2);
    expect(during.open).toEqual(before.open);
    expect(during.open.map((flag) => flag.cause)).toEqual(['drift', 'offline']);
    expect(transition('M-1', during.open, look({}), 3).open).toEqual([]);
  });
});
