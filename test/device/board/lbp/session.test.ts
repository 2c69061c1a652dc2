import { describe, expect, test } from 'vitest';
import { encodeLine } from '../../../../device/board/lbp/codec.ts';
import {
  AT_REST,
  HELLO,
  lane,
  OTHER,
  READY_LANES,
  ready,
  Script,
  STATUS,
  txn,
} from '../../../support/board/lbp-script.ts';

describe('handshake', () => {
  test('HELLO and TXN, then ready; then every lane is read once', () => {
    const script = new Script().open();
    expect(script.asked).toBe('HELLO');
    script.says(HELLO);
    expect(script.asked).toBe('TXN');
    expect(script.events).toEqual([]);
    script.says('OK 901 2 DROPPED');
    expect(script.events).toEqual([
      {
        kind: 'ready',
        identity: { serial: 'LB00417', model: 'SPIRAL-40', firmware: '2.3.1', lanes: 2 },
        restarted: null,
      },
    ]);
    script.answers(AT_REST);
    expect(script.sent.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'HELLO',
      'TXN',
      'LANE 1',
      'STATUS',
      'LANE 2',
      'STATUS',
    ]);
    expect(script.events.slice(1).map((event) => event.kind)).toEqual(['lane', 'door', 'climate', 'lane']);
  });

  test('the answer to an earlier process is ignored', () => {
    const script = new Script();
    script.driver.opened(script.upMs);
    script.run(100);
    script.driver.received(encodeLine('1 OK LBP/1 SPIRAL-40 2.3.1 STALE 2 12'), script.upMs);
    script.run(1_000);
    expect(script.sent.every((line) => line.endsWith('HELLO'))).toBe(true);
    script.says(HELLO, 'OK 901 2 DROPPED');
    expect(script.last('ready')?.identity.serial).toBe('LB00417');
  });

  test('a lost answer: the same line again after 300 ms', () => {
    const script = new Script().open().run(300);
    expect(script.sent).toEqual(['1 HELLO', '1 HELLO']);
    script.says(HELLO);
    expect(script.asked).toBe('TXN');
  });

  test('a repeated TXN is not assumed to come from the same board', () => {
    const script = new Script().open().says(HELLO).run(300).says('OK 901 2 DROPPED');
    expect(script.asked).toBe('HELLO');
    script.says(OTHER, 'OK 5 1 JAM');
    expect(script.last('ready')?.identity.serial).toBe('LB99999');
  });

  test('a mute board: lost, reopened again and again, one event only', () => {
    const script = new Script().open().run(3_000);
    expect(script.events).toEqual([{ kind: 'lost', reason: 'mute' }]);
    script.run(500);
    expect(script.reopened).toHaveLength(1);
    for (let time = 0; time < 8; time++) script.open().run(12_000);
    expect(script.events).toHaveLength(1);
    script.driver.closed('port-missing', script.upMs);
    script.take();
    expect(script.last('lost')?.reason).toBe('port-missing');
  });

  test('backoff doubles from 0.5 s to 10 s and starts again once a board has answered', () => {
    const script = new Script();
    const waits: number[] = [];
    for (let time = 0; time < 7; time++) {
      script.driver.closed('port-missing', script.upMs);
      waits.push((script.driver.wakeMonoMs ?? 0) - script.upMs);
      script.run(10_000);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    script.open().answers(AT_REST);
    script.driver.closed('port-gone', script.upMs);
    expect((script.driver.wakeMonoMs ?? 0) - script.upMs).toBe(500);
  });

  test('a board that restarts when its port is opened is waited for', () => {
    const script = new Script().open().run(2_500).answers(AT_REST);
    expect(script.last('ready')).toBeDefined();
    expect(script.reopened).toEqual([]);
  });

  test('noise instead of answers is babble; lines of another kind are not a board', () => {
    const babble = new Script().open();
    babble.driver.received(new Uint8Array(40).fill(0xfe), babble.upMs);
    babble.run(3_000);
    expect(babble.last('lost')?.reason).toBe('babble');
    expect(babble.driver.dropped).toBe(0);

    const other = new Script().open().says('OK LBP/2 X', 'READY').run(3_000);
    expect(other.last('lost')?.reason).toBe('not-a-board');
    const refusing = new Script().open().says('ERR VERB');
    expect(refusing.last('lost')?.reason).toBe('not-a-board');
  });
});

describe('idle', () => {
  const idling = () => {
    const script = new Script(5_000).open().answers(AT_REST);
    script.events.length = 0;
    return script;
  };

  test('a door, a lane and late drops are noticed although their events were lost; nothing is reported twice', () => {
    const script = idling()
      .run(5_000)
      .answers({ ...AT_REST, STATUS: 'OK OPEN 216 40 9005 12', 'LANE 1': 'OK 1 JAM 31' });
    expect(script.events).toEqual([
      { kind: 'lane', lane: 1, hardware: 'jam', drops: 31 },
      { kind: 'door', state: 'open' },
      { kind: 'climate', tempDeciC: 216, humidityPct: 40 },
    ]);
    script.says('! DOOR OPEN', '! LANE 1 JAM');
    expect(script.events).toHaveLength(3);
    script.says('! DOOR CLOSED', '! LANE 2 EMPTY');
    expect(script.events.slice(3)).toEqual([
      { kind: 'door', state: 'closed' },
      { kind: 'lane', lane: 2, hardware: 'empty', drops: 70 },
    ]);
  });

  test('a restart is found by BOOTS although its event was lost', () => {
    const script = idling()
      .run(5_000)
      .answers({ ...READY_LANES, STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.asked).toBe('HELLO');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.last('ready')?.restarted).toBe('unseen');
  });

  test('! BOOT: another handshake, with its cause', () => {
    const script = idling().says('! BOOT 13 WATCHDOG');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.last('ready')?.restarted).toBe('watchdog');
  });

  test('a pulled cable raises no event: the poll finds it', () => {
    const script = idling().run(6_500);
    expect(script.events).toEqual([{ kind: 'lost', reason: 'mute' }]);
    expect(script.run(500).reopened).toHaveLength(1);
  });

  test('questions to a missing board are answered at once', () => {
    const script = idling().run(6_500);
    script.order({ kind: 'look', lane: lane(1) }).order({ kind: 'home', lane: lane(2) });
    const reading = { serial: 'LB00417', before: 901 };
    script.order({ kind: 'vend', txn: txn(902), lane: lane(1), reading, startBeforeMonoMs: script.upMs + 10_000 });
    expect(script.events.slice(1)).toEqual([
      { kind: 'look-failed', lane: 1, reason: 'mute' },
      { kind: 'homed', lane: 2, hardware: null, reason: 'mute' },
      { kind: 'turned', txn: 902, lane: 1, result: { kind: 'none', reason: 'not-started' } },
    ]);
    expect(script.vends).toBe(0);
  });
});

test('ids wrap from 65535 to 1, and an old id is not ours', () => {
  const script = ready();
  for (let asked = 0; asked < 22_000; asked++) script.order({ kind: 'look', lane: lane(1) }).answers(AT_REST);
  const ids = script.sent.map((line) => Number(line.split(' ')[0]));
  expect(Math.max(...ids)).toBe(65_535);
  expect(Math.min(...ids)).toBe(1);
  expect(ids.indexOf(1, 10)).toBe(65_535);
  expect(STATUS).toContain('CLOSED');
});
