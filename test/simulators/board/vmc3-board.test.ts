import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Cabinet } from '../../../simulators/board/model/cabinet.ts';
import type { CabinetLine, LaneFault } from '../../../simulators/board/model/cabinet-lines.ts';
import { bytesOfHex } from '../../../simulators/board/model/readable.ts';
import { describeVmc3 } from '../../../simulators/board/model/vmc3/describe.ts';
import { type Frame, FrameReader, frameBytes } from '../../../simulators/board/model/vmc3/frame.ts';
import type { Vmc3Settings } from '../../../simulators/board/model/vmc3/settings.ts';
import { Vmc3Board } from '../../../simulators/board/model/vmc3/vmc3-board.ts';
import { runFor } from '../../support/board-rig.ts';

const ack = frameBytes(0x42);
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A VMC on virtual time with a host that acknowledges everything and answers each POLL with what it has to say. */
class Vmc3Rig {
  nowMs = 1000;
  nvram = '';
  readonly cabinet: Cabinet;
  board: Vmc3Board;
  /** What the board said, POLL and ACK left out, in words. */
  readonly said: string[] = [];
  readonly sentHex: string[] = [];
  readonly turned: (CabinetLine & { readonly cause: string })[] = [];
  polls = 0;
  acks = 0;
  /** Frames that wait for a POLL. */
  readonly toSay: Uint8Array[] = [];
  acknowledges = true;
  readonly #frames: Frame[] = [];
  readonly #reader = new FrameReader((frame) => this.#frames.push(frame));

  constructor(settings: Partial<Vmc3Settings> = {}, lanes = 3, boxes = 5) {
    const onLine = (line: CabinetLine): void => void (line.kind === 'turn' && this.turned.push(line));
    this.cabinet = new Cabinet({ lanes, boxes, onLine });
    this.board = new Vmc3Board({ cabinet: this.cabinet, serial: '0000000417', nvram: '', settings });
  }

  on(): this {
    this.board.powerOn(this.nowMs, 'POWER');
    return this.run(3000);
  }

  off(): this {
    this.board.powerOff(this.nowMs);
    this.perform();
    return this;
  }

  run(forMs: number): this {
    runFor(this, forMs);
    return this;
  }

  /** Says it at the next POLL and gives what came back within `forMs`. */
  say(code: number, body: readonly number[], forMs = 600): string {
    const before = this.said.length;
    this.toSay.push(frameBytes(code, body));
    this.run(forMs);
    return this.said.slice(before).join(', ');
  }

  perform(): void {
    for (const output of this.board.drain()) {
      if (output.kind === 'save') this.nvram = output.nvram;
      else if (output.kind === 'send') {
        this.sentHex.push(hexOf(output.bytes));
        this.#reader.push(output.bytes);
      }
    }
    for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) this.#heard(frame);
  }

  #heard(frame: Frame): void {
    if (frame.command === 0x42) {
      this.acks += 1;
      return;
    }
    if (frame.command === 0x41) this.polls += 1;
    else this.said.push(describeVmc3(frameBytes(frame.command, frame.body)));
    if (!this.acknowledges) return;
    const answer = frame.command === 0x41 ? (this.toSay.shift() ?? ack) : ack;
    this.board.received(answer, this.nowMs);
    this.perform();
  }
}

const drive = (packNo: number, lane: number, sensor = 1): number[] => [packNo, sensor, 0, 0, lane];

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

  test('a frame that nobody acknowledges goes out six times with the same PackNO, then it polls on', () => {
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

  test('a command out of turn, late, or second to one POLL is ignored and counted', () => {
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

  test('the same command again is acknowledged and not done again; after a restart it is', () => {
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
    const story = 'dispense #2 lane 1 01, dispense #3 lane 1 03, selection #4 lane 1';
    expect(rig.say(0x06, drive(5, 1), 12_000)).toBe(story);
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
    const story = 'checked #2 lane 2 01, dispense #3 lane 2 01, dispense #4 lane 2 02';
    expect(rig.say(0x03, [1, 0, 2], 4000)).toBe(story);
    expect(rig.say(0x03, [2, 0, 77], 4000)).toBe('checked #5 lane 77 03');
  });

  test('a power cut in the middle: it synchronises and tells nothing of what was', () => {
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

  test('counters count what is driven only if they are said to', () => {
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

test('over any line and any day, a command turns at most one motor and boxes add up', () => {
  const lane = fc.integer({ min: 1, max: 3 });
  const deed = fc.oneof(
    lane.map((n) => ({ do: 'drive' as const, n })),
    fc.integer({ min: 0, max: 8000 }).map((ms) => ({ do: 'run' as const, ms })),
    fc.constantFrom({ do: 'off' as const }, { do: 'on' as const }, { do: 'hang' as const }, { do: 'clear' as const }),
    fc.record({ do: fc.constant('fault' as const), n: lane, fault: fc.constantFrom('none', 'jam', 'late', 'double') }),
    fc.record({ do: fc.constant('spoil' as const), bytes: fc.uint8Array({ maxLength: 20 }) }),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 30 }), (deeds) => {
      const rig = new Vmc3Rig({ reports: 0 }).on();
      let packNo = 0;
      for (const one of deeds) {
        if (one.do === 'drive') {
          packNo += 1;
          rig.toSay.push(frameBytes(0x06, drive(packNo, one.n)));
        } else if (one.do === 'run') rig.run(one.ms);
        else if (one.do === 'off') rig.off();
        else if (one.do === 'on') rig.board.powerOn(rig.nowMs, 'POWER');
        else if (one.do === 'hang') rig.board.hang(rig.nowMs);
        else if (one.do === 'clear') rig.toSay.push(frameBytes(0x70, [0, 0x32, 1]));
        else if (one.do === 'fault') rig.cabinet.setFault(one.n, one.fault as LaneFault, 3000);
        else rig.board.received(one.bytes, rig.nowMs);
        rig.perform();
      }
      rig.board.powerOn(rig.nowMs, 'POWER');
      rig.run(60_000);
      const causes = rig.turned.map((turn) => turn.cause);
      expect(new Set(causes).size).toBe(causes.length);
      expect(rig.cabinet.boxes + rig.cabinet.falls.length).toBe(15);
      const delivered = rig.said.filter((text) => / lane \d 02$/.test(text)).length;
      const seen = rig.cabinet.falls.filter((fall) => fall.by !== null);
      expect(delivered).toBeLessThanOrEqual(new Set(seen.map((fall) => fall.box)).size);
    }),
    { numRuns: 300 },
  );
});
