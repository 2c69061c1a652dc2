import { describe, expect, test } from 'vitest';
import { frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { drive, hexOf, Vmc3Rig } from '../../support/vmc3-rig.ts';

describe('dispense', () => {
  test('turning, then dispensed', () => {
    const rig = new Vmc3Rig().on();
    expect(rig.say(0x06, drive(5, 2), 4000)).toBe('dispense #2 lane 2 01, dispense #3 lane 2 02');
    expect(rig.cabinet.falls).toMatchObject([{ lane: 2 }]);
    expect(rig.board.lastTransaction).toEqual({ id: 5, lane: 2, result: 'DROPPED' });
  });

  test('the recorded sequence of a jam, and the lane is listed until it is cleared', () => {
    const rig = new Vmc3Rig().on();
    rig.cabinet.setFault(1, 'jam');
    const statuses = 'dispense #2 lane 1 01, dispense #3 lane 1 03, selection #4 lane 1';
    expect(rig.say(0x06, drive(5, 1), 12_000)).toBe(statuses);
    expect(rig.sentHex).toContain(hexOf(frameBytes(0x11, [4, 0, 1, 0, 0, 0, 0, 10, 10, 0, 1, 3])));
    expect(rig.say(0x70, [6, 0x32, 0])).toBe('menu answer #5 32 00 01 00 01 00');
    expect(rig.say(0x01, [7, 0, 1])).toBe('checked #6 lane 1 04');
    expect(rig.say(0x06, drive(8, 1))).toBe('dispense #7 lane 1 03');
    rig.off();
    rig.board = new Vmc3Board({ cabinet: rig.cabinet, serial: '0000000417', nvram: rig.nvram });
    rig.on();
    expect(rig.say(0x70, [9, 0x32, 0])).toBe('menu answer #2 32 00 01 00 01 00');
    rig.cabinet.setFault(1, 'none');
    expect(rig.say(0x70, [10, 0x32, 1])).toBe('menu answer #3 32 01 00');
    expect(rig.say(0x06, drive(11, 1), 4000)).toBe('dispense #4 lane 1 01, dispense #5 lane 1 02');
  });

  test.each([
    ['nothing falls', 'nothing', 1, '03', 0],
    ['nothing falls and nobody looks', 'nothing', 0, '02', 0],
    ['two boxes', 'double', 1, '02', 2],
    ['a box that is late by 5 s', 'late', 1, '03', 1],
  ] as const)('%s', (_, fault, sensor, code, fallen) => {
    const rig = new Vmc3Rig().on();
    rig.cabinet.setFault(2, fault, fault === 'late' ? 5000 : 0);
    expect(rig.say(0x06, drive(5, 2, sensor), 12_000)).toContain(`dispense #3 lane 2 ${code}`);
    expect(rig.cabinet.falls).toHaveLength(fallen);
  });

  test('a blind and a stuck sensor', () => {
    const rig = new Vmc3Rig().on();
    rig.cabinet.setBlind(1, true);
    expect(rig.say(0x06, drive(5, 1), 8000)).toContain('lane 1 03');
    rig.cabinet.setStuck(true);
    rig.cabinet.setFault(2, 'nothing');
    expect(rig.say(0x06, drive(6, 2), 8000)).toContain('lane 2 02');
    expect(rig.cabinet.falls).toMatchObject([{ lane: 1, by: null }]);
  });

  test('no such lane, no lift, a second one while it turns', () => {
    const rig = new Vmc3Rig().on();
    expect(rig.say(0x06, drive(5, 9))).toBe('dispense #2 lane 9 06');
    expect(rig.say(0x06, [6, 1, 1, 0, 1])).toBe('dispense #3 lane 1 07');
    rig.say(0x06, drive(7, 1));
    expect(rig.say(0x06, drive(8, 2), 4000)).toBe('dispense #5 lane 1 02');
    expect(rig.cabinet.turns).toBe(1);
  });

  test('selecting to buy checks first', () => {
    const rig = new Vmc3Rig().on();
    const statuses = 'checked #2 lane 2 01, dispense #3 lane 2 01, dispense #4 lane 2 02';
    expect(rig.say(0x03, [1, 0, 2], 4000)).toBe(statuses);
    expect(rig.say(0x03, [2, 0, 77], 4000)).toBe('checked #5 lane 77 03');
  });

  test('a power cut in the middle: it synchronises and reports nothing of the past', () => {
    const rig = new Vmc3Rig().on();
    rig.say(0x06, drive(5, 2), 1000);
    const before = rig.said.length;
    rig.off().run(100).on();
    expect(rig.said.slice(before)).toEqual(['sync #1']);
    expect(rig.cabinet.falls).toHaveLength(0);
    rig.board.hang(rig.nowMs);
    rig.run(6000);
    expect(rig.said.slice(before)).toEqual(['sync #1', 'sync #1']);
  });
});
