import { describe, expect, test } from 'vitest';
import { frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import { drive, hexOf, Vmc3Rig } from '../../support/vmc3-rig.ts';

describe('line', () => {
  test('it synchronises, polls every 200 ms, and reports every selection when the host synchronises', () => {
    const rig = new Vmc3Rig().on();
    expect(rig.said).toEqual(['sync #1']);
    expect(rig.polls).toBeGreaterThan(5);
    rig.polls = 0;
    rig.run(2000);
    expect(rig.polls).toBe(10);
    expect(rig.say(0x31, [1], 1200)).toBe('selection #2 lane 1, selection #3 lane 2, selection #4 lane 3');
    expect(rig.sentHex).toContain(hexOf(frameBytes(0x11, [2, 0, 1, 0, 0, 0, 0, 10, 10, 0, 1, 0])));
  });

  test('a frame that nobody acknowledges is sent six times with the same PackNO, then polling continues', () => {
    const rig = new Vmc3Rig();
    rig.acknowledges = false;
    rig.on();
    expect(rig.said).toEqual(new Array(6).fill('sync #1'));
    expect(rig.polls).toBeGreaterThan(0);
    expect(rig.board.link.broken).toBe(1);
  });

  test('PackNO runs from 255 to 1', () => {
    const rig = new Vmc3Rig({ reports: 0 }).on();
    for (let i = 0; i < 256; i += 1) rig.board.interject(0x17, []);
    rig.run(60_000);
    expect(rig.said.slice(-3)).toEqual(['0x17 #255', '0x17 #1', '0x17 #2']);
  });

  test('a command without a POLL, late, or second to one POLL is ignored and counted', () => {
    const rig = new Vmc3Rig();
    rig.on();
    rig.board.received(frameBytes(0x53, [1]), rig.nowMs);
    rig.acknowledges = false;
    const polls = rig.polls;
    while (rig.polls === polls) rig.run(1);
    rig.nowMs += 101;
    rig.board.received(frameBytes(0x53, [2]), rig.nowMs);
    rig.run(1000);
    expect(rig.said).toEqual(['sync #1']);
    expect(rig.board.link.violations).toBe(2);
  });

  test('a repeated command is acknowledged and not executed again; after a restart it is', () => {
    const rig = new Vmc3Rig().on();
    rig.say(0x06, drive(9, 1), 4000);
    const { acks } = rig;
    expect(rig.say(0x06, drive(9, 1), 4000)).toBe('');
    expect(rig.acks).toBe(acks + 1);
    expect(rig.cabinet.turns).toBe(1);
    rig.off().on();
    rig.say(0x06, drive(9, 1), 4000);
    expect(rig.cabinet.turns).toBe(2);
  });

  test('a board that slept sends one POLL, not all that it missed, and gives the host its time', () => {
    const rig = new Vmc3Rig().on();
    rig.acknowledges = false;
    rig.polls = 0;
    rig.nowMs += 10_050;
    rig.board.wake(rig.nowMs);
    rig.perform();
    expect(rig.polls).toBe(1);
    rig.nowMs += 99;
    rig.board.received(frameBytes(0x53, [1]), rig.nowMs);
    rig.run(300);
    expect(rig.said.at(-1)).toBe('lift #2 00');
  });

  test('an unknown command is acknowledged', () => {
    const rig = new Vmc3Rig().on();
    const { acks } = rig;
    expect(rig.say(0x7e, [1, 2, 3])).toBe('');
    expect(rig.acks).toBe(acks + 1);
  });
});
