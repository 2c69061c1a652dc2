import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../../../simulators/board/model/readable.ts';
import { frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import { drive, hexOf, Vmc3Rig } from '../../support/vmc3-rig.ts';

describe('settings', () => {
  test('an ACK lost after the motor began', () => {
    const rig = new Vmc3Rig({ loseAcks: 1 }).on();
    const { acks } = rig;
    expect(rig.say(0x06, drive(5, 2), 4000)).toContain('lane 2 02');
    expect(rig.acks).toBe(acks);
  });

  test('statuses lost and late', () => {
    const rig = new Vmc3Rig({ loseStatuses: 1, statusLateMs: 5000 }).on();
    expect(rig.say(0x06, drive(5, 2), 6000)).toBe('');
    rig.run(3000);
    expect(rig.said.at(-1)).toBe('dispense #2 lane 2 02');
  });

  test('final codes of choice, and none', () => {
    const rig = new Vmc3Rig().on();
    rig.board.finals.set(1, 0x24).set(2, 'none');
    expect(rig.say(0x06, drive(5, 1), 4000)).toContain('lane 1 24');
    expect(rig.say(0x06, drive(6, 2), 8000)).toBe('dispense #4 lane 2 01');
    expect(rig.cabinet.falls).toHaveLength(2);
  });

  test('paused after quick dispenses, over a power cycle too', () => {
    const rig = new Vmc3Rig({ pauseAfter: 2 }).on();
    rig.say(0x06, drive(5, 1), 4000);
    rig.say(0x06, drive(6, 1), 4000);
    expect(rig.say(0x06, drive(7, 1), 4000)).toMatch(/^dispense #\d lane 1 FF$/);
    rig.off().on();
    expect(rig.say(0x01, [8, 0, 2])).toContain('lane 2 04');
    rig.board.unpause();
    expect(rig.say(0x01, [9, 0, 2, 0])).toContain('lane 2 01');
  });

  test('counters count what is driven only if configured so', () => {
    const rig = new Vmc3Rig().on();
    rig.say(0x06, drive(5, 1), 4000);
    expect(rig.say(0x70, [6, 0x47, 0, 0, 1])).toContain('47 00 00 00 00 00 00 00 00 00');
    rig.board.settings.countsDrives = 1;
    rig.say(0x06, drive(7, 1), 4000);
    expect(rig.say(0x70, [8, 0x47, 0, 0, 1])).toContain('47 00 00 00 00 01 00 00 00 00');
  });

  test('a data frame again with its PackNO, and another frame with the same one', () => {
    const rig = new Vmc3Rig({ repeats: 1 }).on();
    expect(rig.said).toEqual(['sync #1', 'sync #1']);
    rig.board.settings.reuses = 1;
    rig.board.interject(0x17, []);
    rig.board.interject(0x63, []);
    rig.run(1000);
    expect(rig.said.slice(-2)).toEqual(['0x17 #1', '0x63 #2']);
  });

  test('machine status with 33 and with 41 bytes, the recorded shape', () => {
    const rig = new Vmc3Rig().on();
    rig.cabinet.setClimate(190, 55);
    rig.cabinet.setDoor(true, rig.nowMs);
    rig.say(0x51, [1]);
    const short = rig.sentHex.find((hex) => hex.startsWith('fafb52'));
    expect(short).toBe(
      hexOf(
        frameBytes(0x52, bytesOfHex('02 00 00 00 00 13 01 0000000000000000 30303030303030343137 13 aaaaaaaaaaaaaa')),
      ),
    );
    expect(short?.slice(6, 8)).toBe('21');
    rig.board.settings.statusBytes = 41;
    rig.say(0x51, [2]);
    expect(rig.sentHex.findLast((hex) => hex.startsWith('fafb52'))?.slice(6, 8)).toBe('29');
  });

  test('the host sets the poll interval', () => {
    const rig = new Vmc3Rig().on();
    rig.say(0x16, [1, 10]);
    rig.polls = 0;
    rig.run(5000);
    expect(rig.polls).toBe(5);
  });
});
