import { describe, expect, test } from 'vitest';
import { lane, ready } from '../../../support/board/lbp-script.ts';

describe('home', () => {
  const homing = () => ready().order({ kind: 'home', lane: lane(1) });

  test('CLEAR, then ! LANE', () => {
    const script = homing().says('OK 1 RUNNING', '! LANE 2 JAM', '! LANE 1 JAM');
    expect(script.last('homed')).toEqual({ kind: 'homed', lane: 1, hardware: 'jam', reason: null });
  });

  test('a lost ! LANE is found by asking', () => {
    const script = ready()
      .says('! LANE 1 JAM')
      .order({ kind: 'home', lane: lane(1) });
    script.says('OK 1 RUNNING').run(1_000).says('OK 1 READY 30');
    expect(script.last('homed')).toMatchObject({ hardware: 'ready' });
  });

  test('a lane that was ready is homed when the board says so, not while its motor still moves', () => {
    const script = ready()
      .says('! LANE 1 READY')
      .order({ kind: 'home', lane: lane(1) });
    script.says('OK 1 RUNNING').run(1_000).says('OK 1 READY 30').run(1_000).says('OK 1 READY 30');
    expect(script.last('homed')).toBeUndefined();
    expect(script.says('! LANE 1 READY').last('homed')).toMatchObject({ hardware: 'ready' });
  });

  test('a refusal has its code; a restart ends it', () => {
    expect(homing().says('ERR DOOR').last('homed')).toMatchObject({ hardware: null, reason: 'door' });
    expect(homing().says('OK 1 RUNNING', '! BOOT 13 POWER').last('homed')).toMatchObject({ reason: 'board-restarted' });
  });
});
