import { describe, expect, test } from 'vitest';
import { LbpRig } from '../../support/board-rig.ts';

describe('power', () => {
  test.each([
    ['before the motor starts', 2, 'UNKNOWN', 0, 0],
    ['while it turns', 1500, 'UNKNOWN', 0, 0],
    ['while the box is in the air', 2000, 'UNKNOWN', 1, 0],
    ['after the sensor latched', 2300, 'DROPPED', 1, 1],
  ])('lost %s: %s ms → %s', (_, afterMs, result, fallen, drops) => {
    const rig = new LbpRig().on();
    rig.ask('1 VEND 1 3');
    rig.run(afterMs);
    rig.off().run(5000);
    rig.on();
    expect(rig.said.at(-1)).toBe('! BOOT 2 POWER');
    expect(rig.ask('2 VEND 1 3')).toBe(`2 OK 1 3 ${result}`);
    expect(rig.ask('3 LANE 3')).toBe(`3 OK 3 READY ${drops}`);
    expect(rig.cabinet.falls).toHaveLength(fallen);
    rig.run(20_000);
    expect(rig.turns).toBeLessThanOrEqual(1);
  });

  test('without power it hears nothing, and while it boots neither', () => {
    const rig = new LbpRig();
    expect(rig.ask('1 HELLO')).toBe('');
    rig.board.powerOn(rig.nowMs, 'POWER');
    expect(rig.ask('1 HELLO')).toBe('');
    rig.run(300);
    expect(rig.said).toEqual(['! BOOT 1 POWER']);
  });

  test.each([
    ['stops the motor in time', 100, 'UNKNOWN', 0],
    ['comes after the box tipped over: the latch still works', 500, 'DROPPED', 1],
  ])('a hung program is deaf until the watchdog, which %s', (_, afterMs, result, fallen) => {
    const rig = new LbpRig().on();
    rig.ask('1 VEND 1 3');
    rig.run(afterMs);
    rig.board.hang(rig.nowMs);
    expect(rig.ask('2 TXN')).toBe('');
    rig.run(2000);
    expect(rig.said.at(-1)).toBe('! BOOT 2 WATCHDOG');
    expect(rig.ask('3 TXN')).toBe(`3 OK 1 3 ${result}`);
    expect(rig.cabinet.falls).toHaveLength(fallen);
  });

  test('a latch of an earlier transaction proves nothing for the next', () => {
    const rig = new LbpRig().on();
    rig.ask('1 VEND 1 3');
    rig.run(5000);
    rig.ask('2 VEND 2 3');
    rig.run(100);
    rig.off().on();
    expect(rig.ask('3 TXN')).toBe('3 OK 2 3 UNKNOWN');
  });
});
