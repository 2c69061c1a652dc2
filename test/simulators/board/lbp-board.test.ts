import { describe, expect, test } from 'vitest';
import { ascii, LbpRig, lbpLine } from '../../support/board-rig.ts';

/** A board that was used as long as the one in the contract's example. */
function usedRig(): LbpRig {
  const rig = new LbpRig();
  const drops = new Array<number>(40).fill(0);
  drops[4] = 317;
  const states = new Array<string>(40).fill('READY');
  const record = { boots: 11, t: 901, n: 7, result: 'DROPPED', mark: 0, drops, states };
  rig.memory.set('LB00417', JSON.stringify(record));
  return rig.swap('LB00417').on();
}

test('the contract’s example, byte for byte', () => {
  const rig = usedRig();
  rig.seen.length = 0;
  const sent = (): string => rig.seen.flatMap((one) => (one.what === 'sent' ? [one.text] : [])).join('');
  rig.send(ascii('1 HELLO*7DF0\r\n2 TXN*C23D\r\n3 VEND 902 5*CD87\r\n'));
  rig.run(10_000);
  rig.send(ascii('4 VEND 902 5*C5CC\r\n5 VEND 901 5*9FE9\r\n6 LANE 5*199E\r\n'));
  expect(sent()).toBe(
    [
      '1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 40 12*D794',
      '2 OK 901 7 DROPPED*466A',
      '3 OK 902 5 RUNNING*741E',
      '! DONE 902 5 DROPPED*DCA2',
      '4 OK 902 5 DROPPED*F813',
      '5 ERR STALE*7697',
      '6 OK 5 READY 318*B7BA',
      '',
    ].join('\r\n'),
  );
  expect(rig.cabinet.falls.map((fall) => fall.lane)).toEqual([5]);
});

test('a new board has no transaction and reports its door, climate and uptime', () => {
  const rig = new LbpRig().on();
  expect(rig.said).toEqual(['! BOOT 1 POWER']);
  expect(rig.ask('65535 TXN')).toBe('65535 OK 0 0 NONE');
  rig.run(61_000);
  rig.cabinet.setClimate(-35, null);
  expect(rig.ask('1 STATUS')).toBe('1 OK CLOSED -35 - 61 1');
  rig.cabinet.setDoor(true, rig.nowMs);
  rig.perform();
  expect(rig.said.at(-1)).toBe('! DOOR OPEN');
  expect(rig.ask('2 STATUS')).toBe('2 OK OPEN -35 - 61 1');
});

describe('a wrong request is answered once, by code', () => {
  test.each([
    ['1', '1 ERR VERB'],
    ['1 hello', '1 ERR VERB'],
    ['1 HELLO now', '1 ERR ARGS'],
    ['1 LANE', '1 ERR ARGS'],
    ['1 LANE 0', '1 ERR ARGS'],
    ['1 LANE 1 2', '1 ERR ARGS'],
    ['1 LANE 41', '1 ERR LANE'],
    ['1 LANE 40', '1 OK 40 ABSENT 0'],
    ['1 VEND 1', '1 ERR ARGS'],
    ['1 VEND 0 1', '1 ERR ARGS'],
    ['1 VEND 01 1', '1 ERR ARGS'],
    ['1 VEND  1 1', '1 ERR ARGS'],
    ['1 VEND -1 1', '1 ERR ARGS'],
    ['1 VEND 4294967296 1', '1 ERR ARGS'],
    ['1 VEND 1 40', '1 ERR LANE'],
    ['1 VEND 1 41', '1 ERR LANE'],
    ['1 CLEAR 40', '1 ERR LANE'],
    ['1 VEND 4294967295 1', '1 OK 4294967295 1 RUNNING'],
    ['0 HELLO', ''],
    ['65536 HELLO', ''],
    ['01 HELLO', ''],
    ['! DONE 1 1 DROPPED', ''],
  ])('%s → %s', (request, answer) => {
    expect(new LbpRig({ absent: [40] }).on().ask(request)).toBe(answer);
  });

  test('busy, door and jam, and an old t above them all', () => {
    const rig = new LbpRig().on();
    rig.ask('1 VEND 10 1');
    expect(rig.ask('2 VEND 11 2')).toBe('2 ERR BUSY');
    expect(rig.ask('3 CLEAR 2')).toBe('3 ERR BUSY');
    expect(rig.ask('4 VEND 10 2')).toBe('4 ERR ARGS');
    expect(rig.ask('5 VEND 9 2')).toBe('5 ERR STALE');
    expect(rig.ask('6 VEND 10 1')).toBe('6 OK 10 1 RUNNING');
    rig.run(5000);
    rig.cabinet.setDoor(true, rig.nowMs);
    expect(rig.ask('7 VEND 11 2')).toContain('7 ERR DOOR');
    expect(rig.ask('8 VEND 10 1')).toBe('8 OK 10 1 DROPPED');
    expect(rig.turns).toBe(1);
  });
});

test('a swapped board has its own memory, and a forgetful one none', () => {
  const rig = new LbpRig().on();
  rig.ask('1 VEND 7 3');
  rig.run(5000);
  rig.swap('LB00999').on();
  expect(rig.ask('1 TXN')).toBe('1 OK 0 0 NONE');
  expect(rig.ask('2 HELLO')).toBe('2 OK LBP/1 SPIRAL-40 2.3.1 LB00999 40 1');
  rig.swap('LB00417').on();
  expect(rig.ask('3 TXN')).toBe('3 OK 7 3 DROPPED');
  rig.memory.clear();
  rig.swap('LB00417').on();
  expect(rig.ask('4 TXN')).toBe('4 OK 0 0 NONE');
  expect(rig.ask('5 LANE 3')).toBe('5 OK 3 READY 0');
});

test('requests drowned in noise are answered once each', () => {
  const rig = new LbpRig().on();
  rig.seen.length = 0;
  rig.send(ascii(`\xff\x00*\r\n${lbpLine('1 HELLO')}${lbpLine('2 TXN').slice(0, -3)}\n${lbpLine('3 TXN')}`));
  expect(rig.said).toEqual(['1 OK LBP/1 SPIRAL-40 2.3.1 LB00417 40 1', '3 OK 0 0 NONE']);
});
