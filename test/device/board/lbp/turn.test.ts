import { describe, expect, test } from 'vitest';
import {
  AT_REST,
  HELLO,
  lane,
  OTHER,
  ready,
  type Script,
  turned,
  txn,
  vending,
} from '../../../support/board/lbp-script.ts';

describe('vend', () => {
  test('goes out at once while the reading is fresh, and DONE ends it', () => {
    const script = vending();
    expect(script.asked).toBe('VEND 902 1');
    script.says('OK 902 1 RUNNING').run(500).says('! DONE 902 1 DROPPED', 'OK 1 READY 31');
    expect(turned(script)).toEqual({ kind: 'one' });
    expect(script.last('lane')).toMatchObject({ lane: 1, drops: 31 });
  });

  test.each([
    ['NODROP', { kind: 'none', reason: 'no-drop' }],
    ['JAM', { kind: 'none', reason: 'jam' }],
    ['UNKNOWN', { kind: 'unknown', reason: 'power-lost' }],
  ])('%s', (result, expected) => {
    expect(turned(vending().says('OK 902 1 RUNNING', `! DONE 902 1 ${result}`, 'OK 1 READY 30'))).toEqual(expected);
  });

  test('two boxes seen for one turn', () => {
    const script = vending().says('OK 902 1 RUNNING', '! DONE 902 1 DROPPED', 'OK 1 READY 32');
    expect(turned(script)).toEqual({ kind: 'more', boxes: 2 });
  });

  test('the counter is asked only once: silence does not delay the result', () => {
    const script = vending().says('OK 902 1 RUNNING', '! DONE 902 1 DROPPED').run(300);
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test.each([
    ['DOOR', 'door'],
    ['JAM', 'jam'],
    ['BUSY', 'busy'],
    ['LANE', 'absent'],
    ['STALE', 'refused'],
    ['ARGS', 'refused'],
  ])('ERR %s: checked by TXN, then %s', (code, reason) => {
    const script = vending().says(`ERR ${code}`);
    expect(script.asked).toBe('HELLO');
    script.answers(AT_REST);
    expect(turned(script)).toEqual({ kind: 'none', reason });
    expect(script.vends).toBe(1);
  });

  test('an ERR after an order that arrived: TXN shows what happened', () => {
    const script = vending()
      .says('ERR BUSY')
      .answers({ ...AT_REST, TXN: 'OK 902 1 DROPPED', LANE: 'OK 1 READY 31' });
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test('silence: HELLO and TXN come first, and the order goes out again if nothing changed', () => {
    const script = vending().run(300);
    expect(script.asked).toBe('HELLO');
    script.says(HELLO);
    expect(script.asked).toBe('TXN');
    script.says('OK 901 2 DROPPED');
    expect(script.asked).toBe('VEND 902 1');
    expect(script.vends).toBe(2);
    script.says('OK 902 1 RUNNING', '! DONE 902 1 DROPPED', 'OK 1 READY 31');
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test('silence, and the order had arrived: it is not sent again', () => {
    const script = vending().run(300).says(HELLO, 'OK 902 1 RUNNING').run(1_000).says(HELLO, 'OK 902 1 NODROP');
    script.says('OK 1 EMPTY 30');
    expect(turned(script)).toEqual({ kind: 'none', reason: 'no-drop' });
    expect(script.vends).toBe(1);
  });

  test('silence until it is too late: it is proved that nothing moved', () => {
    const script = vending(250).run(300).answers(AT_REST);
    expect(turned(script)).toEqual({ kind: 'none', reason: 'not-started' });
    expect(script.vends).toBe(1);
  });

  test('silence, then another board: unknown, and no order to the new one', () => {
    const script = vending()
      .run(300)
      .answers({ ...AT_REST, HELLO: OTHER });
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'board-swapped' });
    expect(script.vends).toBe(1);
    expect(script.last('ready')?.identity.serial).toBe('LB99999');
  });

  test('silence, then a board that forgot, or an older or a stranger’s t', () => {
    for (const [seen, reason] of [
      ['OK 0 0 NONE', 'board-forgot'],
      ['OK 900 2 DROPPED', 'board-forgot'],
      ['OK 950 2 JAM', 'unclear'],
      ['OK 902 2 DROPPED', 'unclear'],
    ]) {
      const script = vending()
        .run(300)
        .answers({ ...AT_REST, TXN: seen ?? '' });
      expect(turned(script), seen).toEqual({ kind: 'unknown', reason });
      expect(script.vends).toBe(1);
    }
  });

  test('a board that accepted the order and then does not know it is not believed', () => {
    const script = vending().says('OK 902 1 RUNNING').run(1_000).answers(AT_REST);
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'unclear' });
    expect(script.vends).toBe(1);
  });

  test('a spare board whose last t equals ours answers with its old result: it is read again, not believed', () => {
    const script = vending().says('OK 902 1 DROPPED');
    expect(script.asked).toBe('HELLO');
    script.answers({ ...AT_REST, HELLO: OTHER, TXN: 'OK 902 1 DROPPED' });
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'board-swapped' });
  });

  test('a new board shows NONE: the order is repeated only if it has been up since before the order', () => {
    const fresh = { ...AT_REST, TXN: 'OK 0 0 NONE' };
    const same = vending(10_000, fresh)
      .run(300)
      .answers({ ...fresh, VEND: 'OK 902 1 RUNNING' });
    expect(same.vends).toBe(2);
    const restarted = vending(10_000, fresh)
      .run(300)
      .answers({ ...fresh, STATUS: 'OK CLOSED 215 40 0 12' });
    expect(turned(restarted)).toEqual({ kind: 'unknown', reason: 'board-forgot' });
    expect(restarted.vends).toBe(1);
  });

  test('a reading older than a second is renewed before the order', () => {
    const look = () =>
      ready()
        .order({ kind: 'look', lane: lane(1) })
        .answers(AT_REST)
        .run(1_001);
    const reading = { serial: 'LB00417', before: 901 };
    const vend = (script: Script) =>
      script.order({ kind: 'vend', txn: txn(902), lane: lane(1), reading, startBeforeMonoMs: script.upMs + 5_000 });
    const renewed = vend(look());
    expect(renewed.asked).toBe('HELLO');
    expect(renewed.answers(AT_REST).asked).toBe('VEND 902 1');
    for (const changed of [{ HELLO: OTHER }, { TXN: 'OK 904 2 DROPPED' }, { TXN: 'OK 902 1 DROPPED' }]) {
      const script = vend(look()).answers({ ...AT_REST, ...changed });
      expect(turned(script)).toEqual({ kind: 'none', reason: 'not-started' });
      expect(script.vends).toBe(0);
    }
  });

  test('a reading that differs from the last one is renewed, but not too late', () => {
    const script = ready()
      .order({ kind: 'look', lane: lane(1) })
      .answers(AT_REST);
    script.order({
      kind: 'vend',
      txn: txn(902),
      lane: lane(1),
      reading: { serial: 'LB00417', before: 900 },
      startBeforeMonoMs: script.upMs + 9,
    });
    expect(turned(script.answers(AT_REST))).toEqual({ kind: 'none', reason: 'not-started' });
    script.order({
      kind: 'vend',
      txn: txn(903),
      lane: lane(1),
      reading: { serial: 'LB00417', before: 901 },
      startBeforeMonoMs: script.upMs,
    });
    expect(turned(script.answers(AT_REST))).toEqual({ kind: 'none', reason: 'not-started' });
    expect(script.vends).toBe(0);
  });

  test('! BOOT during a vend: the board settles it', () => {
    const script = vending().says('OK 902 1 RUNNING', '! BOOT 13 POWER');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), TXN: 'OK 902 1 UNKNOWN' });
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'power-lost' });
  });

  test('the cable is pulled during a vend and the same board comes back much later', () => {
    const script = vending().says('OK 902 1 RUNNING');
    script.driver.closed('port-gone', script.upMs);
    script.take();
    expect(turned(script)).toBeUndefined();
    script
      .run(70_000)
      .open()
      .answers({ ...AT_REST, TXN: 'OK 902 1 DROPPED', LANE: 'OK 1 READY 31' });
    expect(turned(script)).toEqual({ kind: 'one' });
    expect(script.vends).toBe(1);
  });

  test('late, foreign and doubled answers are ignored', () => {
    const script = vending();
    const id = Number(script.id);
    script.says(`${id - 1} OK 902 1 DROPPED`, `${id} OK 903 1 RUNNING`, `${id} OK 902 2 RUNNING`, `${id} OK 1 READY 3`);
    script.says('! DONE 901 1 DROPPED', '! DONE 902 2 DROPPED');
    expect(turned(script)).toBeUndefined();
    script.says(
      'OK 902 1 RUNNING',
      'OK 902 1 RUNNING',
      '! DONE 902 1 RUNNING',
      '! DONE 901 1 DROPPED',
      '! DONE 902 2 DROPPED',
    );
    expect(turned(script)).toBeUndefined();
    script.says('! DONE 902 1 JAM');
    script.says(`${id} OK 902 1 DROPPED`, 'OK 1 JAM 30', '! DONE 902 1 DROPPED');
    expect(script.events.filter((event) => event.kind === 'turned')).toHaveLength(1);
    expect(turned(script)).toEqual({ kind: 'none', reason: 'jam' });
  });

  test('looks and homings are refused as busy while a turn is open', () => {
    const script = vending()
      .order({ kind: 'look', lane: lane(2) })
      .order({ kind: 'home', lane: lane(2) });
    expect(script.last('look-failed')?.reason).toBe('busy');
    expect(script.last('homed')).toMatchObject({ hardware: null, reason: 'busy' });
  });
});
