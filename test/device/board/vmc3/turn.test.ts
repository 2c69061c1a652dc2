import { describe, expect, test } from 'vitest';
import { createDriver } from '../../../../device/board/catalogue.ts';
import { decodeFrame } from '../../../../device/board/vmc3/frame.ts';
import { DISPENSE_MS } from '../../../../device/board/vmc3/limits.ts';
import { Bench } from '../../../support/board/bench.ts';
import { lane, txn } from '../../../support/board/lbp-script.ts';
import { commands, DRIVE, model, ready } from '../../../support/board/vmc3-bench.ts';

describe('a turn', () => {
  test('one box, one order', () => {
    const { bench } = ready();
    expect(bench.turn(1)).toEqual({ kind: 'one' });
    expect(commands(bench, DRIVE)).toBe(1);
    expect(bench.cabinet.falls).toHaveLength(1);
  });

  test.each([
    [0x02, { kind: 'one' }],
    [0x24, { kind: 'one' }],
    [0x03, { kind: 'none', reason: 'no-drop' }],
    [0x06, { kind: 'none', reason: 'absent' }],
    [0xff, { kind: 'none', reason: 'no-drop' }],
    [0x04, { kind: 'unknown', reason: 'unclear' }],
    [0x07, { kind: 'unknown', reason: 'unclear' }],
    [0x21, { kind: 'unknown', reason: 'unclear' }],
    [0x00, { kind: 'unknown', reason: 'no-record' }],
    [0x77, { kind: 'unknown', reason: 'no-record' }],
    ['none', { kind: 'unknown', reason: 'no-record' }],
  ] as const)('ends with code %s', (code, expected) => {
    const { bench, board } = ready();
    board.finals.set(1, code);
    expect(bench.turn(1)).toEqual(expected);
    expect(commands(bench, DRIVE)).toBe(1);
  });

  test('code 24 is uncertain if the board is configured so', () => {
    const driver = createDriver('vmc3', {}, 0, { vmc3: { lunchBox: 'uncertain', driveExtra: null } });
    const bench = new Bench('vmc3', 1, 3, 50, () => driver);
    bench.until(() => bench.ready).run(3_000);
    model(bench).finals.set(1, 0x24);
    expect(bench.turn(1)).toEqual({ kind: 'unknown', reason: 'unclear' });
  });

  test('nothing fell, or nobody saw it: the lane is not used until it is cleared', () => {
    const { bench } = ready();
    bench.cabinet.setFault(1, 'nothing');
    expect(bench.turn(1)).toEqual({ kind: 'none', reason: 'no-drop' });
    bench.until(() => bench.last('lane')?.hardware === 'jam');
    bench.run(2_000);
    bench.order({ kind: 'look', lane: lane(1) });
    bench.until(() => bench.last('looked')?.hardware === 'jam');
    bench.order({ kind: 'home', lane: lane(1) });
    bench.until(() => bench.last('homed')?.hardware === 'ready');
    bench.cabinet.setFault(1, 'none');
    expect(bench.turn(1)).toEqual({ kind: 'one' });
  });

  test('a missing lane', () => {
    const { bench } = ready();
    bench.order({ kind: 'look', lane: lane(77) });
    bench.until(() => bench.last('looked')?.lane === 77);
    expect(bench.last('looked')?.hardware).toBe('absent');
  });

  test('a lost ACK: the first code shows that the order arrived, and it is not sent again', () => {
    const { bench, board } = ready();
    bench.vend(1, 5);
    board.settings.loseAcks = 1;
    bench.until(() => bench.attempts[0]?.results.length === 1);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'one' }]);
    expect(bench.turns).toHaveLength(1);
  });

  test('a lost order is sent again with the same PackNO; too late, it is not', () => {
    const { bench } = ready();
    bench.vend(1, 5);
    bench.wire.toBoard.muted = true;
    bench.run(700);
    bench.wire.toBoard.muted = false;
    bench.until(() => bench.attempts[0]?.results.length === 1);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'one' }]);
    const orders = bench.sent.filter(({ bytes }) => decodeFrame(bytes)?.command === DRIVE);
    expect(orders.length).toBeGreaterThan(1);
    expect(new Set(orders.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(1);
  });

  test('a board that restarts in the middle: unknown at once, and no order to the new run', () => {
    const { bench } = ready();
    bench.vend(1);
    bench.until(() => bench.turns.length === 1);
    bench.power(false);
    bench.power(true);
    bench.until(() => bench.attempts[0]?.results.length === 1, 10_000);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'unknown', reason: 'power-lost' }]);
    bench.run(20_000);
    expect(bench.turns).toHaveLength(1);
  });

  test('the cable is unplugged while the motor turns, and back in time: the code still comes', () => {
    const { bench } = ready();
    bench.vend(1);
    bench.until(() => bench.turns.length === 1);
    bench.unplug(true);
    bench.run(1_000);
    bench.plug();
    bench.until(() => bench.attempts[0]?.results.length === 1, 15_000);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'one' }]);
    expect(bench.turns).toHaveLength(1);
  });

  test('the cable stays unplugged: unknown at the deadline, although there is no line', () => {
    const { bench } = ready();
    bench.vend(1);
    bench.until(() => bench.turns.length === 1);
    bench.unplug(false);
    bench.run(DISPENSE_MS);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'unknown', reason: 'no-record' }]);
  });

  test('a code for another lane is not this turn’s; a late code of an earlier turn is not the next one’s', () => {
    const { bench, board } = ready();
    board.finals.set(1, 'none');
    board.finals.set(2, 'none');
    bench.vend(1);
    bench.until(() => bench.turns.length === 1);
    board.interject(0x04, [2, 0, 2]);
    bench.run(3_000);
    expect(bench.attempts[0]?.results).toEqual([]);
    bench.until(() => bench.attempts[0]?.results.length === 1);

    bench.run(1_500);
    board.interject(0x04, [2, 0, 1]);
    board.settings.loseStatuses = 1;
    bench.vend(1, 5);
    bench.until(() => bench.attempts[1]?.results.length === 1);
    expect(bench.attempts[1]?.results).toEqual([{ kind: 'unknown', reason: 'no-record' }]);
  });

  test('a repetition of the board is acknowledged and has no further effect', () => {
    const { bench, board } = ready();
    board.settings.repeats = 4;
    expect(bench.turn(1)).toEqual({ kind: 'one' });
    bench.run(2_000);
    expect(bench.turn(1)).toEqual({ kind: 'one' });
    expect(bench.attempts.every(({ results }) => results.length === 1)).toBe(true);
    expect(board.link.broken).toBe(0);
  });

  test('an order that never went out is not started', () => {
    const { bench } = ready();
    bench.vend(1, 5, 6);
    bench.run(1_000);
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'none', reason: 'not-started' }]);
    expect(commands(bench, DRIVE)).toBe(0);
    const reading = { serial: 'none', before: null };
    bench.order({ kind: 'vend', txn: txn(999), lane: lane(1), reading, startBeforeMonoMs: bench.upMs + 5_000 });
    bench.until(() => bench.last('turned')?.txn === 999);
    expect(bench.last('turned')?.result).toEqual({ kind: 'none', reason: 'not-started' });
  });

  test('after a restart of the host: unknown, and nothing turns until the old turn must be over', () => {
    const { bench } = ready();
    bench.vend(1);
    bench.until(() => bench.turns.length === 1);
    bench.startHost();
    expect(bench.attempts[0]?.results).toEqual([{ kind: 'unknown', reason: 'no-record' }]);
    bench.until(() => bench.last('ready') !== undefined && bench.ready).run(2_000);
    expect(bench.vend(2)).toBe(false);
    expect(bench.last('look-failed')?.reason).toBe('busy');
    bench.run(DISPENSE_MS);
    expect(bench.turn(1)).toEqual({ kind: 'one' });
  });
});
