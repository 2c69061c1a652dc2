import { describe, expect, test } from 'vitest';
import { encodeLine } from '../../../../device/board/lbp/codec.ts';
import { AT_REST, HELLO, lane, READY_LANES, ready, Script, STATUS, txn, vending } from './script.ts';

const OTHER = 'OK LBP/1 SPIRAL-40 2.3.1 LB99999 2 3';
const turned = (script: Script) => script.last('turned')?.result;

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

  test('what an earlier process asked for is not heard as an answer', () => {
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

  test('a TXN that had to be repeated is not trusted to be of the same board', () => {
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

  test('backoff doubles from 0.5 s to 10 s and begins anew once a board answered', () => {
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

  test('noise instead of answers is babble; lines of another kind are no board', () => {
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

  test('a door, a lane and late drops are seen though their events were lost; nothing is told twice', () => {
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

  test('a restart is found by BOOTS though its event was lost', () => {
    const script = idling()
      .run(5_000)
      .answers({ ...READY_LANES, STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.asked).toBe('HELLO');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.last('ready')?.restarted).toBe('unseen');
  });

  test('! BOOT: a handshake again, with its cause', () => {
    const script = idling().says('! BOOT 13 WATCHDOG');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), STATUS: 'OK CLOSED 215 40 1 13' });
    expect(script.last('ready')?.restarted).toBe('watchdog');
  });

  test('a pulled cable raises no event: the poll finds it', () => {
    const script = idling().run(6_500);
    expect(script.events).toEqual([{ kind: 'lost', reason: 'mute' }]);
    expect(script.run(500).reopened).toHaveLength(1);
  });

  test('asks to a board that is not there are answered at once', () => {
    const script = idling().run(6_500);
    script.ask({ kind: 'look', lane: lane(1) }).ask({ kind: 'home', lane: lane(2) });
    const sight = { serial: 'LB00417', before: 901 };
    script.ask({ kind: 'vend', txn: txn(902), lane: lane(1), sight, startBeforeMonoMs: script.upMs + 10_000 });
    expect(script.events.slice(1)).toEqual([
      { kind: 'look-failed', lane: 1, reason: 'mute' },
      { kind: 'homed', lane: 2, hardware: null, reason: 'mute' },
      { kind: 'turned', txn: 902, lane: 1, result: { kind: 'none', reason: 'not-started' } },
    ]);
    expect(script.vends).toBe(0);
  });
});

describe('look', () => {
  test('LANE, HELLO, TXN: what is there now', () => {
    const script = ready()
      .ask({ kind: 'look', lane: lane(1) })
      .answers(AT_REST);
    expect(script.sent.slice(-3).map((line) => line.split(' ')[1])).toEqual(['LANE', 'HELLO', 'TXN']);
    expect(script.last('looked')).toEqual({
      kind: 'looked',
      lane: 1,
      sight: { serial: 'LB00417', before: 901 },
      hardware: 'ready',
      drops: 30,
      door: 'closed',
    });
  });

  test('a lane the board does not know is absent', () => {
    const script = ready()
      .ask({ kind: 'look', lane: lane(9) })
      .answers({ ...AT_REST, LANE: 'ERR LANE' });
    expect(script.last('looked')?.hardware).toBe('absent');
  });

  test('a busy board and another board give no sight', () => {
    const busy = ready()
      .ask({ kind: 'look', lane: lane(1) })
      .answers({ ...AT_REST, TXN: 'OK 902 2 RUNNING' });
    expect(busy.last('look-failed')?.reason).toBe('busy');
    const swapped = ready()
      .ask({ kind: 'look', lane: lane(1) })
      .answers({ ...AT_REST, HELLO: OTHER, STATUS: 'OK CLOSED - - 9 3' });
    expect(swapped.last('look-failed')?.reason).toBe('board-restarted');
    expect(swapped.last('ready')).toMatchObject({ identity: { serial: 'LB99999' }, restarted: null });
  });
});

describe('vend', () => {
  test('goes out at once while the sight is fresh, and DONE ends it', () => {
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

  test('the counter is asked once only: silence does not hold up the result', () => {
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
  ])('ERR %s: made sure by TXN, then %s', (code, reason) => {
    const script = vending().says(`ERR ${code}`);
    expect(script.asked).toBe('HELLO');
    script.answers(AT_REST);
    expect(turned(script)).toEqual({ kind: 'none', reason });
    expect(script.vends).toBe(1);
  });

  test('an ERR after an order that did arrive: TXN tells what happened', () => {
    const script = vending()
      .says('ERR BUSY')
      .answers({ ...AT_REST, TXN: 'OK 902 1 DROPPED', LANE: 'OK 1 READY 31' });
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test('silence: HELLO and TXN come first, and the order goes out again where nothing changed', () => {
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

  test('silence until it is too late: proved that nothing moved', () => {
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

  test('a board that took the order and then knows nothing of it is not believed', () => {
    const script = vending().says('OK 902 1 RUNNING').run(1_000).answers(AT_REST);
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'unclear' });
    expect(script.vends).toBe(1);
  });

  test('a spare board whose last t is just ours answers with its old result: it is looked at, not believed', () => {
    const script = vending().says('OK 902 1 DROPPED');
    expect(script.asked).toBe('HELLO');
    script.answers({ ...AT_REST, HELLO: OTHER, TXN: 'OK 902 1 DROPPED' });
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'board-swapped' });
  });

  test('a fresh board shows NONE: the order is repeated only while it has been up since before', () => {
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

  test('a sight older than a second is renewed before the order', () => {
    const look = () =>
      ready()
        .ask({ kind: 'look', lane: lane(1) })
        .answers(AT_REST)
        .run(1_001);
    const sight = { serial: 'LB00417', before: 901 };
    const vend = (script: Script) =>
      script.ask({ kind: 'vend', txn: txn(902), lane: lane(1), sight, startBeforeMonoMs: script.upMs + 5_000 });
    const renewed = vend(look());
    expect(renewed.asked).toBe('HELLO');
    expect(renewed.answers(AT_REST).asked).toBe('VEND 902 1');
    for (const changed of [{ HELLO: OTHER }, { TXN: 'OK 904 2 DROPPED' }, { TXN: 'OK 902 1 DROPPED' }]) {
      const script = vend(look()).answers({ ...AT_REST, ...changed });
      expect(turned(script)).toEqual({ kind: 'none', reason: 'not-started' });
      expect(script.vends).toBe(0);
    }
  });

  test('a sight that is not what was last seen is renewed, too late is too late', () => {
    const script = ready()
      .ask({ kind: 'look', lane: lane(1) })
      .answers(AT_REST);
    script.ask({
      kind: 'vend',
      txn: txn(902),
      lane: lane(1),
      sight: { serial: 'LB00417', before: 900 },
      startBeforeMonoMs: script.upMs + 9,
    });
    expect(turned(script.answers(AT_REST))).toEqual({ kind: 'none', reason: 'not-started' });
    script.ask({
      kind: 'vend',
      txn: txn(903),
      lane: lane(1),
      sight: { serial: 'LB00417', before: 901 },
      startBeforeMonoMs: script.upMs,
    });
    expect(turned(script.answers(AT_REST))).toEqual({ kind: 'none', reason: 'not-started' });
    expect(script.vends).toBe(0);
  });

  test('! BOOT in mid-vend: the board settles it', () => {
    const script = vending().says('OK 902 1 RUNNING', '! BOOT 13 POWER');
    script.answers({ ...AT_REST, HELLO: HELLO.replace(/12$/, '13'), TXN: 'OK 902 1 UNKNOWN' });
    expect(turned(script)).toEqual({ kind: 'unknown', reason: 'power-lost' });
  });

  test('the cable is pulled in mid-vend and the same board comes back much later', () => {
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

  test('late, foreign and doubled answers are not heard', () => {
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

  test('looks and homings are told busy while a turn is open', () => {
    const script = vending()
      .ask({ kind: 'look', lane: lane(2) })
      .ask({ kind: 'home', lane: lane(2) });
    expect(script.last('look-failed')?.reason).toBe('busy');
    expect(script.last('homed')).toMatchObject({ hardware: null, reason: 'busy' });
  });
});

describe('settle', () => {
  const settle = (seen: Partial<typeof AT_REST>, before: number | null = 901) =>
    ready()
      .ask({ kind: 'settle', turn: { txn: txn(902), lane: lane(1), board: 'LB00417', before } })
      .answers({ ...AT_REST, ...seen });

  test.each([
    [{ TXN: 'OK 902 1 DROPPED' }, { kind: 'one' }],
    [{ TXN: 'OK 902 1 NODROP' }, { kind: 'none', reason: 'no-drop' }],
    [{ TXN: 'OK 902 1 UNKNOWN' }, { kind: 'unknown', reason: 'power-lost' }],
    [{}, { kind: 'none', reason: 'not-started' }],
    [{ TXN: 'OK 0 0 NONE' }, { kind: 'unknown', reason: 'board-forgot' }],
    [{ TXN: 'OK 903 1 DROPPED' }, { kind: 'unknown', reason: 'unclear' }],
    [{ HELLO: OTHER }, { kind: 'unknown', reason: 'board-swapped' }],
    [
      { HELLO: OTHER, TXN: 'OK 902 1 DROPPED' },
      { kind: 'unknown', reason: 'board-swapped' },
    ],
  ])('%j → %j, and never an order', (seen, expected) => {
    const script = settle(seen);
    expect(turned(script)).toEqual(expected);
    expect(script.vends).toBe(0);
  });

  test('NONE before and NONE now proves nothing over a restart of ours: the board may have forgotten', () => {
    expect(turned(settle({ TXN: 'OK 0 0 NONE' }, 0))).toEqual({ kind: 'unknown', reason: 'board-forgot' });
  });

  test('a motor that still turns is waited for', () => {
    const script = settle({ TXN: 'OK 902 1 RUNNING' });
    expect(turned(script)).toBeUndefined();
    script.says('! DONE 902 1 DROPPED', 'OK 1 READY 31');
    expect(turned(script)).toEqual({ kind: 'one' });
  });

  test('asked before the board is there, it is answered when it is', () => {
    const script = new Script().ask({
      kind: 'settle',
      turn: { txn: txn(902), lane: lane(1), board: 'LB00417', before: 901 },
    });
    script
      .run(60_000)
      .open()
      .answers({ ...AT_REST, TXN: 'OK 902 1 DROPPED' });
    expect(turned(script)).toEqual({ kind: 'one' });
  });
});

describe('home', () => {
  const homing = () => ready().ask({ kind: 'home', lane: lane(1) });

  test('CLEAR, then ! LANE', () => {
    const script = homing().says('OK 1 RUNNING', '! LANE 2 JAM', '! LANE 1 JAM');
    expect(script.last('homed')).toEqual({ kind: 'homed', lane: 1, hardware: 'jam', reason: null });
  });

  test('a lost ! LANE is found by asking', () => {
    const script = homing().says('OK 1 RUNNING').run(1_000).says('OK 1 READY 30');
    expect(script.last('homed')).toMatchObject({ hardware: 'ready' });
  });

  test('a refusal has its code; a restart ends it', () => {
    expect(homing().says('ERR DOOR').last('homed')).toMatchObject({ hardware: null, reason: 'door' });
    expect(homing().says('OK 1 RUNNING', '! BOOT 13 POWER').last('homed')).toMatchObject({ reason: 'board-restarted' });
  });
});

test('ids go round from 65535 to 1, and an old id is not ours', () => {
  const script = ready();
  for (let asked = 0; asked < 22_000; asked++) script.ask({ kind: 'look', lane: lane(1) }).answers(AT_REST);
  const ids = script.sent.map((line) => Number(line.split(' ')[0]));
  expect(Math.max(...ids)).toBe(65_535);
  expect(Math.min(...ids)).toBe(1);
  expect(ids.indexOf(1, 10)).toBe(65_535);
  expect(STATUS).toContain('CLOSED');
});
