import { describe, expect, test } from 'vitest';
import { LbpRig } from '../../support/board-rig.ts';

describe('results', () => {
  test('a jam after 10 s, refused until it is cleared', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setFault(3, 'jam');
    rig.ask('1 VEND 1 3');
    rig.run(9_900);
    expect(rig.ask('2 TXN')).toBe('2 OK 1 3 RUNNING');
    rig.run(200);
    expect(rig.said.slice(-2)).toEqual(['! DONE 1 3 JAM', '! LANE 3 JAM']);
    expect(rig.ask('3 VEND 2 3')).toBe('3 ERR JAM');
    expect(rig.ask('4 CLEAR 3')).toBe('4 OK 3 RUNNING');
    rig.run(10_100);
    expect(rig.said.at(-1)).toBe('! LANE 3 JAM');
    rig.cabinet.setFault(3, 'none');
    rig.ask('5 CLEAR 3');
    rig.run(3000);
    expect(rig.said.at(-1)).toBe('! LANE 3 READY');
    rig.ask('6 VEND 2 3');
    rig.run(3000);
    expect(rig.said.at(-1)).toBe('! DONE 2 3 DROPPED');
    expect(rig.cabinet.falls).toHaveLength(1);
  });

  test('nothing within 2 s after the full turn: NODROP, and the lane is empty', () => {
    const rig = new LbpRig({ boxes: 0 }).on();
    rig.ask('1 VEND 1 3');
    rig.run(4390);
    expect(rig.ask('2 TXN')).toBe('2 OK 1 3 RUNNING');
    rig.run(50);
    expect(rig.said.slice(-2)).toEqual(['! DONE 1 3 NODROP', '! LANE 3 EMPTY']);
    expect(rig.ask('3 LANE 3')).toBe('3 OK 3 EMPTY 0');
    rig.cabinet.put(3, 1, rig.nowMs);
    rig.ask('4 CLEAR 3');
    rig.run(3000);
    expect(rig.ask('5 LANE 3')).toBe('5 OK 3 READY 0');
  });

  test('a blind sensor: the box falls and the board says NODROP', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setBlind(3, true);
    rig.ask('1 VEND 1 3');
    rig.run(6000);
    expect(rig.ask('2 VEND 1 3')).toBe('2 OK 1 3 NODROP');
    expect(rig.cabinet.falls).toMatchObject([{ lane: 3, by: null }]);
  });

  test('a stuck sensor: nothing falls and the board says DROPPED', () => {
    const rig = new LbpRig({ boxes: 0 }).on();
    rig.cabinet.setStuck(true);
    rig.ask('1 VEND 1 3');
    rig.run(6000);
    expect(rig.ask('2 TXN')).toBe('2 OK 1 3 DROPPED');
    expect(rig.cabinet.falls).toEqual([]);
  });

  test('a late box: the result remains, DROPS shows it later, and the lane is not empty', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setFault(3, 'late', 5000);
    rig.ask('1 VEND 1 3');
    rig.run(5000);
    expect(rig.ask('2 LANE 3')).toBe('2 OK 3 EMPTY 0');
    rig.run(5000);
    expect(rig.said.at(-1)).toBe('! LANE 3 READY');
    expect(rig.ask('3 LANE 3')).toBe('3 OK 3 READY 1');
    expect(rig.ask('4 TXN')).toBe('4 OK 1 3 NODROP');
  });

  test('a box that is late by less than 2 s is DROPPED', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setFault(3, 'late', 1500);
    rig.ask('1 VEND 1 3');
    rig.run(4000);
    expect(rig.said.at(-1)).toBe('! DONE 1 3 DROPPED');
  });

  test('two boxes at once: DROPPED, and DROPS two higher', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setFault(3, 'double');
    rig.ask('1 VEND 1 3');
    rig.run(4000);
    expect(rig.said.at(-1)).toBe('! DONE 1 3 DROPPED');
    expect(rig.ask('2 LANE 3')).toBe('2 OK 3 READY 2');
    expect(rig.cabinet.lane(3)?.boxes).toBe(8);
  });

  test('a fault for one turn is gone after it', () => {
    const rig = new LbpRig().on();
    rig.cabinet.setFault(3, 'nothing', 0, 1);
    rig.ask('1 VEND 1 3');
    rig.run(6000);
    rig.ask('2 VEND 2 3');
    rig.run(6000);
    expect(rig.ask('3 TXN')).toBe('3 OK 2 3 DROPPED');
  });
});
