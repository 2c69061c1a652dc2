import { describe, expect, test } from 'vitest';
import { createDriver } from '../../../../device/board/catalogue.ts';
import { ACK, decodeFrame, encodeFrame, POLL } from '../../../../device/board/vmc3/frame.ts';
import { DISPENSE_MS, NO_RESPONSE_MS } from '../../../../device/board/vmc3/limits.ts';
import { Vmc3Board } from '../../../../simulators/board/model/vmc3/vmc3-board.ts';
import { Bench } from '../../../support/board/bench.ts';
import { lane, txn } from '../../../support/board/lbp-script.ts';

/** A bench with a VMC that is ready, and its settings. */
function ready(): { bench: Bench; board: Vmc3Board } {
  const bench = new Bench('vmc3').until(() => true);
  bench.until(() => bench.ready).run(3_000);
  return { bench, board: model(bench) };
}

function model({ board }: Bench): Vmc3Board {
  if (!(board instanceof Vmc3Board)) throw new Error('not a VMC');
  return board;
}

/** The commands that the host sent, POLL answers left out. */
const commands = (bench: Bench, command: number): number =>
  bench.sent.filter(({ bytes }) => decodeFrame(bytes)?.command === command).length;

const DRIVE = 0x06;

describe('line', () => {
  test('0x31 first, then who is there; all reports are acknowledged', () => {
    const { bench, board } = ready();
    const first = bench.sent.map(({ bytes }) => decodeFrame(bytes)?.command).filter((command) => command !== ACK);
    expect(first.slice(0, 2)).toEqual([0x31, 0x51]);
    expect(bench.last('ready')).toMatchObject({
      identity: { serial: board.nvram.machineId, model: null, firmware: null, lanes: null },
      restarted: null,
    });
    expect(bench.events.filter((event) => event.kind === 'lane')).toHaveLength(3);
    expect(board.link.broken).toBe(0);
    expect(board.link.violations).toBe(0);
  });

  test('every POLL is answered at once, by one frame', () => {
    const driver = createDriver('vmc3');
    driver.opened(0);
    const answers = (bytes: Uint8Array, upMs: number) => {
      driver.received(bytes, upMs);
      return driver.take().flatMap((output) => (output.kind === 'line' ? [decodeFrame(output.bytes)?.command] : []));
    };
    expect(answers(encodeFrame(POLL), 10)).toEqual([ACK]);
    expect(answers(encodeFrame(POLL), 210)).toEqual([0x31]);
    expect(answers(Uint8Array.from([...encodeFrame(POLL), ...encodeFrame(POLL), ...encodeFrame(POLL)]), 900)).toEqual([
      0x31,
    ]);
    expect(answers(encodeFrame(ACK), 905)).toEqual([]);
    expect(answers(encodeFrame(0x29, [9, 0]), 1_100)).toEqual([ACK]);
    expect(answers(encodeFrame(POLL), 1_300)).toEqual([0x51]);
  });

  test('a command is repeated with its PackNO, six times at most, and the next one has the next PackNO', () => {
    const driver = createDriver('vmc3', {}, 253);
    driver.opened(0);
    const sent: string[] = [];
    for (let slot = 0; slot < 12; slot++) {
      driver.received(encodeFrame(POLL), slot * 200);
      for (const output of driver.take())
        if (output.kind === 'line') sent.push(Buffer.from(output.bytes).toString('hex'));
    }
    const syncs = sent.filter((hex) => hex.startsWith('fafb31'));
    expect(syncs).toHaveLength(6);
    expect(new Set(syncs).size).toBe(1);
    expect(syncs[0]).toBe(Buffer.from(encodeFrame(0x31, [254])).toString('hex'));
  });

  test('a board that polls every two seconds is set to its delivered interval, and gives a box in the time of an order', () => {
    const bench = new Bench('vmc3');
    model(bench).settings.pollMs = 2_000;
    bench.until(() => bench.ready);
    expect(commands(bench, 0x16)).toBe(1);
    expect(model(bench).settings.pollMs).toBe(200);
    expect(bench.turn(1)).toEqual({ kind: 'one' });
  });

  test('mute and babble, each once, and again and again reopened', () => {
    const bench = new Bench('vmc3');
    bench.power(false);
    bench.run(40_000);
    expect(bench.events).toEqual([{ kind: 'lost', reason: 'mute' }]);
    bench.wire.noisy = true;
    for (let ms = 0; ms < 30_000; ms += 20) {
      bench.wire.emitNoise(bench.upMs);
      bench.run(20);
    }
    expect(bench.last('lost')).toEqual({ kind: 'lost', reason: 'babble' });
    bench.wire.noisy = false;
    bench.power(true);
    bench.until(() => bench.ready);
  });

  test('half a frame of noise does not swallow the POLLs behind it', () => {
    const { bench } = ready();
    bench.driver.received(Uint8Array.of(0xfa, 0xfb, 0x04, 0xff), bench.upMs);
    bench.run(NO_RESPONSE_MS + 1_000);
    expect(bench.ready).toBe(true);
  });

  test('two boards: another machine id is another board', () => {
    const { bench } = ready();
    bench.swap('XY0000000042');
    bench.until(() => bench.last('ready')?.identity.serial === '0000000042');
    expect(bench.last('ready')?.restarted).toBeNull();
  });

  test('a restart is told', () => {
    const { bench } = ready();
    bench.power(false);
    bench.power(true);
    bench.until(() => bench.last('ready')?.restarted === 'sync');
  });

  test('what nobody asked for is acknowledged and left alone', () => {
    const { bench, board } = ready();
    const before = bench.events.length;
    for (const [code, text] of [
      [0x05, [0, 3]],
      [0x17, []],
      [0x21, [1, 0, 0, 0, 1]],
      [0x23, [0, 0, 0, 1]],
      [0x63, []],
      [0x99, [1, 2]],
    ] as const) {
      board.interject(code, text);
    }
    bench.run(3_000);
    expect(bench.events.slice(before)).toEqual([]);
    expect(board.link.broken).toBe(0);
  });

  test('door, climate and jams are seen by asking', () => {
    const { bench } = ready();
    bench.cabinet.setDoor(true, bench.upMs);
    bench.cabinet.setClimate(-30, 61);
    bench.until(() => bench.last('door')?.state === 'open');
    expect(bench.last('climate')).toEqual({ kind: 'climate', tempDeciC: -30, humidityPct: null });
  });
});

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

  test('code 24 is uncertain where the board is set so', () => {
    const driver = createDriver('vmc3', {}, 0, { vmc3: { lunchBox: 'uncertain', driveExtra: null } });
    const bench = new Bench('vmc3', 1, 3, 50, () => driver);
    bench.until(() => bench.ready).run(3_000);
    model(bench).finals.set(1, 0x24);
    expect(bench.turn(1)).toEqual({ kind: 'unknown', reason: 'unclear' });
  });

  test('nothing fell, or nobody saw it: the lane is out of use until it is cleared', () => {
    const { bench } = ready();
    bench.cabinet.setFault(1, 'nothing');
    expect(bench.turn(1)).toEqual({ kind: 'none', reason: 'no-drop' });
    bench.until(() => bench.last('lane')?.hardware === 'jam');
    bench.run(2_000);
    bench.ask({ kind: 'look', lane: lane(1) });
    bench.until(() => bench.last('looked')?.hardware === 'jam');
    bench.ask({ kind: 'home', lane: lane(1) });
    bench.until(() => bench.last('homed')?.hardware === 'ready');
    bench.cabinet.setFault(1, 'none');
    expect(bench.turn(1)).toEqual({ kind: 'one' });
  });

  test('a lane that is not there', () => {
    const { bench } = ready();
    bench.ask({ kind: 'look', lane: lane(77) });
    bench.until(() => bench.last('looked')?.lane === 77);
    expect(bench.last('looked')?.hardware).toBe('absent');
  });

  test('a lost ACK: the first code says that the order arrived, and it is not sent again', () => {
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

  test('the cable is out while the motor turns, and back in time: the code still comes', () => {
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

  test('the cable stays out: unknown at the deadline, though no line is there', () => {
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

  test('a repetition of the board is acknowledged and not acted on again', () => {
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
    const sight = { serial: 'none', before: null };
    bench.ask({ kind: 'vend', txn: txn(999), lane: lane(1), sight, startBeforeMonoMs: bench.upMs + 5_000 });
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
