import { describe, expect, test } from 'vitest';
import { createDriver } from '../../../../device/board/catalogue.ts';
import { ACK, decodeFrame, encodeFrame, POLL } from '../../../../device/board/vmc3/frame.ts';
import { NO_RESPONSE_MS } from '../../../../device/board/vmc3/limits.ts';
import { Bench } from '../../../support/board/bench.ts';
import { commands, model, ready } from '../../../support/board/vmc3-bench.ts';

describe('line', () => {
  test('0x31 first, then the identity; all reports are acknowledged', () => {
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

  test('mute and babble are each reported once, and the line is reopened repeatedly', () => {
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

  test('half a frame of noise does not swallow the POLLs after it', () => {
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

  test('a restart is reported', () => {
    const { bench } = ready();
    bench.power(false);
    bench.power(true);
    bench.until(() => bench.last('ready')?.restarted === 'sync');
  });

  test('unrequested frames are acknowledged and ignored', () => {
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

  test('door, climate and jams are found by asking', () => {
    const { bench } = ready();
    bench.cabinet.setDoor(true, bench.upMs);
    bench.cabinet.setClimate(-30, 61);
    bench.until(() => bench.last('door')?.state === 'open');
    expect(bench.last('climate')).toEqual({ kind: 'climate', tempDeciC: -30, humidityPct: null });
  });
});
