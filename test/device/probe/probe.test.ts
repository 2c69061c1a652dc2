import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { candidates } from '../../../device/probe/find.ts';
import { probe, probeBench } from '../../support/device/probe-bench.ts';

const bench = probeBench();
const { board, kiosk, lines } = bench;

describe('which board answers', () => {
  test('lbp: identity, lanes, sensor, counters', async () => {
    await board('lbp');
    const { code, out } = await probe(['--port', bench.link]);
    expect(code).toBe(0);
    expect(out).toContain('lbp · 115200 baud');
    expect(out).toContain('LB00417 · SPIRAL-40 · 2.3.1');
    expect(out.match(/正常 ready {2}0/g)).toHaveLength(3);
  });

  test('vmc3 is found after lbp got no answer', async () => {
    const { board: model } = await board('vmc3');
    const { code, out, err } = await probe(['--port', bench.link]);
    expect(code).toBe(0);
    expect(err).toContain('lbp · 115200 baud');
    expect(out).toContain('vmc3 · 57600 baud');
    expect(out).toContain(model.serial.replace(/\D/g, '').padStart(10, '0').slice(-10));
    expect(out).toContain('this board keeps none');
  });

  test('each kind at its own speed first, then at the others, without repetition', () => {
    const all = candidates({});
    expect(all.slice(0, 2)).toEqual([
      { driver: 'lbp', baudRate: 115_200 },
      { driver: 'vmc3', baudRate: 57_600 },
    ]);
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(all.length);
    expect(candidates({ driver: 'lbp', baudRate: 9_600 })).toEqual([{ driver: 'lbp', baudRate: 9_600 }]);
  });

  test('no port, no board, a port in use', async () => {
    const missing = await probe(['--port', join(bench.dir, 'none')]);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('no such port');

    const plugged = await board('lbp');
    plugged.do((model, nowMs) => model.powerOff(nowMs));
    const mute = await probe(['--port', bench.link, '--driver', 'lbp', '--baud', '115200']);
    expect(mute.code).toBe(1);
    expect(mute.err).toContain('no answer');

    plugged.setNoisy(true);
    const babble = await probe(['--port', bench.link, '--driver', 'lbp', '--baud', '115200']);
    expect(babble.err).toContain('wrong baud rate');
    plugged.setNoisy(false);
    plugged.do((model, nowMs) => model.powerOn(nowMs, 'POWER'));
    expect((await probe(['--port', bench.link])).code).toBe(0);
  });

  test('a kind, a speed or a board that is not the one in kiosk.json and the ledger', async () => {
    await board('lbp');
    const file = kiosk('vmc3', [{ kind: 'board', state: 'found', serial: 'LB00001', reason: null }]);
    const { code, out } = await probe(['--config', file]);
    expect(code).toBe(0);
    expect(out).toContain('kiosk.json says vmc3 at 57600 baud');
    expect(out).toContain('LB00001: it was swapped');
    expect(lines()).toHaveLength(3);
  });

  test('wrong usage is reported in one line', async () => {
    for (const args of [
      [],
      ['--port', bench.link, '--turn', '1'],
      ['--config', join(bench.dir, 'none.json')],
      ['--driver', 'x'],
      ['--turn', '0'],
      ['--port', 'usb:0x1a86:0x7523'],
      ['--port', 'usb:1a86'],
      ['--port', ' usb:1a86:7523:'],
    ]) {
      const { code, err } = await probe(args);
      expect(code, args.join(' ')).toBe(2);
      expect(err.trim().split('\n').length, err).toBeLessThanOrEqual(2);
      expect(err).not.toContain('    at ');
    }
  });
});
