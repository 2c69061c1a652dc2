import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAccount, writeAccount } from '../../../fleet/ledger/account-text.ts';
import type { Event } from '../../../shared/contracts/events.ts';
import { cabinet, type Step, step } from '../../support/core-cabinet.ts';
import { Folded } from '../../support/fleet/folded.ts';
import { lines } from '../../support/fleet/kiosk.ts';

interface WrittenLedger {
  readonly id: string;
  readonly lines: readonly string[];
}

/** The lines of a real agent with a separate cabinet; its ledgers are named after the kiosk. */
function writtenBy(kiosk: number, steps: readonly Step[]): { ledgers: WrittenLedger[]; at: number } {
  const { kiosk: agent, take } = cabinet();
  for (const each of steps) take(each);
  const own = (text: string): string => text.replaceAll('00000000-0000-4000-8000', `0000000${kiosk}-0000-4000-8000`);
  const ledgers = agent.disk.ledgers.map(({ id, lines }) => ({ id: own(id), lines: lines.map(own) }));
  return { ledgers, at: agent.time.at };
}

/**
 * Kiosks send piece by piece; `turns` says whose piece comes next. All lines of a ledger come in
 * order, and a kiosk's ledgers one after the other.
 */
function interleaved(
  kiosks: readonly (readonly WrittenLedger[])[],
  turns: readonly { kiosk: number; lines: number }[],
): WrittenLedger[] {
  const waiting = kiosks.map((ledgers) => ledgers.map(({ id, lines }) => ({ id, lines: [...lines] })));
  const pieces: WrittenLedger[] = [];
  const send = (kiosk: number, lines: number): void => {
    const ledgers = waiting[kiosk % waiting.length] ?? [];
    while (ledgers[0]?.lines.length === 0) ledgers.shift();
    const [ledger] = ledgers;
    if (ledger) pieces.push({ id: ledger.id, lines: ledger.lines.splice(0, lines) });
  };
  for (const { kiosk, lines } of turns) send(kiosk, lines);
  waiting.forEach((ledgers, kiosk) => {
    while (ledgers.some(({ lines }) => lines.length > 0)) send(kiosk, 50);
  });
  return pieces;
}

const boxesIn = (pieces: readonly WrittenLedger[]): number =>
  pieces
    .flatMap(({ lines }) => lines.map((line) => JSON.parse(line) as Event))
    .filter((event) => event.kind === 'issued' || (event.kind === 'settled' && event.issued)).length;

const history = fc.array(step, { maxLength: 40 });
const turns = fc.array(fc.record({ kiosk: fc.integer({ min: 0, max: 2 }), lines: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 120,
});

function foldsAll(pieces: readonly WrittenLedger[], at: number): void {
  const books = new Folded();
  for (const { id, lines } of pieces) books.takes(id, lines, at);
  expect(books.waiting).toEqual({});
  expect(books.issued()).toBe(boxesIn(pieces));
}

describe('kiosks that write as one machine', () => {
  it('leave no line waiting, in whatever order their ledgers come', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 2, maxLength: 3 }), turns, (histories, order) => {
        const kiosks = histories.map((steps, kiosk) => writtenBy(kiosk, steps));
        foldsAll(
          interleaved(
            kiosks.map(({ ledgers }) => ledgers),
            order,
          ),
          Math.max(...kiosks.map(({ at }) => at)),
        );
      }),
      { numRuns: 80 },
    );
  });

  it('leave no line waiting if one continues with a copy of the other’s disk, in a separate ledger', () => {
    const fork: Step = { what: 'fork', n: 1, k: 0, end: 'well', slip: 0 };
    fc.assert(
      fc.property(history, history, history, turns, (before, mine, theirs, order) => {
        const original = writtenBy(0, [...before, ...mine]);
        const common = writtenBy(0, before).ledgers;
        const copy = writtenBy(0, [...before, fork, ...theirs]);
        const own = copy.ledgers.slice(common.length).map(({ id, lines }) => ({ id: `1${id.slice(1)}`, lines }));
        foldsAll(interleaved([original.ledgers, own], order), Math.max(original.at, copy.at));
      }),
      { numRuns: 80 },
    );
  });
});

const now = Date.UTC(2026, 5, 1, 2);
const hourMs = 3_600_000;
const ledger = (n: number): string => `a0000000-0000-4000-8000-00000000000${n}`;
const turn = (txn: number, lane: number) => ({
  at: now,
  run: 1,
  up: 5000,
  request: 'b0000000-0000-4000-8000-000000000001',
  txn,
  lane,
  product: 'CD-M',
});
const turning = (txn: number, lane = 1) => ({ kind: 'turning', ...turn(txn, lane), board: 'LB1', before: null });
const issued = (txn: number, lane = 1) => ({ kind: 'issued', ...turn(txn, lane), lot: null });
const uncertain = (txn: number, lane = 1) => ({
  kind: 'uncertain',
  ...turn(txn, lane),
  lot: null,
  reason: 'no-answer',
});
const settled = (txn: number, lane = 1) => ({ kind: 'settled', ...turn(txn, lane), issued: true, by: 'count' });
const door = { kind: 'door', at: now, run: 1, up: 6000, state: 'open' };
const planned = [1, 2].map((lane) => ({ lane, product: 'CD-M', capacity: 10, par: 10 }));
const begun = (before: string | null = null) => [lines.booted(now, 1, before), lines.configured(now, planned)];
const loaded = () => [...begun(), lines.restocked(now, 5), lines.restocked(now, 5, 2)];

/** Two ledgers of one machine, each with boxes in its lanes. */
const two = () => new Folded().takes(ledger(1), loaded(), now).takes(ledger(2), loaded(), now);

describe('a turn that was under way when another ledger’s lines came', () => {
  it('ends in its own ledger, whatever the other one began and ended meanwhile', () => {
    const books = two();
    for (const [id, line] of [
      [1, turning(1)],
      [2, turning(7)],
      [1, door],
      [2, issued(7)],
      [1, issued(1)],
    ] as const)
      books.takes(ledger(id), [line], now);
    expect([books.issued(), books.waiting]).toEqual([2, {}]);
  });

  it('ends once, in its own ledger and lane', () => {
    const books = two()
      .takes(ledger(1), [turning(1)], now)
      .takes(ledger(2), [door, issued(1)], now);
    expect([books.issued(), books.waiting]).toEqual([0, { 'no-turn': [1, 1, 0] }]);
    const once = two()
      .takes(ledger(1), [turning(1)], now)
      .takes(ledger(2), [door], now);
    once.takes(ledger(1), [issued(1, 2), issued(1), issued(1)], now);
    expect([once.issued(), once.waiting]).toEqual([1, { 'no-turn': [2, 2, 0] }]);
  });

  it('ends in the ledger that continues its own, too', () => {
    const books = two();
    books.takes(ledger(1), [turning(1)], now).takes(ledger(2), [door], now);
    books.takes(ledger(3), [...begun(ledger(1)), issued(1), issued(2)], now).takes(ledger(1), [uncertain(1)], now);
    expect([books.issued(), books.waiting]).toEqual([1, { 'no-turn': [1, 1, 0] }]);
  });

  it('may have begun in a missing line of a ledger that other ledgers interrupted', () => {
    const books = two();
    books.takes(ledger(3), begun(ledger(1)), now).takes(ledger(2), [turning(1), issued(1)], now);
    books.takes(ledger(3), [issued(9), issued(10)], now);
    expect([books.issued(), books.waiting]).toEqual([2, { 'no-turn': [1, 1, 0] }]);
  });

  it('stays refused over the lines of another ledger, if its beginning was there', () => {
    const books = new Folded().takes(ledger(1), [...begun(), turning(1)], now);
    books.takes(ledger(2), begun(), now).takes(ledger(1), [issued(1)], now);
    expect(books.waiting).toEqual({ 'lane-empty': [2, 1, 0] });
  });

  it('is remembered while up to four ledgers come between, and longer than ledgers without one', () => {
    const books = two().takes(ledger(1), [turning(1)], now);
    for (const n of [3, 4, 5, 6, 7]) books.takes(ledger(n), loaded(), now);
    expect(books.takes(ledger(1), [issued(1)], now).waiting).toEqual({});
    expect(books.account.otherLedgers.size).toBe(4);
  });
});

describe('two turns of two kiosks with the same number', () => {
  it('are settled each in its own lane', () => {
    const books = two();
    books.takes(ledger(1), [turning(1), uncertain(1)], now).takes(ledger(2), [turning(1, 2), issued(1, 2)], now);
    books.takes(ledger(2), [turning(2, 2), uncertain(2, 2)], now).takes(ledger(1), [turning(2), uncertain(2)], now);
    books.takes(ledger(1), [settled(2)], now);
    expect([books.issued(), books.waiting]).toEqual([2, {}]);
    expect([...books.account.books.uncertain.values()].map(({ txn, lane }) => [txn, lane])).toContainEqual([2, 2]);
    books.takes(ledger(2), [settled(2, 2)], now);
    expect([books.issued(), books.waiting]).toEqual([3, {}]);
  });
});

describe('the clocks of two kiosks that write as one machine', () => {
  const at = (books: Folded): (number | undefined)[] => books.timestamps.slice(-1).map((line) => line.at);
  const opened = (when: number, up: number) => ({ ...door, at: when, up });

  it('are distinguished by the ledger in heartbeats, although both count the same runs', () => {
    const books = new Folded().hears(1, 9 * hourMs, now, ledger(1)).hears(1, hourMs, now, ledger(2));
    books.takes(ledger(1), begun(), now).takes(ledger(2), begun(), now);
    const wrong = opened(now - 300 * 24 * hourMs, hourMs / 2);
    expect(at(books.takes(ledger(1), [wrong], now))).toEqual([now - 8.5 * hourMs]);
    expect(at(books.takes(ledger(2), [wrong], now))).toEqual([now - hourMs / 2]);
  });

  it('continue from the last line of their own ledger: one that was offline is not too early', () => {
    const books = new Folded().takes(ledger(1), [opened(now - 72 * hourMs, 0)], now);
    books.takes(ledger(2), [opened(now - hourMs, 0)], now).takes(ledger(1), [opened(now - 48 * hourMs, 1)], now);
    expect(at(books)).toEqual([now - 48 * hourMs]);
  });

  it('keep their runs however often the other kiosk starts', () => {
    const books = new Folded();
    for (let run = 50; run < 60; run += 1) books.hears(run, 1000 * run, now, ledger(1));
    books.hears(3, hourMs, now, ledger(2)).takes(ledger(2), [{ ...opened(0, hourMs / 2), run: 3 }], now);
    expect(at(books)).toEqual([now - hourMs / 2]);
  });
});

describe('lines that could not be read', () => {
  it('are counted by ledger', () => {
    const books = new Folded();
    for (const n of [1, 2, 1, 2, 1]) books.takes(ledger(n), ['no line'], now);
    expect(books.account.unreadable).toEqual({ ledger: ledger(1), lines: 3, lastSeq: 3 });
  });
});

describe('the account of a machine with several ledgers', () => {
  it('is the same when it is read back', () => {
    const books = two()
      .takes(ledger(1), [turning(1)], now)
      .takes(ledger(2), [door], now);
    expect(readAccount(writeAccount(books.account))).toEqual(books.account);
  });

  it('is read as older versions wrote it: a turn that was under way may end', () => {
    const books = two()
      .takes(ledger(1), [turning(1)], now)
      .takes(ledger(2), [door], now);
    const { left: _, ...old } = JSON.parse(writeAccount(books.account)) as { left: unknown; watch: object };
    const { otherLedgers } = readAccount(JSON.stringify({ ...old, watch: { ...old.watch, left: [ledger(1)] } }));
    expect([...otherLedgers].map(([id, { plausibility: watch }]) => [id, watch.mayEndTurn])).toEqual([
      [ledger(1), true],
    ]);
    expect(readAccount(JSON.stringify(old)).otherLedgers.size).toBe(0);
  });
});
